"""Unicode's normal forms, in a time that grows with the text alone."""

import re
import unicodedata
from functools import cache
from typing import Literal

_LONGEST = 30  # UAX #15, 13: no language stacks so many marks
_SHORT = 100  # characters, which are put in order at once whatever they are
_JOINER = "\u034f"  # COMBINING GRAPHEME JOINER: shows nothing, and marks are not put in order across it
# Marks are known by a class for each plane: one that holds both is searched a hundred times slower, and so is that of
# the next plane, which is asked only where so many signs of it stand together.
_NEXT_PLANE = re.compile(f"[\U00010000-\U0001ffff]{{{_LONGEST + 1},}}")


def normal_form(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """`text` in a normal form; where more than 30 marks stand on one letter, in the Stream-Safe Text Format (UAX #15).

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
    return re.compile(f"[{''.join(filter(unicodedata.combining, signs))}]{{{_LONGEST + 1},}}")


def _cut(run: re.Match[str]) -> str:
    return _JOINER.join(run[0][start : start + _LONGEST] for start in range(0, len(run[0]), _LONGEST))
