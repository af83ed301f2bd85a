"""Keeps what visits to documents and pictures brought. Everything runs in the caller's transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.database import chunks
from storage.errors import DamagedRowError
from storage.models import CaptureRow, ReadingRow
from storage.models.rows import HeldReading
from storage.read.assets.files import BROUGHT
from storage.records import Reading, StoredCapture
from storage.write.assets.contents import keep_contents

Read = Sequence[tuple[StoredCapture, Reading]]
TOLD = ("verdict", "message", "layout", "replaced_at")  # the columns that say what a visit brought


class _Visit(Protocol):
    """A row of a capture: when it was, and the bytes that it brought."""

    id: int
    at: datetime
    payload_id: int | None


def keep(db: Connection, read: Read, *, dry_run: bool = False) -> frozenset[str]:
    """Keep what captures of assets brought, in place of what was made of them before, and tell anew what was replaced.

    Gives what changed of what was kept: "visits", or of a file its "document", its "picture" or its "seal". A second
    call changes nothing. Writes, but for a `dry_run`.
    """
    changed = set[str]()
    made = {capture.id: reading for capture, reading in read}
    for capture, reading in read:
        if reading.verdict in BROUGHT and capture.payload_id is not None:
            changed |= keep_contents(db, capture.payload_id, reading, dry_run=dry_run)
    for some in chunks(made):
        addresses = select(CaptureRow.address_id).where(CaptureRow.id.in_(some)).distinct()
        for address_id in db.execute(addresses).scalars().all():
            if _tell(db, address_id, made, dry_run=dry_run):
                changed.add("visits")
    return frozenset(changed)


def _tell(db: Connection, address_id: int, made: Mapping[int, Reading], *, dry_run: bool) -> bool:
    """Make the readings of an address what its visits brought, in order of time; whether that changes any."""
    captures = select(CaptureRow.id, CaptureRow.payload_id, CaptureRow.at).where(CaptureRow.address_id == address_id)
    visits = db.execute(captures.order_by(CaptureRow.at, CaptureRow.id)).all()
    held, damaged = _held(db, [visit.id for visit in visits])
    new, changed = [], []
    for capture_id, values in _told(visits, held, made):
        before = held.get(capture_id)
        if before is None:
            new.append({"capture_id": capture_id, "fragment": "", **values})
        elif any(getattr(before, name) != value for name, value in values.items()):
            changed.append({"row_id": before.id, **values})
    if not dry_run:
        for some in chunks(damaged):
            db.execute(delete(ReadingRow).where(ReadingRow.capture_id.in_(some)))
        if new:
            db.execute(insert(ReadingRow), new)
        if changed:
            db.execute(update(ReadingRow).where(ReadingRow.id == bindparam("row_id")), changed)
    return bool(damaged or changed)


def _told(
    visits: Sequence[_Visit], held: Mapping[int, HeldReading], made: Mapping[int, Reading]
) -> Iterator[tuple[int, dict[str, object]]]:
    """What is said of each visit that is read: whether its file was there before, and with these bytes."""
    payload_id: int | None = None
    for visit in visits:
        new, before = made.get(visit.id), held.get(visit.id)
        said = new or before
        if said is None:
            continue
        values = {name: getattr(said, name) for name in TOLD if name != "replaced_at"} | {"replaced_at": None}
        if new and before and new.verdict == "asset" and new.reader is None and before.verdict in BROUGHT:
            values["message"] = before.message  # its bytes were not read again
        if said.verdict in BROUGHT and visit.payload_id is not None:
            is_first, is_same = payload_id is None, payload_id == visit.payload_id
            values["verdict"] = "asset" if is_first else "unchanged" if is_same else "replaced"
            values["replaced_at"] = None if is_first or is_same else visit.at
            payload_id = visit.payload_id
        yield visit.id, values


def _held(db: Connection, capture_ids: Collection[int]) -> tuple[dict[int, HeldReading], list[int]]:
    """The readings of captures by their ids, and the captures whose readings are damaged."""
    found, damaged = dict[int, HeldReading](), list[int]()
    for ids in chunks(capture_ids):
        query = select(ReadingRow).where(ReadingRow.fragment == "")
        try:
            found |= {row.capture_id: row for row in db.execute(query.where(ReadingRow.capture_id.in_(ids)))}
        except DamagedRowError:
            for one in ids:
                try:
                    row = db.execute(query.where(ReadingRow.capture_id == one)).first()
                except DamagedRowError:
                    damaged.append(one)
                else:
                    found |= {} if row is None else {one: row}
    return found, damaged
