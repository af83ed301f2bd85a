"""What a comparison of two releases gives: edits, each with its kind, its class and what makes it weigh."""

from dataclasses import dataclass
from typing import Literal

from storage.edits.classify import EditClass, Judgement, highest, in_order
from storage.edits.passages import Flag
from storage.edits.words import Operation, says_anything

EditField = Literal["title", "date", "author", "type", "block", "link", "caption", "image", "attachment"]
EditKind = Literal["changed", "added", "removed", "moved", "reworded", "split", "merged", "renumbered", "emphasis"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `before` is None where something was added, `after` where it was removed.

    They hold what was edited: a text, a date, an address; the several parts of a split or merged block each on a line
    of their own; the markers of all renumbered points, with commas between. `operations` are the steps between two
    wordings, and empty where there are none to compare.
    """

    field: EditField
    kind: EditKind
    before: str | None
    after: str | None
    cls: EditClass
    flags: tuple[Flag, ...] = ()
    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All edits between two releases: title, date, author and type first, then blocks, images, attachments."""

    edits: tuple[Edit, ...]

    @property
    def cls(self) -> EditClass | None:
        """The class of the edit that matters most; None where there is no edit."""
        return highest(edit.cls for edit in self.edits)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags of all edits, each once."""
        return in_order(flag for edit in self.edits for flag in edit.flags)


def judged(field: EditField, kind: EditKind, before: str | None, after: str | None, judgement: Judgement) -> Edit:
    """Make an edit of what `judge` said of it."""
    return Edit(field, kind, before, after, judgement.cls, judgement.flags, judgement.operations)


def whole(field: EditField, kind: Literal["added", "removed"], text: str, *flags: Flag) -> Edit:
    """Make the edit of a whole text that came or went: substance, unless there is no word in it."""
    if kind == "added":
        return Edit(field, kind, None, text, *_weight(text, "sentence_added", flags))
    return Edit(field, kind, text, None, *_weight(text, "sentence_removed", flags))


def _weight(text: str, flag: Flag, others: tuple[Flag, ...]) -> tuple[EditClass, tuple[Flag, ...]]:
    return ("substance", (flag, *others)) if says_anything(text) else ("typography", ())
