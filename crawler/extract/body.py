"""The body of a release in reading order: paragraphs, points, headings, quotes, notes and table rows."""

import re
from collections import deque
from collections.abc import Sequence
from itertools import accumulate

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from crawler.extract.anchors import is_attachment
from crawler.extract.pictures.captions import captions
from crawler.extract.points.counters import item_markers
from crawler.extract.points.numbering import Line, numbered
from crawler.extract.tables import Spans, is_head, is_layout, parts
from crawler.extract.text import clean, seen
from crawler.extract.visible import BLOCKS, is_widget
from storage.errors import LayoutError
from storage.records import Block, BlockKind, InlineLink

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
# A line indented by an ideographic space, or by no-break spaces, begins a paragraph, as in print.
_INDENT = re.compile(r" *(?:\u3000|\u00a0{2}|\u00a0 \u00a0)")
# What WordPress sets below each text of a feed, in the language of the site.
_FEED_FOOTER = re.compile(
    r"(?:The post .{1,400} (?:appeared first|first appeared) on|L['’]article .{1,400} est apparu en premier sur"
    r"|La entrada .{1,400} (?:se publicó|apareció) primero en|O post .{1,400} apareceu primeiro em"
    r"|L['’]articolo .{1,400} proviene da|Der Beitrag .{1,400} erschien zuerst auf"
    r"|Innlegget .{1,400} dukket først opp på|Het bericht .{1,400} verscheen eerst op) .{1,200}"
    r"|投稿 ?.{1,400}は ?.{1,200}に最初に表示されました。?"
)
_LISTS = frozenset({"ol", "ul"})
_CELLS = frozenset({"td", "th"})
MOST_LINES = 100_000  # of a body, which text in <pre> has without any element
_LONGEST_CELL = 3  # lines; a cell with more is no datum but a column of a page


def blocks(node: Tag, without: str | None = None) -> tuple[Block, ...]:
    """What a reader reads in `node`, block after block; elements that the selector `without` matches are left out.

    Two line breaks in a row part paragraphs. One line break parts them where the next line is indented or begins with a
    marker; else the lines are one block, joined by a line feed. Items of lists are points, marked by their number or
    "•"; the rows of a table are rows, their cells joined by " | ", empty ones too, unless they are columns of a layout.
    Pictures and their captions are left out, and so is whatever holds no word, navigation, an aside that is a widget,
    and the line that WordPress sets below. Each block has the links in its text to other pages; documents are
    attachments (`anchors.links`). Raises LayoutError where there are more lines than `MOST_LINES`.
    """
    reader = _Reader({id(element) for element in node.select(without)} if without else set())
    reader.left_out |= {id(caption.holder) for caption in captions(node)}
    if id(node) not in reader.left_out:
        reader.read(node, _kind(node, "paragraph"), 0)
        reader.end(_kind(node, "paragraph"), 0)
    found = numbered(reader.lines)
    return found[:-1] if found and _FEED_FOOTER.fullmatch(found[-1].text) else found


class _Reader:
    """Walks a soup and gathers lines; a soup nests at most `DEEPEST` levels, and so does the walk."""

    def __init__(self, left_out: set[int]) -> None:
        self.lines: list[Line] = []
        self.left_out = left_out
        self._strings: list[str] = []
        self._links: list[tuple[int, InlineLink]] = []  # each with how many strings stand before it
        self._marker: str | None = None

    def read(self, node: Tag, kind: BlockKind, level: int) -> None:
        """Read the children of `node`: strings and inline tags run on, blocks end the line."""
        numbers = item_markers(node)
        for child in node.contents:
            if isinstance(child, NavigableString):
                self._strings.append(child)
            elif isinstance(child, Tag) and id(child) not in self.left_out:
                if child.name not in BLOCKS:
                    if child.name == "a":
                        self._note_link(child)
                    self.read(child, kind, level)
                    continue
                if child.name == "nav" or is_widget(child):
                    continue
                self.end(kind, level)
                if child.name == "li":
                    self._item(child, numbers.get(id(child), "•"), level + 1)
                elif child.name == "table":
                    self._table(child, kind, level)
                elif child.name == "tr":  # without a table
                    row = [lines for _, lines in self._cells(child)]
                    self.lines += [_row(row, level)] if _is_data(row) else [line for cell in row for line in cell]
                else:
                    inner = _kind(child, kind)
                    # A list that stands in a list, in none of its items, is shown one deeper.
                    deeper = level + (child.name in _LISTS and node.name in _LISTS)
                    self.read(child, inner, deeper)
                    self.end(inner, deeper)

    def end(self, kind: BlockKind, level: int) -> None:
        """End the block: what was gathered becomes lines, the first with the marker of its list item."""
        if not self._strings:
            return
        text, links = seen("".join(self._strings)), self._links_by_line()
        self._strings.clear()
        if len(self.lines) + text.count("\n") > MOST_LINES:
            raise LayoutError("the body has more lines than any that a person wrote")
        soft = False
        for number, line in enumerate(text.split("\n")):
            if line.isspace() or not line:
                soft = False
                continue
            here = []
            while links and links[0][0] <= number:
                here.append(links.popleft()[1])
            marker, self._marker = self._marker, None
            self.lines.append(Line(kind, line, level, marker, soft and not _INDENT.match(line), tuple(here)))
            soft = True
        self._links = [(0, link) for _, link in links]

    def _note_link(self, anchor: Tag) -> None:
        url = str(anchor.get("href", ""))
        if url.startswith(("http://", "https://")) and not is_attachment(anchor, url):
            words = clean(anchor.get_text())
            self._links += [(len(self._strings), InlineLink(url, words))] if words else []

    def _links_by_line(self) -> deque[tuple[int, InlineLink]]:
        if not self._links:
            return deque()
        breaks = [0, *accumulate(string.count("\n") for string in self._strings)]
        return deque((breaks[before], link) for before, link in self._links)

    def _item(self, item: Tag, marker: str | None, level: int) -> None:
        self._marker = marker
        self.read(item, "paragraph", level)
        self.end("paragraph", level)
        self._marker = None

    def _table(self, table: Tag, kind: BlockKind, level: int) -> None:
        """Read a table row by row; columns in which nothing stands are there for the layout, and some tables are."""
        rows: list[tuple[list[Line], Sequence[list[Line] | None], bool]] = []  # what stands before, its columns, a head
        spans = Spans()
        above, self.lines = self.lines, []
        for part in parts(table, self.left_out):
            if isinstance(part, NavigableString):
                self._strings.append(part)
            elif isinstance(part, Tag):
                self.end(kind, level)
                if part.name == "tr":
                    cells = self._cells(part)
                    rows.append((self.lines, spans.row(cells), all(is_head(cell) for cell, _ in cells)))
                    self.lines = []
                else:
                    self.read(part, kind, level)
                    self.end(kind, level)
        used = sorted({column for _, cells, _ in rows for column, cell in enumerate(cells) if cell})
        columns = [[cells[column] for column in used if column < len(cells)] for _, cells, _ in rows]
        layout = is_layout(table)
        of_data = not layout and any(_is_data(cells) for cells in columns)
        for (before, _, is_heading), row in zip(rows, columns, strict=True):
            above += before
            if of_data and (_is_data(row) or is_heading or _stands_alone(row)):
                above.append(_row(row, level))
            else:
                above += [line for cell in row for line in cell or ()]
        self.lines = above + self.lines

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


Columns = Sequence[list[Line] | None]  # the lines of each; None where a cell reaches from another


def _is_data(cells: Columns) -> bool:
    """Whether a row is one of data, and its cells no columns of a page."""
    full = [cell for cell in cells if cell]
    return len(full) > 1 and all(len(cell) <= _LONGEST_CELL for cell in full)


def _stands_alone(cells: Columns) -> bool:
    """Whether a row of a table of data has one datum, in one of several cells."""
    full = [cell for cell in cells if cell]
    several = sum(cell is not None for cell in cells) > 1 or cells[:1] == [None]  # that one reaches from above
    return several and len(full) == 1 and len(full[0]) == 1


def _row(cells: Columns, level: int) -> Line:
    texts = (" ".join(clean(line.text) for line in cell or ()) for cell in cells)
    links = tuple(link for cell in cells for line in cell or () for link in line.links)
    return Line("row", " | ".join(texts), level, links=links)


def _kind(element: Tag, around: BlockKind) -> BlockKind:
    if element.name in _HEADINGS or element.get("role") == "heading":
        return "heading"
    return "quote" if element.name == "blockquote" else around
