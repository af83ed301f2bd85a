"""What of each row of evidence is a leaf of the log: a line of JSON that says all that the row states.

It says nothing of how bytes are packed, and names what it refers to by what does not change: payloads by their SHA-256,
addresses by their URL. docs/proof.md describes each.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.errors import DamagedRowError, DamageError
from storage.models import (
    AddressRow,
    Base,
    CaptureRow,
    EncodedPayloadRow,
    EntryRow,
    PayloadRow,
    RecordingRow,
    RelatedRecordRow,
    SourceRow,
)
from storage.models.rows import Selected, Statement
from storage.payloads.store import Payloads
from storage.proof.rows import page, stream

# ASCII, so that the bytes which are hashed are those of the text, whatever a site sent.
_JSON = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":"))

Head = Callable[[Any], dict[str, object]]  # gives the head of a capture's row, unpacked


@dataclass(frozen=True, slots=True)
class Evidence:
    """A table of evidence: how its rows are asked for, and what each states."""

    table: Any
    query: Statement
    stated: Callable[[Any, Head], dict[str, object]]

    @property
    def name(self) -> str:
        """Of the table."""
        return str(self.table.__tablename__)


class Leaf(NamedTuple):
    """A row as a leaf: its id, what it states, and why that cannot be had, where it is damaged."""

    row: int
    text: str
    damage: str | None = None

    @property
    def data(self) -> bytes:
        """What is hashed."""
        return self.text.encode("ascii")


def leaves(db: Connection, payloads: Payloads, evidence: Evidence, after: int | None, size: int) -> list[Leaf]:
    """So many rows of a table as leaves, in the order of their ids, from the first after that one, or of all."""
    rows, head_of = page(db, evidence.query, evidence.table.id, after, size), _heads(db, payloads)
    return [_leaf(evidence, head_of, row_id, row) for row_id, row in rows]


def leaf(db: Connection, payloads: Payloads, evidence: Evidence, row_id: int) -> Leaf | None:
    """One row as a leaf; None where it is not there."""
    rows = page(db, evidence.query.where(evidence.table.id == row_id), evidence.table.id, None, 1)
    return next((_leaf(evidence, _heads(db, payloads), row_id, row) for _, row in rows), None)


def all_leaves(db: Connection, payloads: Payloads, evidence: Evidence) -> Iterator[Leaf]:
    """All rows of a table as leaves, in the order of their ids."""
    head_of = _heads(db, payloads)
    for row_id, row in stream(db, evidence.query, evidence.table.id):
        yield _leaf(evidence, head_of, row_id, row)


def _leaf(evidence: Evidence, head_of: Head, row_id: int, row: Selected | DamagedRowError) -> Leaf:
    stated = {"table": evidence.name, "id": row_id}
    try:
        if isinstance(row, DamagedRowError):
            raise row
        return Leaf(row_id, _JSON.encode(stated | evidence.stated(row, head_of)))
    except (DamageError, TypeError, AttributeError) as error:  # SQLite holds any type, and null, where nobody looks
        return Leaf(row_id, _JSON.encode({**stated, "damaged": True}), str(error))


def _heads(db: Connection, payloads: Payloads) -> Head:
    return lambda row: payloads.unpack_head(db, row.head, row.head_dictionary_id)


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def _recording(row: Any, _: Head) -> dict[str, object]:
    return {
        "name": row.name,
        "member": row.member,
        "sha256": _hex(row.sha256),
        "size": row.size,
        "format": row.format,
    }


def _payload(row: Any, _: Head) -> dict[str, object]:
    return {"sha256": _hex(row.sha256), "sha1": _hex(row.sha1), "size": row.size}


def _encoded_payload(row: Any, _: Head) -> dict[str, object]:
    return {
        "payload": _hex(row.payload),
        "coding": row.coding,
        "sha256": _hex(row.sha256),
        "sha1": _hex(row.sha1),
        "size": row.size,
    }


def _entry(row: Any, _: Head) -> dict[str, object]:
    return {"capture": row.first_capture_id, "url": row.url, "title": row.title, "published": row.published}


def _related_record(row: Any, _: Head) -> dict[str, object]:
    header = row.header.decode("latin-1")
    return {"capture": row.capture_id, "type": row.type, "header": header, "payload": _hex(row.payload)}


def _capture(row: Any, head_of: Head) -> dict[str, object]:
    return {
        "crawl": row.crawl_id,
        "source": row.source,
        "kind": row.kind,
        "url": row.url,
        "at": row.at.isoformat(),
        "status": row.status,
        "reason": row.reason,
        "head": head_of(row),
        "payload": _hex(row.payload),
        "encoded": _hex(row.encoded),
        "recording": _hex(row.recording),
        "member": row.member,
        "offset": row.recording_offset,
    }


def _columns(table: type[Base], *names: str) -> Sequence[InstrumentedAttribute[Any]]:
    return [getattr(table, name) for name in names]


# Outer joins throughout: a row that refers to nothing is there all the same, and another than it was.
_ENCODED = select(*_columns(EncodedPayloadRow, "coding", "sha256", "sha1", "size"), PayloadRow.sha256.label("payload"))
_RELATED = select(*_columns(RelatedRecordRow, "capture_id", "type", "header"), PayloadRow.sha256.label("payload"))
_CAPTURE = (
    select(
        *_columns(CaptureRow, "crawl_id", "at", "status", "reason", "head", "head_dictionary_id", "recording_offset"),
        SourceRow.name.label("source"),
        *_columns(AddressRow, "kind", "url"),
        PayloadRow.sha256.label("payload"),
        EncodedPayloadRow.sha256.label("encoded"),
        *(RecordingRow.sha256.label("recording"), RecordingRow.member),
    )
    .outerjoin(AddressRow, AddressRow.id == CaptureRow.address_id)
    .outerjoin(SourceRow, SourceRow.id == AddressRow.source_id)
    .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
    .outerjoin(EncodedPayloadRow, EncodedPayloadRow.id == CaptureRow.encoded_payload_id)
    .outerjoin(RecordingRow, RecordingRow.id == CaptureRow.recording_id)
)
CAPTURES = Evidence(CaptureRow, _CAPTURE, _capture)
# In the order in which rows become leaves.
EVIDENCE = (
    Evidence(RecordingRow, select(*_columns(RecordingRow, "name", "member", "sha256", "size", "format")), _recording),
    Evidence(PayloadRow, select(*_columns(PayloadRow, "sha256", "sha1", "size")), _payload),
    Evidence(
        EncodedPayloadRow,
        _ENCODED.outerjoin(PayloadRow, PayloadRow.id == EncodedPayloadRow.payload_id),
        _encoded_payload,
    ),
    Evidence(EntryRow, select(*_columns(EntryRow, "first_capture_id", "url", "title", "published")), _entry),
    Evidence(
        RelatedRecordRow, _RELATED.outerjoin(PayloadRow, PayloadRow.id == RelatedRecordRow.payload_id), _related_record
    ),
    CAPTURES,
)
