"""Finds what is derived from evidence and is not as it was made, as far as a look at it shows: `reparse` makes it anew.

Words that a column cannot have are known by the type of the column, what was read of a file by its seal.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, literal_column, select

from storage.damage import located
from storage.errors import DamagedRowError
from storage.models import AddressRow, Base, CaptureRow, FileRow, PassageRow, ReadingRow
from storage.models.columns import OneOf
from storage.proof.checks.fault import Extent, Fault
from storage.proof.rows import stream
from storage.read.assets.contents import contents
from storage.read.assets.files import BROUGHT
from storage.read.assets.stale import IS_ASSET

FILES = 200  # looked at between two words of how far it is
REMEDY = "`communique reparse` makes it anew"


def check_words(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The rows of all tables with a word that their column cannot have."""
    for table, column, odd in _odd_words():
        extent.tell(f"the words of {table}")
        for *row, value in db.execute(odd):
            key = ", ".join(map(str, row))
            yield Fault(table, key, str(DamagedRowError(table, column, value, key)))


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


def _said_unread() -> Any:
    """The payloads that have passages, and of which nobody says what was read."""
    read = select(FileRow.payload_id).where(FileRow.payload_id == PassageRow.payload_id)
    return select(PassageRow.payload_id).where(~read.exists()).distinct().order_by(PassageRow.payload_id)


def _brought_unread() -> Any:
    """The same of those that visits to assets brought, and that have none."""
    read = select(FileRow.payload_id).where(FileRow.payload_id == CaptureRow.payload_id)
    said = select(PassageRow.id).where(PassageRow.payload_id == CaptureRow.payload_id)
    query = select(CaptureRow.payload_id).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(*IS_ASSET)
    query = query.where(ReadingRow.verdict.in_(BROUGHT), CaptureRow.payload_id.is_not(None))
    return query.where(~read.exists(), ~said.exists()).distinct().order_by(CaptureRow.payload_id)


@cache
def _odd_words() -> list[tuple[str, str, Any]]:
    """Each column of a few words: its table, its name, and the query for rows that have another, by their keys."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, OneOf):
                value: Any = literal_column(f"{table.name}.{column.name}")  # whatever stands in it
                keys: list[Any] = [literal_column(f"{table.name}.{key.name}") for key in table.primary_key]
                odd = value.is_not(None) & value.not_in(column.type.words)
                found.append(
                    (table.name, column.name, select(*keys, value).select_from(table).where(odd).order_by(*keys))
                )
    return found
