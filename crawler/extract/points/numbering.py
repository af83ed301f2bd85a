"""From the lines of a body to its blocks: points with their markers, each at the depth at which it stands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bs4 import Tag

from crawler.extract import markers
from crawler.extract.markers import Sign
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


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


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
    for line, sign in zip(lines, markers.believed([line.text for line in lines]), strict=True):
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


def item_markers(parent: Tag) -> dict[int, str | None]:
    """The markers of an `<ol>`'s items by their `id()`: HTML's rules for `start`, `reversed`, `type` and `value`.

    None where the list shows none.
    """
    if parent.name != "ol":
        return {}
    items = [child for child in parent.contents if isinstance(child, Tag) and child.name == "li"]
    step = -1 if parent.has_attr("reversed") else 1
    number = _integer(parent.get("start"), len(items) if step < 0 else 1)
    markers: dict[int, str | None] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        markers[id(item)] = _numeral(number, str(item.get("type") or parent.get("type") or "1"))
        number += step
    return markers


def _integer(text: object, default: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", str(text or ""))
    return int(found[1]) if found else default


def _numeral(number: int, style: str) -> str | None:
    if style == "none":
        return None
    if style in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("a") + letter) + letters
        return letters if style == "a" else letters.upper()
    if style in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if style == "i" else roman.upper()
    return str(number)
