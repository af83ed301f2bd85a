"""Finds what is derived from evidence and is not as it was made, as far as a look at it shows: `reparse` makes it anew.

Values that a column cannot have are known by the type of the column, what was read of a file by its seal.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, case, literal_column, or_, select

from storage.damage import located
from storage.errors import DamagedRowError
from storage.models import AddressRow, Base, CaptureRow, FileRow, PassageRow, ReadingRow, ReleaseRow, text_digest
from storage.models.columns import Checked, OneOf
from storage.models.rows import Statement
from storage.proof.checks.fault import Extent, Fault
from storage.proof.leaves import EVIDENCE
from storage.proof.rows import stream
from storage.read.assets.contents import contents
from storage.read.assets.files import BROUGHT
from storage.read.assets.stale import IS_ASSET

LOGGED = {*(evidence.name for evidence in EVIDENCE), "log", "tree_head"}  # whose rows are looked at one by one
UNSTATED = {("entry", "place")}  # columns of theirs that no leaf states
FILES = 200  # looked at between two words of how far it is
REMEDY = "`communique reparse` makes it anew"


def check_values(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The rows with a value that its column cannot have, but for what the leaves of the log speak of."""
    for table, odd in _odd_rows(db.dialect.name):
        extent.tell(f"the values of {table}")
        for column, value, *row in db.execute(odd):
            key = ", ".join(map(str, row))
            yield Fault(table, key, str(DamagedRowError(table, column, value, key)))


def check_digests(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The releases and the addresses that would not be found, since another digest is held than their own."""
    for table, number, sought, digest, release in (
        ("release", ReleaseRow.id, ReleaseRow.key, ReleaseRow.key_digest, ReleaseRow.id),
        ("address", AddressRow.id, AddressRow.url, AddressRow.url_digest, AddressRow.release_id),
    ):
        extent.tell(f"the digests of {table}")
        for row_id, row in stream(db, select(sought, digest, release), number):
            if not isinstance(row, DamagedRowError) and text_digest(row[0]) != row[1]:  # else `check_values` names it
                remedy = f"; {REMEDY}" if row[2] is not None else "; the next visit gives it another row"
                yield Fault(table, str(row_id), f"its {sought.key}_digest is not that of its {sought.key}{remedy}")


def check_files(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The files of which something else is held than was read, or something that nobody read."""
    for missing in (_said_unread(), _brought_unread()):
        for payload_id in db.execute(missing).scalars():
            yield Fault("file", str(payload_id), f"it is missing, although its bytes were read; {REMEDY}")
    for number, (payload_id, _) in enumerate(stream(db, select(FileRow.payload_id), FileRow.payload_id)):
        if number % FILES == 0:
            extent.tell(f"what was read of {number:,} files")
        try:
            held = contents(db, [payload_id])[payload_id]
        except DamagedRowError as error:
            found = located(db, error)
            yield Fault(found.table, found.row, str(found))
            continue
        if held.is_altered:
            yield Fault("file", str(payload_id), f"what was read of it was altered; {REMEDY}")


def _said_unread() -> Select[int]:
    """The payloads that have passages, and of which nobody says what was read."""
    read = select(FileRow.payload_id).where(FileRow.payload_id == PassageRow.payload_id)
    return select(PassageRow.payload_id).where(~read.exists()).distinct().order_by(PassageRow.payload_id)


def _brought_unread() -> Select[int | None]:
    """The same of those that visits to assets brought, and that have none."""
    read = select(FileRow.payload_id).where(FileRow.payload_id == CaptureRow.payload_id)
    said = select(PassageRow.id).where(PassageRow.payload_id == CaptureRow.payload_id)
    query = select(CaptureRow.payload_id).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(*IS_ASSET)
    query = query.where(ReadingRow.verdict.in_(BROUGHT), CaptureRow.payload_id.is_not(None))
    return query.where(~read.exists(), ~said.exists()).distinct().order_by(CaptureRow.payload_id)


@cache
def _odd_rows(dialect: str) -> list[tuple[str, Statement]]:
    """Each table, and the query for rows with an odd value: the first such column, the value, and the row's key."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if table.name not in LOGGED or (table.name, one.name) in UNSTATED]
        odd = {column: is_odd for column in columns if (is_odd := _is_odd(column, dialect)) is not None}
        if odd:
            place = case(*((one, literal_column(f"'{column.name}'")) for column, one in odd.items()))
            value = case(*((one, _raw(column)) for column, one in odd.items()))
            keys = [_raw(key) for key in table.primary_key]
            query = select(place, value, *keys).select_from(table).where(or_(*odd.values())).order_by(*keys)
            found.append((table.name, query))
    return found


def _is_odd(column: Column[Any], dialect: str) -> ColumnElement[bool] | None:
    """Whether a row has what the column cannot have; None where the database lets nothing else in.

    SQLite lets any value into any column, PostgreSQL any word.
    """
    kind, value = column.type, _raw(column)
    odd: list[ColumnElement[bool]] = [] if column.nullable or dialect != "sqlite" else [value.is_(None)]
    if isinstance(kind, OneOf):
        odd.append(value.is_not(None) & value.not_in(kind.words))
    elif isinstance(kind, Checked) and dialect == "sqlite":
        odd.append(value.is_not(None) & literal_column(kind.odd.format(value.name)))
    return or_(*odd) if odd else None


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    """A column, whatever stands in it."""
    return literal_column(f"{column.table.name}.{column.name}")
