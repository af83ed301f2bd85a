"""Finds rows that refer to what is not there. Databases refuse such rows; SQLite does not where it is told not to."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, or_, select
from sqlalchemy.orm import aliased

from storage.models import Base, CaptureRow, EntryRow
from storage.models.rows import Statement
from storage.proof.checks.fault import Extent, Fault


def check_references(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The rows of all tables that refer to a row that is not there, and the entries of a listing that is another's."""
    for table, column, referred, dangling in _dangling():
        extent.tell(f"what the rows of {table} refer to")
        for *row, value in db.execute(dangling):
            what = f"its {column} is {value!r}, and {referred} has no such row"
            yield Fault(table, ", ".join(map(str, row)), what)
    for row_id in db.execute(_entries_elsewhere()).scalars():
        yield Fault("entry", str(row_id), "its captures are not of the listing that it says, or not in order of time")


@cache
def _dangling() -> list[tuple[str, str, str, Statement]]:
    """Each foreign key: its table and column, the table that it refers to, and the query for rows that refer in vain.

    The query gives the key of each, and the value.
    """
    found = []
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name)):
            other = key.column.table
            column: ColumnElement[Any] = literal_column(f"{table.name}.{key.parent.name}")  # whatever stands in it
            referred = other.alias()
            vain = ~select(referred.c.id).where(referred.c.id == column).correlate(table).exists()
            own = list(table.primary_key.columns)
            query = select(*own, column).select_from(table).where(column.is_not(None), vain).order_by(*own)
            found.append((table.name, key.parent.name, other.name, query))
    return found


@cache
def _entries_elsewhere() -> Select[int]:
    first, last = aliased(CaptureRow), aliased(CaptureRow)
    query = select(EntryRow.id).join(first, first.id == EntryRow.first_capture_id)
    query = query.join(last, last.id == EntryRow.last_capture_id).order_by(EntryRow.id)
    elsewhere = first.address_id != EntryRow.address_id, last.address_id != EntryRow.address_id
    return query.where(or_(*elsewhere, last.at < first.at))
