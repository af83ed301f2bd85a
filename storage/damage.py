"""Finds rows that are damaged: that hold what their columns cannot have, or refer to rows that are not there.

Nothing here writes. The database lets no program damage its rows so; another program may, or a bad disk.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    bindparam,
    literal_column,
    select,
    text,
    union_all,
)

from storage.errors import DamagedRowError
from storage.models import AbsenceRow, AddressRow, Base, CaptureRow, EntryRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.models.fences import leave_out
from storage.models.rows import Statement

R = TypeVar("R", bound="_OfRelease")


class _OfRelease(Protocol):
    """A row about a release, with the name of its source, if that is there."""

    release_id: int
    source: str | None


def located(db: Connection, error: DamagedRowError) -> DamagedRowError:
    """The same with the row's key, where whoever met the value did not know it. Reads the table up to that row."""
    if error.row:
        return error
    table = Base.metadata.tables[error.table]
    # SQLite takes a text and the same bytes for two values, and this one may be either.
    how = "CAST({} AS BLOB)" if db.dialect.name == "sqlite" else "{}"
    condition = text(f"{how.format(error.column)} = {how.format(':value')}").bindparams(value=error.value)
    keys: list[ColumnElement[Any]] = [literal_column(column.name) for column in table.primary_key]
    # What its page shows of an absence can be made anew, and what listings showed cannot.
    of_page: ColumnElement[bool] = literal_column("kind = 'page'" if table is AbsenceRow.__table__ else "0 = 1")
    row = db.execute(select(of_page, *keys).select_from(table).where(condition).limit(1)).first()
    derived, *parts = row or (False,)
    key = ", ".join(map(str, parts))
    return DamagedRowError(error.table, error.column, error.value, key, derived=bool(derived))


def demand_references(db: Connection, release_ids: Collection[int]) -> None:
    """Raise DamagedRowError where a row about these releases refers to one that is not there; a join hides both."""
    if found := db.execute(_dangling(), {"release_ids": list(release_ids)}).first():
        raise DamagedRowError(found.table, found.column, found.value, str(found.row))


def referring(db: Connection, rows: Iterable[R]) -> Iterator[R]:
    """The rows about releases, joined from outside, whose release and source are there; the others are left out."""
    for row in rows:
        try:
            if row.source is None:
                demand_references(db, [row.release_id])
        except DamagedRowError as error:
            leave_out(error)
        else:
            yield row


@cache
def _dangling() -> CompoundSelect[*tuple[Any, ...]]:
    """Made once: to make it takes longer than a database takes to answer it."""
    return union_all(*_dangling_of_each()).limit(1)


def _dangling_of_each() -> Iterator[Statement]:
    asked: BindParameter[int] = bindparam("release_ids", expanding=True)
    read = select(ReadingRow.capture_id).where(ReadingRow.release_id.in_(asked))
    about: list[tuple[Any, Any]] = [(ReleaseRow, ReleaseRow.id.in_(asked)), (CaptureRow, CaptureRow.id.in_(read))]
    about += [(row, row.release_id.in_(asked)) for row in (AddressRow, EntryRow, ReadingRow, SnapshotRow, AbsenceRow)]
    for row, condition in about:
        for key in row.__table__.foreign_keys:
            referred = key.column.table.alias()
            names: Any = literal_column(f"'{row.__tablename__}'"), literal_column(f"'{key.parent.name}'")
            told = select(names[0].label("table"), names[1].label("column"), row.id.label("row"))
            there = select(referred.c.id).where(referred.c.id == key.parent)
            told = told.add_columns(key.parent.label("value")).where(condition, key.parent.is_not(None))
            yield told.where(~there.exists())
    # Nor may a reading lead to another release's snapshot.
    place: tuple[ColumnElement[str], ...] = literal_column("'snapshot'"), literal_column("'release_id'")
    other: Statement = select(*place, SnapshotRow.id, SnapshotRow.release_id)
    other = other.join(ReadingRow, ReadingRow.snapshot_id == SnapshotRow.id)
    yield other.where(ReadingRow.release_id.in_(asked), SnapshotRow.release_id != ReadingRow.release_id)
