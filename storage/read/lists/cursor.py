"""Where a page of a list ends and the next begins: at a day and a number, so that no page costs more than the first."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, or_

from storage.errors import CursorError
from storage.models.rows import Day

_FORM = re.compile(r"(\d{4}-\d\d-\d\d|undated)\.([0-9]{1,18})", re.ASCII)


class Cursor(NamedTuple):
    """The last line of a page, by its day and its row's number. Lists are newest first, the undated at their end."""

    day: date | None
    number: int

    def __str__(self) -> str:
        return f"{self.day.isoformat() if self.day else 'undated'}.{self.number}"

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """The cursor that a page gave as its `next`; none for none. Raises CursorError for any other text."""
        if text is None:
            return None
        if not (found := _FORM.fullmatch(text)):
            raise CursorError(text)
        try:
            day = None if found[1] == "undated" else date.fromisoformat(found[1])
        except ValueError:
            raise CursorError(text) from None
        return cls(day, int(found[2]))


def following(cursor: Cursor | None, day: Day, number: SQLColumnExpression[int]) -> Iterator[list[ColumnElement[bool]]]:
    """What must hold of the lines after a cursor: first of those with a day, then of those without.

    Each half is one stretch of an index on `day` and `number`, in falling order.
    """
    if cursor is None:
        yield [day.is_not(None)]
    elif cursor.day is not None:
        yield [day <= cursor.day, or_(day < cursor.day, number < cursor.number)]
    follows = [number < cursor.number] if cursor and cursor.day is None else []
    yield [day.is_(None), *follows]
