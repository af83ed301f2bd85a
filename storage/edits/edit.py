"""What a comparison of two releases gives: edits, each with its kind, its class, what makes it weigh, and its place."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from storage.edits.classify import CLASSES, EditClass, Judgement, highest, in_order
from storage.edits.content import BULLETS
from storage.edits.passages import Flag
from storage.edits.words import Operation, says_anything
from storage.records import Block, BlockKind

EditField = Literal["title", "date", "author", "type", "block", "link", "caption", "image", "attachment", "document"]
EditKind = Literal["changed", "added", "removed", "moved", "reworded", "split", "merged", "renumbered", "emphasis"]


class Place(NamedTuple):
    """Where a block stands: its position in the body, from 1, and as a reader counts.

    `number` counts the blocks of its kind, from 1, and rows within their table, which is the `table`th of the body;
    `words` are those of a heading. A bullet is no `marker`, since it tells no point from another.
    """

    position: int
    kind: BlockKind
    number: int
    marker: str | None = None
    table: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `before` is None where something was added, `after` where it was removed.

    They hold what was edited: a text, a date, an address; the several parts of a split or merged block each on a line
    of their own; the markers of all renumbered points, with commas between. `operations` are the steps between two
    wordings, and empty where there are none to compare.

    `of` is what a link or a picture is called by, if anything: its words, its caption or its text alternative. `was`
    and `now` are where its blocks stood and stand.
    """

    field: EditField
    kind: EditKind
    before: str | None
    after: str | None
    cls: EditClass
    flags: tuple[Flag, ...] = ()
    operations: tuple[Operation, ...] = ()
    of: str = ""
    was: tuple[Place, ...] = ()
    now: tuple[Place, ...] = ()

    @property
    def counts_as(self) -> EditClass:
        """The class by which it is filtered, sorted and alerted on.

        A changed name is wording, for no program knows for certain what a name is, and counts as substance, for it may
        be one.
        """
        return "substance" if "name" in self.flags else self.cls


@dataclass(frozen=True, slots=True)
class Comparison:
    """All edits between two releases, those that weigh most first.

    Among equals title, date, author and type come first, then blocks and links in reading order, images, attachments.
    """

    edits: tuple[Edit, ...]

    @property
    def cls(self) -> EditClass | None:
        """The class of the edit that matters most; None where there is no edit."""
        return highest(edit.cls for edit in self.edits)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags of all edits, each once."""
        return in_order(flag for edit in self.edits for flag in edit.flags)


def by_weight(edits: Iterable[Edit]) -> Comparison:
    """Sort edits that stand in reading order by what they count as."""
    return Comparison(tuple(sorted(edits, key=lambda edit: CLASSES.index(edit.counts_as), reverse=True)))


def judged(
    field: EditField, kind: EditKind, before: str | None, after: str | None, judgement: Judgement, of: str = ""
) -> Edit:
    """Make an edit of what `judge` said of it."""
    return Edit(field, kind, before, after, judgement.cls, judgement.flags, judgement.operations, of)


def whole(
    field: EditField, kind: Literal["added", "removed"], text: str, *flags: Flag, at: tuple[Place, ...] = ()
) -> Edit:
    """Make the edit of a whole text that came or went, `at` a place: substance, unless there is no word in it."""
    if kind == "added":
        return Edit(field, kind, None, text, *_weight(text, "sentence_added", flags), now=at)
    return Edit(field, kind, text, None, *_weight(text, "sentence_removed", flags), was=at)


def places(blocks: Sequence[Block]) -> list[Place]:
    """Where each line of a body stands: a reader counts every line of a paragraph, and a point or a row as a whole."""
    found: list[Place] = []
    counts: Counter[str] = Counter()
    paragraphs = table = 0
    before = ""  # the kind of the last block
    for position, block in enumerate(blocks, 1):
        lines = block.text.count("\n") + 1
        marker = None if block.marker in BULLETS else block.marker
        if block.kind == "paragraph":
            for _ in range(lines):
                paragraphs += 1
                found.append(Place(position, "paragraph", paragraphs, marker))
        else:
            if block.kind == "row" != before:
                table, counts["row"] = table + 1, 0
            counts[block.kind] += 1
            of_table, words = table if block.kind == "row" else 0, block.text if block.kind == "heading" else ""
            found += [Place(position, block.kind, counts[block.kind], marker, of_table, words)] * lines
        before = block.kind
    return found


def _weight(text: str, flag: Flag, others: tuple[Flag, ...]) -> tuple[EditClass, tuple[Flag, ...]]:
    return ("substance", (flag, *others)) if says_anything(text) else ("typography", ())
