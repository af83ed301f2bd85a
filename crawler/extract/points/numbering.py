"""From the lines of a body to its blocks: points with their markers, each at the depth at which it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.extract.points import markers
from crawler.extract.points.markers import Sign
from crawler.extract.text import clean
from storage.records import Block, BlockKind, InlineLink


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
    links: tuple[InlineLink, ...] = ()


def numbered(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks that `lines` make: markers taken from their texts, depths given, soft lines joined by a line feed.

    A typed marker is preferred to the markup's. The depth of a point is the number of points that hold it: a style of
    marker that begins inside another stands one deeper, and a heading without a marker begins anew. What continues
    an item of a list stands one deeper than the item; a marker on a line of its own is that of the item's next line.
    Lines without words vanish.
    """
    lines = _with_markers_above(lines)
    blocks: list[Block] = []
    below: dict[int, list[Block]] = {}  # the soft lines of each block
    outline = _Outline()
    for line, believed in zip(lines, markers.believed([line.text for line in lines]), strict=True):
        sign = None if believed and line.kind == "row" and believed.rest.lstrip().startswith("|") else believed
        noted = None if sign or line.kind == "row" else markers.note(line.text)
        marker, rest = (sign.marker, sign.rest) if sign else noted or (line.marker, line.text)
        text = rest if line.kind == "row" and not sign else clean(rest)  # the empty cells of a row are kept
        if text and line.soft and marker is None and blocks:
            below.setdefault(len(blocks) - 1, []).append(Block(line.kind, text, links=line.links))
        elif text:
            kind = "note" if noted else _kind(line, marker)
            blocks.append(Block(kind, text, marker, outline.depth(line, sign, kind), line.links))
    for index, more in below.items():
        joined = (blocks[index], *more)
        links = tuple(link for block in joined for link in block.links)
        blocks[index] = replace(blocks[index], text="\n".join([block.text for block in joined]), links=links)
    return tuple(blocks)


def _with_markers_above(lines: Iterable[Line]) -> list[Line]:
    """Join a line of an item that is nothing but a marker to the next one of that item, of which it is the marker."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else line
        continues = above.level == line.level > 0 and line.marker is None and above.kind == "paragraph"
        if continues and line.kind != "row" and joined and markers.stands_alone(above.text):
            text, links = f"{above.text} {line.text.lstrip()}", above.links + line.links
            joined[-1] = replace(line, text=text, marker=above.marker, soft=above.soft, links=links)
        else:
            joined.append(line)
    return joined


def _kind(line: Line, marker: str | None) -> BlockKind:
    """A point is a block with a marker, but a numbered heading stays a heading, and a row a row."""
    return line.kind if marker is None or line.kind in ("heading", "row") else "point"


class _Outline:
    """The points that are open: for each its list level and style of marker, outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def depth(self, line: Line, sign: Sign | None, kind: BlockKind) -> int:
        """The depth of a block, which opens and closes points as it goes."""
        if sign is not None or (kind == "point" and line.marker is not None):
            return self._point(line.level, sign)
        if kind == "heading":
            self._open.clear()
        return sum(1 for level, _ in self._open if level <= line.level) if line.level else 0

    def _point(self, level: int, sign: Sign | None) -> int:
        while self._open and self._open[-1][0] > level:
            self._open.pop()
        here = (level, sign.style if sign else "")
        if here in self._open:
            del self._open[self._open.index(here) :]
        elif sign and sign.ordinal > 1 and self._open and self._open[-1][0] == level:
            self._open.pop()  # a slip of style in the middle of a sequence opens nothing
        self._open.append(here)
        return len(self._open) - 1
