"""Streams the rows of a table in pages, each row in a fence of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from storage.errors import DamagedRowError

PAGE = 500  # rows

Found = tuple[int, Any]  # a key, and the row or the DamagedRowError of one that holds what its columns cannot have


def stream(db: Connection, query: Any, key: Any, *, size: int = PAGE) -> Iterator[Found]:
    """The rows of a query in the order of `key`, a column of whole numbers, no two alike."""
    rows = page(db, query, key, None, size)
    yield from rows
    while len(rows) == size:
        rows = page(db, query, key, rows[-1][0], size)
        yield from rows


def page(
    db: Connection, query: Any, key: Any, after: int | None, size: int, parameters: Mapping[str, Any] | None = None
) -> Sequence[Found]:
    """So many of them, from the first whose key is greater than `after` on, or from the first of all."""
    some = query.add_columns(key.label("streamed_by")).order_by(key).limit(size)
    if after is not None:
        some = some.where(key > after)
    try:
        return [(row.streamed_by, row) for row in db.execute(some, parameters).all()]
    except DamagedRowError:
        keys = db.execute(some.with_only_columns(key), parameters).scalars().all()
        return [(one, _alone(db, some.where(key == one), parameters)) for one in keys]


def _alone(db: Connection, query: Any, parameters: Mapping[str, Any] | None) -> Any:
    try:
        return db.execute(query, parameters).one()
    except DamagedRowError as error:
        return error
