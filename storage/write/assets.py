"""Keeps what is known of the documents and pictures of releases. Everything runs in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.database import chunks
from storage.models import AddressRow, AssetRow, CaptureRow, PassageRow, ReadingRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.read.stored_captures import conditional
from storage.records import Crawl, Reading, StoredCapture, Target
from storage.search import index
from storage.write.addresses import addresses_of
from storage.write.schedule import due_at

BROUGHT = ("asset", "replaced", "unchanged")  # verdicts on captures that brought an asset whole


def link(
    db: Connection, payloads: Payloads, crawl: Crawl, release_id: int, urls: Sequence[str], now: datetime
) -> tuple[list[str], list[Target]]:
    """Note that a release has assets at these addresses; gives those at which one stands, and what to ask for. Writes.

    An address is asked once a crawl, whoever links to it, and conditionally where it is held. What stands at a page's
    address or a listing's is visited as such, and is no asset.
    """
    ids = addresses_of(db, crawl.source_id, [(url, "asset", None, now) for url in urls])
    found: dict[int, str] = {}
    asked: set[int] = set()
    for some in chunks(set(ids.values())):
        stands = AddressRow.kind == "asset", AddressRow.release_id.is_(None)
        rows = db.execute(select(AddressRow.id, AddressRow.url).where(AddressRow.id.in_(some), *stands))
        found.update({row.id: row.url for row in rows})
        visits = select(CaptureRow.address_id).where(CaptureRow.address_id.in_(some), CaptureRow.crawl_id == crawl.id)
        asked.update(db.execute(visits).scalars())
    known = db.execute(select(AssetRow.address_id).where(AssetRow.release_id == release_id)).scalars()
    new = found.keys() - set(known)
    if new:
        db.execute(insert(AssetRow), [{"release_id": release_id, "address_id": number} for number in sorted(new)])
    targets = [Target(url) for number, url in found.items() if number not in asked]
    return list(found.values()), conditional(db, payloads, crawl.source_id, targets)


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


def looked_at(db: Connection, release_id: int, now: datetime) -> None:
    """Note that the assets of a release were asked for: they are due again when the release would be. Writes."""
    row = db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).one()
    since = row.held_at or row.found_at
    due = due_at(since, row.changed_at or since, now)
    db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(assets_due_at=due))


def _tell_anew(db: Connection, address_id: int) -> None:
    """Say of all captures of an asset, in order of time, whether it was there before, and with these bytes."""
    query = select(ReadingRow.id, ReadingRow.verdict, CaptureRow.payload_id)
    query = query.join(CaptureRow, CaptureRow.id == ReadingRow.capture_id).where(CaptureRow.address_id == address_id)
    query = query.where(ReadingRow.verdict.in_(BROUGHT), CaptureRow.payload_id.is_not(None))
    before: int | None = None
    for row in db.execute(query.order_by(CaptureRow.at, CaptureRow.id)).all():
        told = "asset" if before is None else "unchanged" if row.payload_id == before else "replaced"
        before = row.payload_id
        if told != row.verdict:
            db.execute(update(ReadingRow).where(ReadingRow.id == row.id).values(verdict=told))


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
