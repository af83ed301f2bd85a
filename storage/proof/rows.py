"""Streams the rows of a table in pages, each row in a fence of its own."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from storage.errors import DamagedRowError

PAGE = 500  # rows
BEFORE_ALL = -(2**63)  # no key of either database is less

Found = tuple[int, Any]  # a key, and the row or the DamagedRowError of one that holds what its columns cannot have


def stream(db: Connection, query: Any, key: Any, *, size: int = PAGE) -> Iterator[Found]:
    """The rows of a query in the order of `key`, a column of whole numbers, no two alike."""
    rows = page(db, query, key, BEFORE_ALL, size)
    yield from rows
    while len(rows) == size:
        rows = page(db, query, key, rows[-1][0], size)
        yield from rows


def page(db: Connection, query: Any, key: Any, after: int, size: int) -> Sequence[Found]:
    """So many of them, from the first whose key is greater than `after` on."""
    some = query.add_columns(key.label("streamed_by")).where(key > after).order_by(key).limit(size)
    try:
        return [(row.streamed_by, row) for row in db.execute(some).all()]
    except DamagedRowError:
        keys = db.execute(some.with_only_columns(key)).scalars().all()
        return [(one, _alone(db, some.where(key == one))) for one in keys]


def _alone(db: Connection, query: Any) -> Any:
    try:
        return db.execute(query).one()
    except DamagedRowError as error:
        return error
