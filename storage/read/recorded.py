"""What an import asks of an archive: which records it holds, whose addresses are, and the payloads that revisits show.

Nothing here writes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.models import (
    AddressRow,
    CaptureRow,
    EncodedPayloadRow,
    PayloadRow,
    RecordingRow,
    ReleaseRow,
    SourceRow,
    text_digest,
)
from storage.payloads.store import Payloads
from storage.read.stored_captures import at_address, stored
from storage.records import StoredCapture, Transferred, other_scheme


def imported(db: Connection, sha256: bytes, member: str, offsets: Collection[int]) -> set[int]:
    """Those of these offsets in a recording whose captures the archive holds already, whole.

    One that is not may be a revisit whose payload has come since.
    """
    found: set[int] = set()
    of_recording = RecordingRow.sha256 == sha256, RecordingRow.member == member
    recording_id = db.execute(select(RecordingRow.id).where(*of_recording)).scalar()
    if recording_id is None:
        return found
    for some in chunks(offsets):
        query = select(CaptureRow.recording_offset).where(
            CaptureRow.recording_id == recording_id, CaptureRow.reason.is_(None)
        )
        rows = db.execute(query.where(CaptureRow.recording_offset.in_(some))).scalars()
        found.update(offset for offset in rows if offset is not None)
    return found


def known_keys(db: Connection, source: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """The releases of a source that stand at addresses, as far as it knows them: the key by the canonical address.

    `addresses` are canonical ones by the address as it was asked.
    """
    keys = select(ReleaseRow.key).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    keys = keys.where(SourceRow.name == source, ReleaseRow.state != "elsewhere")
    at_addresses = keys.join(AddressRow, AddressRow.release_id == ReleaseRow.id).add_columns(AddressRow.url)
    found: dict[str, str] = {}
    for some in chunks(addresses):
        canonical = [addresses[url] for url in some]
        by_key = ReleaseRow.key_digest.in_([*map(text_digest, canonical)])
        found.update((key, key) for key in db.execute(keys.where(by_key)).scalars())
        by_url = AddressRow.url_digest.in_([*map(text_digest, [*some, *canonical])])
        rows = db.execute(at_addresses.where(by_url))
        found.update((addresses.get(url, url), key) for key, url in rows)
    return found


def visit_at(db: Connection, payloads: Payloads, source_id: int, url: str, at: datetime) -> StoredCapture | None:
    """The whole answer that a visit brought, where the archive holds its bytes; under http or https."""
    for address in (url, other_scheme(url)):
        query = at_address(source_id, address).where(CaptureRow.at == at, CaptureRow.payload_id.is_not(None))
        if row := db.execute(query.where(CaptureRow.reason.is_(None)).limit(1)).first():
            return stored(db, payloads, row)
    return None


def payload_of(
    db: Connection, payloads: Payloads, sha1: bytes | None, sha256: bytes | None
) -> tuple[bytes, Transferred | None] | None:
    """The bytes with a digest, that of the payload or that of its transferred form, which comes with them."""
    for table in (PayloadRow, EncodedPayloadRow):
        for column, digest in ((table.sha256, sha256), (table.sha1, sha1)):
            row = db.execute(select(table).where(column == digest).limit(1)).first() if digest else None
            if row is not None and table is PayloadRow:
                return payloads.get(db, row.id), None
            if row is not None:
                return payloads.get(db, row.payload_id), Transferred(row.coding, row.sha1, row.sha256, row.size)
    return None
