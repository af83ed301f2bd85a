"""Texts of which a part is struck out: it stands between two tildes on either side, as a reading has it.

Its words are still read, so they are compared like others; but what is struck out holds no longer. Whoever strikes out
a word, or takes the stroke back, makes an edit of the kind `emphasis`, which is substance: a ministry that strikes out
what it said, says so.
"""

import re
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Literal

from storage.edits.classify import Judge, in_order
from storage.edits.edit import Edit, EditField, judged
from storage.edits.passages import Flag
from storage.edits.words import Operation, says_anything

# Never beyond the next two tildes: to look for the end of each opening would take quadratic time.
_STRUCK = re.compile(r"~~(?=\S)((?:(?!~~).)+)(?<=\S)~~", re.DOTALL)


def text_edits(
    field: EditField, kind: Literal["changed", "reworded"], before: str, after: str, judge: Judge
) -> Iterator[Edit]:
    """Compare two wordings that differ: an edit of the words, where they changed, and one of what is struck out."""
    if not (_STRUCK.search(before) or _STRUCK.search(after)):
        yield judged(field, kind, before or None, after or None, judge(before, after))
        return
    old, new = (_STRUCK.sub(r"\1", text) for text in (before, after))
    of_words = judge(old, new)
    if old != new:
        yield judged(field, kind, old or None, new or None, of_words)
    if _struck_otherwise(before, after, of_words.operations):
        flags = in_order(("struck", *_standing(before, after, judge)))
        yield Edit(field, "emphasis", before, after, "substance", flags, judge(before, after).operations)
    elif old == new:  # a space between two strokes
        yield Edit(field, "emphasis", before, after, "typography")


def struck_out(text: str) -> list[str]:
    """The parts of a text that are struck out, in order."""
    return _STRUCK.findall(text)


def _standing(before: str, after: str, judge: Judge) -> tuple[Flag, ...]:
    """What makes weigh what became of the text that is not struck out."""
    old, new = (_STRUCK.sub("", text) for text in (before, after))
    flags: list[Flag] = []
    if not says_anything(new):
        flags.append("sentence_removed")
    if not says_anything(old):
        flags.append("sentence_added")
    return tuple(flags) or judge(old, new).flags


def _struck_otherwise(before: str, after: str, steps: tuple[Operation, ...]) -> bool:
    """Whether a word that both texts have is struck out in one of them alone."""
    old, new = _signs(before), _signs(after)
    i = j = 0
    for op, gone, come in steps:
        pairs = zip(old[i : i + len(gone)], new[j : j + len(come)], strict=False)
        if op == "equal" and any(a != b and not a[0].isspace() for a, b in pairs):
            return True
        i, j = i + len(gone), j + len(come)
    return False


def _signs(text: str) -> list[tuple[str, bool]]:
    """Each sign of the words of `text`, and whether it is struck out."""
    return [*chain.from_iterable(zip(part, repeat(n % 2 == 1)) for n, part in enumerate(_STRUCK.split(text)))]
