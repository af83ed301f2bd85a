"""Where the parts of a text that was split or merged begin and end, as steps to be shown. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from storage.edits.edit import Edit
from storage.edits.words import Operation

SEPARATOR = " ¶ "  # between the parts of a text that was split or merged
_GAPS = re.compile(r"(\S)(\s*)")  # each letter, and the space after it


def seams(edit: Edit) -> tuple[list[Operation], list[Operation]]:
    """The steps from the old places between blocks to the new, in the old text and in the new one.

    Both are the same, unless words were changed as well.
    """
    before, after = edit.before or "", edit.after or ""
    old, new = _GAPS.findall(before), _GAPS.findall(after)
    if [letter for letter, _ in old] == [letter for letter, _ in new]:
        steps = list(_moved_seams(old, new))
        return steps, steps
    # What was reworded is an edit of its own.
    return list(_lost_seams(before, after)), list(_lost_seams(after, before, came=True))


def _moved_seams(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Operation]:
    """The steps between two texts of the same letters, each with the space after it."""
    same = ""
    for (letter, gap), (_, other) in zip(old, new, strict=True):
        same += letter
        if ("\n" in gap) == ("\n" in other):
            same += " " if gap else ""
            continue
        yield Operation("equal", same, same)
        yield Operation("replace", *(SEPARATOR if "\n" in space else "" for space in (gap, other)))
        same = ""
    yield Operation("equal", same, same)


def _lost_seams(text: str, other: str, *, came: bool = False) -> Iterator[Operation]:
    """The steps of a text in which the places between blocks are marked that the other text has not."""
    blocks = text.split("\n")
    for block, following in pairwise([*blocks, ""]):
        yield Operation("equal", block, block)
        if following and f"{block}\n{following}" not in other:
            yield Operation("insert", "", SEPARATOR) if came else Operation("delete", SEPARATOR, "")
        elif following:
            yield Operation("equal", SEPARATOR, SEPARATOR)
