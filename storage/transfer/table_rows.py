"""The rows of a table in the order of its key, a few at a time, and their digest, the same on either database."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, Tuple, func, select, tuple_

from storage.models.rows import Selected

AT_ONCE = 200  # rows; those of payloads have some ten kilobytes each


def rows_after(db: Connection, table: Table, last: Selected | None = None) -> Iterator[Sequence[Selected]]:
    """The rows behind a row, or all, in lists. Raises DamagedRowError where one is damaged."""
    key = list(table.primary_key.columns)
    query = select(table).order_by(*key).limit(AT_ONCE)
    while rows := db.execute(query if last is None else query.where(tuple_(*key) > _key(key, last))).all():
        yield rows
        last = rows[-1]


def last_row(db: Connection, table: Table) -> Selected | None:
    """The last row of a table, if it has any."""
    return db.execute(select(table).order_by(*(column.desc() for column in table.primary_key.columns)).limit(1)).first()


def count(db: Connection, table: Table) -> int:
    """How many rows a table has."""
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())


def digest(db: Connection, table: Table, most: int | None = None) -> bytes:
    """The SHA-256 of all rows of a table, or of so many of the first."""
    found, left = hashlib.sha256(), most
    for rows in rows_after(db, table):
        for row in rows if left is None else rows[:left]:
            for value in row:
                _update(found, value)
        if left is not None:
            left -= len(rows)
            if left <= 0:
                break
    return found.digest()


def _key(key: Sequence[Column[Any]], row: Selected) -> Tuple:
    return tuple_(*(getattr(row, column.name) for column in key))


def _update(found: Any, value: object) -> None:
    """Take in a value, so that no other value, and no other row of values, gives the same bytes."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat()
    data = value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass")
    found.update(f"{type(value).__name__} {len(data)} ".encode())
    found.update(data)
