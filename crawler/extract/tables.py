"""The rows of a table as columns: which cell stands in which, and whether it is a table or a page's layout."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from bs4 import Tag
from bs4.element import PageElement

T = TypeVar("T")
_PARTS = frozenset({"thead", "tbody", "tfoot"})
WIDEST = 100  # columns that spans are followed over; HTML allows 1,000 for one cell


def parts(table: Tag, left_out: Collection[int]) -> Iterator[PageElement]:
    """The rows of a table in order, and whatever stands between them: its caption, and words that are in no row.

    Elements whose `id` is in `left_out` are passed over.
    """
    children = [child for child in table.contents if id(child) not in left_out]
    for child in sorted(children, key=_is_foot):
        if isinstance(child, Tag) and child.name in _PARTS:
            yield from parts(child, left_out)
        else:
            yield child


def _is_foot(child: PageElement) -> bool:
    """Whether a part of a table is shown below all others, wherever it stands (HTML 4 wanted it above the body)."""
    return isinstance(child, Tag) and child.name == "tfoot"


def is_layout(table: Tag) -> bool:
    """Whether a table is there for the layout of a page: it says so (WAI-ARIA), or it holds another one."""
    return table.get("role") in ("presentation", "none") or table.find("table") is not None


def is_head(cell: PageElement) -> bool:
    """Whether a cell is a heading of its column or row."""
    return isinstance(cell, Tag) and cell.name == "th"


class Spans:
    """Follows cells that reach over several rows or columns, down one table."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}  # by column, how many further rows a cell above reaches

    def row(self, cells: Sequence[tuple[PageElement, T]]) -> list[T | None]:
        """The columns of the next row: each cell in its own, and None where one reaches from its left or from above."""
        columns: list[T | None] = []
        reached: dict[int, int] = {}
        for cell, value in cells:
            self._pass(columns)
            across, down = (_span(cell, name) for name in ("colspan", "rowspan"))
            for number in range(min(across, max(WIDEST - len(columns), 1))):
                if down > 1:
                    reached[len(columns)] = down - 1
                columns.append(value if number == 0 else None)
        self._pass(columns)
        self._below = {**{column: left - 1 for column, left in self._below.items() if left > 1}, **reached}
        return columns

    def _pass(self, columns: list[T | None]) -> None:
        while len(columns) in self._below and len(columns) < WIDEST:
            columns.append(None)


def _span(cell: PageElement, name: str) -> int:
    text = str(cell.get(name, "")).strip() if isinstance(cell, Tag) else ""
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
