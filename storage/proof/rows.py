"""Streams the rows of a table in pages, each row in a fence of its own."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, SQLColumnExpression, bindparam

from storage.errors import DamagedRowError
from storage.models.rows import Selected, Statement

PAGE = 500  # rows
LEAST = -(2**63)  # no key of either database is less

Key = SQLColumnExpression[int]  # a column of whole numbers, no two alike
Found = tuple[int, Selected | DamagedRowError]  # a key, and its row or, where that holds what no column can, the error


def stream(db: Connection, query: Statement, key: Key, *, size: int = PAGE) -> Iterator[Found]:
    """The rows of a query in the order of `key`, a column of whole numbers, no two alike."""
    following = _ordered(query, key, size).where(key > bindparam("after"))  # made once: it is asked again and again
    rows = page(db, query, key, None, size)
    yield from rows
    while len(rows) == size:
        rows = _fenced(db, following, key, {"after": rows[-1][0]})
        yield from rows


def page(
    db: Connection, query: Statement, key: Key, after: int | None, size: int, **parameters: object
) -> Sequence[Found]:
    """So many of them, from the first whose key is greater than `after` on, or from the first of all."""
    some = _ordered(query, key, size).where(key >= LEAST if after is None else key > after)
    return _fenced(db, some, key, parameters)


def _ordered(query: Statement, key: Key, size: int) -> Statement:
    return query.add_columns(key.label("streamed_by")).order_by(key).limit(size)


def _fenced(db: Connection, query: Statement, key: Key, parameters: Mapping[str, object]) -> Sequence[Found]:
    try:
        return [(row.streamed_by, row) for row in db.execute(query, parameters).all()]
    except DamagedRowError:
        keys = db.execute(query.with_only_columns(key), parameters).scalars().all()
        return [(one, _alone(db, query.where(key == one), parameters)) for one in keys]


def _alone(db: Connection, query: Statement, parameters: Mapping[str, object]) -> Selected | DamagedRowError:
    try:
        return db.execute(query, parameters).one()
    except DamagedRowError as error:
        return error
