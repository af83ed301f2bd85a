"""The body of a release in reading order: paragraphs, points, headings, quotes, notes and table rows."""

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from crawler.extract.captions import captions
from crawler.extract.element import clean
from crawler.extract.numbering import Line, numbered
from crawler.extract.tables import Spans, parts
from crawler.extract.visible import BLOCKS
from storage.errors import LayoutError
from storage.records import Block, BlockKind

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# A line indented by an ideographic space, or by no-break spaces, begins a paragraph, as in print.
_INDENT = re.compile(r" *(?:\u3000|\u00a0{2}|\u00a0 \u00a0)")
_CELLS = frozenset({"td", "th"})
MOST_LINES = 100_000  # of a body, as many as a page may have tags
_LONGEST_CELL = 3  # lines; a cell with more is no datum but a column of a page
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def blocks(node: Tag, without: str | None = None) -> tuple[Block, ...]:
    """What a reader reads in `node`, block after block; elements that the selector `without` matches are left out.

    Two line breaks in a row part paragraphs. One line break parts them where the next line is indented or begins with
    a marker; else the lines are one block, joined by a line feed. Items of lists are points, marked by their number or
    "•"; the rows of a table are rows, their cells joined by " | ", empty ones too, unless they are columns of a layout.
    Pictures and their captions are left out, and so is whatever holds no word. Raises LayoutError where there are more
    than `MOST_LINES`.
    """
    reader = _Reader({id(element) for element in node.select(without)} if without else set())
    reader.left_out |= {id(caption.holder) for caption in captions(node)}
    if id(node) not in reader.left_out:
        reader.read(node, _kind(node, "paragraph"), 0)
        reader.end(_kind(node, "paragraph"), 0)
    return numbered(reader.lines)


class _Reader:
    """Walks a soup and gathers lines; a soup nests at most `DEEPEST` levels, and so does the walk."""

    def __init__(self, left_out: set[int]) -> None:
        self.lines: list[Line] = []
        self.left_out = left_out
        self._strings: list[str] = []
        self._marker: str | None = None

    def read(self, node: Tag, kind: BlockKind, level: int) -> None:
        """Read the children of `node`: strings and inline tags run on, blocks end the line."""
        numbers = _numbers(node)
        for child in node.contents:
            if isinstance(child, NavigableString):
                self._strings.append(child)
            elif isinstance(child, Tag) and id(child) not in self.left_out:
                if child.name not in BLOCKS:
                    self.read(child, kind, level)
                    continue
                self.end(kind, level)
                if child.name == "li":
                    self._item(child, numbers.get(id(child), "•"), level + 1)
                elif child.name == "table":
                    self._table(child, kind, level)
                elif child.name == "tr":  # without a table
                    self.lines += self._row([lines for _, lines in self._cells(child)], level)
                else:
                    inner = _kind(child, kind)
                    self.read(child, inner, level)
                    self.end(inner, level)

    def end(self, kind: BlockKind, level: int) -> None:
        """End the block: what was gathered becomes lines, the first with the marker of its list item."""
        if not self._strings:
            return
        text = "".join(self._strings)
        self._strings.clear()
        if len(self.lines) + text.count("\n") > MOST_LINES:
            raise LayoutError("the body has more lines than any that a person wrote")
        soft = False
        for line in text.split("\n"):
            if line.isspace() or not line:
                soft = False
                continue
            marker, self._marker = self._marker, None
            self.lines.append(Line(kind, line, level, marker, soft and not _INDENT.match(line)))
            soft = True

    def _item(self, item: Tag, marker: str, level: int) -> None:
        self._marker = marker
        self.read(item, "paragraph", level)
        self.end("paragraph", level)
        self._marker = None

    def _table(self, table: Tag, kind: BlockKind, level: int) -> None:
        """Read a table row by row; columns in which nothing stands are there for the layout."""
        rows: list[tuple[list[Line], Sequence[list[Line] | None]]] = []  # what stands before each, and its columns
        spans = Spans()
        above, self.lines = self.lines, []
        for part in parts(table):
            if isinstance(part, NavigableString):
                self._strings.append(part)
            elif isinstance(part, Tag) and id(part) not in self.left_out:
                self.end(kind, level)
                if part.name == "tr":
                    rows.append((self.lines, spans.row(self._cells(part))))
                    self.lines = []
                else:
                    self.read(part, kind, level)
                    self.end(kind, level)
        used = sorted({column for _, cells in rows for column, cell in enumerate(cells) if cell})
        for before, cells in rows:
            above += before + self._row([cells[column] for column in used if column < len(cells)], level)
        self.lines = above + self.lines

    def _row(self, cells: Sequence[list[Line] | None], level: int) -> list[Line]:
        """A row of data is one line; of a layout's columns each is read for itself."""
        full = [cell for cell in cells if cell]
        if len(full) > 1 and all(len(cell) <= _LONGEST_CELL for cell in full):
            texts = (" ".join(clean(line.text) for line in cell or ()) for cell in cells)
            return [Line("row", " | ".join(texts), level)]
        return [line for cell in full for line in cell]

    def _cells(self, row: Tag) -> list[tuple[PageElement, list[Line]]]:
        """The cells of a row. Words that stand outside them, as no standard allows, are cells."""
        found = [(child, self._cell(child)) for child in row.contents if id(child) not in self.left_out]
        return [(child, lines) for child, lines in found if lines or (isinstance(child, Tag) and child.name in _CELLS)]

    def _cell(self, cell: PageElement) -> list[Line]:
        reader = _Reader(self.left_out)
        if isinstance(cell, Tag):
            reader.read(cell, "paragraph", 0)
        elif isinstance(cell, NavigableString):
            reader._strings.append(cell)
        reader.end("paragraph", 0)
        return [line for line in reader.lines if clean(line.text)]


def _kind(element: Tag, around: BlockKind) -> BlockKind:
    if element.name in _HEADINGS:
        return "heading"
    return "quote" if element.name == "blockquote" else around


def _numbers(parent: Tag) -> dict[int, str]:
    """The markers of an `<ol>`'s items by their `id()`: HTML's rules for `start`, `reversed`, `type` and `value`."""
    if parent.name != "ol":
        return {}
    items = [child for child in parent.contents if isinstance(child, Tag) and child.name == "li"]
    step = -1 if parent.has_attr("reversed") else 1
    number = _integer(parent.get("start"), len(items) if step < 0 else 1)
    markers = {}
    for item in items:
        number = _integer(item.get("value"), number)
        markers[id(item)] = _numeral(number, str(item.get("type") or parent.get("type") or "1"))
        number += step
    return markers


def _integer(text: object, default: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", str(text or ""))
    return int(found[1]) if found else default


def _numeral(number: int, style: str) -> str:
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
