"""From the lines of a body to its blocks: points with their markers, each at the depth at which it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading import markers
from crawler.reading.markers import Sign
from crawler.reading.text import clean
from storage.records import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body before its marker is read. `text` is as the page has it, wide spaces and all.

    `level` counts the lists around it, and `marker` is what the markup numbers it with ("1", "a", "•"). A `soft` line
    follows a mere line break: unless it has a marker of its own, it belongs to the line above.
    """

    kind: BlockKind
    text: str
    level: int = 0
    marker: str | None = None
    soft: bool = False


def numbered(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks that `lines` make: markers taken from their texts, depths given, soft lines joined by a line feed.

    A typed marker is preferred to the markup's. The depth of a point is the number of points that hold it: a style of
    marker that begins inside another stands one deeper, and a heading without a marker begins anew. What continues
    an item of a list stands one deeper than the item. Lines without words vanish.
    """
    blocks: list[Block] = []
    outline = _Outline()
    for line, sign in zip(lines, markers.believed([line.text for line in lines]), strict=True):
        noted = None if sign or line.kind == "row" else markers.note(line.text)
        marker, rest = (sign.marker, sign.rest) if sign else noted or (line.marker, line.text)
        text = clean(rest)
        if not text:
            continue
        if line.soft and marker is None and blocks:
            above = blocks.pop()
            blocks.append(Block(above.kind, f"{above.text}\n{text}", above.marker, above.depth))
        elif noted:
            blocks.append(Block("note", text, marker, outline.inside(line.level)))
        elif marker is None:
            blocks.append(
                Block(
                    line.kind, text, None, outline.restart() if line.kind == "heading" else outline.inside(line.level)
                )
            )
        else:
            kind: BlockKind = line.kind if line.kind in ("heading", "row") else "point"
            blocks.append(Block(kind, text, marker, outline.point(line.level, sign)))
    return tuple(blocks)


class _Outline:
    """The points that are open: for each its list level and style of marker, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def restart(self) -> int:
        """A heading without a marker closes everything; its depth is 0."""
        self._open.clear()
        return 0

    def inside(self, level: int) -> int:
        """The depth of a text that continues an item at `level`; outside lists it is 0."""
        return sum(1 for at, _ in self._open if at <= level) if level else 0

    def point(self, level: int, sign: Sign | None) -> int:
        """The depth of a point at `level` of the lists, marked by `sign` or, where that is None, by its list."""
        while self._open and self._open[-1][0] > level:
            self._open.pop()
        here = (level, sign.style if sign else "")
        if here in self._open:
            del self._open[self._open.index(here) :]
        elif sign and sign.ordinal > 1 and self._open and self._open[-1][0] == level:
            self._open.pop()  # a slip of style in the middle of a sequence opens nothing
        self._open.append(here)
        return len(self._open) - 1
