"""Keeps what visits to documents and pictures brought. Everything runs in the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from storage.database import chunks
from storage.models import CaptureRow, PassageRow, ReadingRow
from storage.read.assets.files import BROUGHT
from storage.records import Reading, StoredCapture
from storage.search import index


def keep(db: Connection, read: Sequence[tuple[StoredCapture, Reading]]) -> None:
    """Keep what captures of assets brought, and tell anew what of each was there before. Writes."""
    if not read:
        return
    rows = [{"capture_id": c.id, "fragment": "", "verdict": r.verdict, "message": r.message} for c, r in read]
    db.execute(insert(ReadingRow), rows)
    for capture, reading in read:
        _keep_pages(db, capture, reading)
    for some in chunks({capture.id for capture, _ in read}):
        addresses = select(CaptureRow.address_id).where(CaptureRow.id.in_(some)).distinct()
        for address_id in db.execute(addresses).scalars().all():
            _tell_anew(db, address_id)


def _tell_anew(db: Connection, address_id: int) -> None:
    """Say of all captures of an asset, in order of time, whether it was there before, and with these bytes."""
    query = select(ReadingRow.id, ReadingRow.verdict, CaptureRow.payload_id, CaptureRow.at)
    query = query.join(CaptureRow, CaptureRow.id == ReadingRow.capture_id).where(CaptureRow.address_id == address_id)
    query = query.where(ReadingRow.verdict.in_(BROUGHT), CaptureRow.payload_id.is_not(None))
    before: int | None = None
    for row in db.execute(query.order_by(CaptureRow.at, CaptureRow.id)).all():
        told = "asset" if before is None else "unchanged" if row.payload_id == before else "replaced"
        before = row.payload_id
        if told != row.verdict:
            values = {"verdict": told, "replaced_at": row.at if told == "replaced" else None}
            db.execute(update(ReadingRow).where(ReadingRow.id == row.id).values(**values))


def _keep_pages(db: Connection, capture: StoredCapture, reading: Reading) -> None:
    """Keep what the pages of a document say, and their words, once for its bytes."""
    of_payload = PassageRow.payload_id == capture.payload_id
    if not any(reading.pages) or db.execute(select(PassageRow.id).where(of_payload).limit(1)).first() is not None:
        return
    said = [(number, text) for number, text in enumerate(reading.pages, 1) if text]
    rows = [{"payload_id": capture.payload_id, "position": number, "text": text} for number, text in said]
    db.execute(insert(PassageRow), rows)
    kept = db.execute(select(PassageRow.id, PassageRow.text).where(of_payload).order_by(PassageRow.position))
    index.index(db, [(row.id, row.text) for row in kept], "search_passages")
