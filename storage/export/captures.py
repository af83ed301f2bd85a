"""The captures to export, in the order they were kept, each with its bytes and all that belongs to it.

A few megabytes are in memory at once. Nothing here writes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage.export.noted import Noted
from storage.models import (
    AddressRow,
    AssetRow,
    CaptureRow,
    PayloadRow,
    ReadingRow,
    RecordingRow,
    RelatedRecordRow,
    SnapshotRow,
    SourceRow,
)
from storage.payloads.store import Payloads
from storage.read.lists.releases import Listed, held
from storage.read.stored_captures import capture_query, stored_all
from storage.records import Origin, RecordingFile, RelatedRecord, StoredCapture
from storage.warc.record import ids
from storage.warc.scan import record_head

AT_ONCE = 100  # captures
BYTES = 16 * 1024 * 1024  # of payloads


class _Recorded(Protocol):
    """A row of a capture with the recording that it comes from."""

    head: bytes | None
    head_dictionary_id: int | None
    recording_id: int | None
    recording_offset: int | None
    name: str
    member: str
    sha256: bytes
    size: int
    format: str


def captures_of(db: Connection, payloads: Payloads, wanted: Listed, noted: Noted) -> Iterator[StoredCapture]:
    """All captures of the sources that are wanted or, where days are asked for, those of the releases of these days.

    A release belongs to no day before it is held, and listings to none. A damaged capture is noted and left out.
    """
    for some in _batches(db, wanted):
        yield from noted.fenced(db, partial(_captures, db, payloads), some, "damaged_captures")


def _batches(db: Connection, wanted: Listed) -> Iterator[list[int]]:
    """The numbers of captures, together as many as fit into memory."""
    after, batch, size = 0, list[int](), 0
    query = (
        select(CaptureRow.id, func.coalesce(PayloadRow.size, 0).label("size"))
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .join(SourceRow, SourceRow.id == AddressRow.source_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
        .where(*wanted.of_source(), *_of_day(wanted))
        .order_by(CaptureRow.id)
        .limit(AT_ONCE)
    )
    while rows := db.execute(query.where(CaptureRow.id > after)).all():
        for row in rows:
            if batch and size + row.size > BYTES:
                yield batch
                batch, size = [], 0
            batch.append(row.id)
            size += row.size
        after = rows[-1].id
        yield batch
        batch, size = [], 0


def _of_day(wanted: Listed) -> list[ColumnElement[bool]]:
    """What must hold of a capture where days are asked for: of a release of these days or its assets, or showing it."""
    if not (wanted.since or wanted.until or wanted.undated):
        return []
    releases = held(wanted).with_only_columns(SnapshotRow.release_id).where(*wanted.of_day())
    shown = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id, ReadingRow.release_id.in_(releases))
    assets = select(AssetRow.address_id).where(AssetRow.release_id.in_(releases))
    return [or_(AddressRow.release_id.in_(releases), shown.exists(), AddressRow.id.in_(assets))]


def _captures(db: Connection, payloads: Payloads, capture_ids: Sequence[int]) -> list[StoredCapture]:
    """Captures by number, with where they come from. Raises DamageError."""
    query = capture_query().add_columns(
        RecordingRow.name, RecordingRow.member, RecordingRow.sha256, RecordingRow.size, RecordingRow.format
    )
    query = query.outerjoin(RecordingRow, RecordingRow.id == CaptureRow.recording_id)
    rows = db.execute(query.where(CaptureRow.id.in_(capture_ids)).order_by(CaptureRow.id)).all()
    related = _related(db, payloads, capture_ids)
    found = stored_all(db, payloads, rows)
    return [
        replace(capture, origin=_origin(db, payloads, row, tuple(related.get(row.id, ()))))
        for capture, row in zip(found, rows, strict=True)
    ]


def _origin(db: Connection, payloads: Payloads, row: _Recorded, related: tuple[RelatedRecord, ...]) -> Origin | None:
    if row.recording_id is None:
        return None
    head = payloads.unpack_head(db, row.head, row.head_dictionary_id)
    header = str(head.get("record", "")).encode("utf-8", "surrogateescape")
    file = RecordingFile(row.name, row.sha256, row.size, row.format)
    named = next(iter(ids(record_head.WARC.fields(header).get("warc-record-id", ""))), None)
    return Origin(file, row.member, row.recording_offset or 0, named, header, related)


def _related(db: Connection, payloads: Payloads, capture_ids: Sequence[int]) -> dict[int, list[RelatedRecord]]:
    query = select(RelatedRecordRow).where(RelatedRecordRow.capture_id.in_(capture_ids)).order_by(RelatedRecordRow.id)
    rows = db.execute(query).all()
    contents = payloads.get_all(db, {row.payload_id for row in rows})
    found: dict[int, list[RelatedRecord]] = {}
    for row in rows:
        found.setdefault(row.capture_id, []).append(RelatedRecord(row.type, row.header, contents[row.payload_id]))
    return found
