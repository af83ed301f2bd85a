"""Unicode's normal forms, in a time that grows with the text alone."""

import re
import unicodedata
from functools import cache
from typing import Literal

_MOST = 30  # marks on one letter: more than any language stacks (UAX #15, 13)
_SHORT = 100  # characters, which are put in order at once whatever they are
# Marks are known by a class for each plane: one that holds both is searched a hundred times slower, and so is that of
# the next plane, which is asked only where so many signs of it stand together.
_NEXT_PLANE = re.compile(f"[\U00010000-\U0001ffff]{{{_MOST + 1},}}")


def normal_form(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """`text` in a normal form; of more than 30 marks on one letter, where it is no short text, with the first 30 alone.

    Marks are put in order pair by pair: a page of nothing but marks would take hours.
    """
    if len(text) > _SHORT and not text.isascii():
        text = _marks(0).sub(_cut, text)
        text = _NEXT_PLANE.sub(lambda signs: _marks(1).sub(_cut, signs[0]), text)
    return unicodedata.normalize(form, text)


@cache
def _marks(plane: int) -> re.Pattern[str]:
    """More marks of a plane than there should be, one after the other."""
    signs = map(chr, range(plane << 16, (plane + 1) << 16))
    return re.compile(f"[{''.join(filter(unicodedata.combining, signs))}]{{{_MOST + 1},}}")


def _cut(run: re.Match[str]) -> str:
    return run[0][:_MOST]
