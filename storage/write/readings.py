"""Keeps what was made of captures. Everything runs in the caller's transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, ReadingRow, SnapshotRow
from storage.read.snapshots import load_releases
from storage.records import LATE, Reading, StoredCapture, listed_days
from storage.write.crawls import release_ids
from storage.write.listings.entries import announce
from storage.write.listings.lines import ListingCapture
from storage.write.release_states import id_of

Read = tuple[StoredCapture, Reading]  # a capture of a release, and what was read from it


def reading_row(one: Read, snapshot_id: int | None, *, unsettled: bool = False) -> dict[str, object]:
    """A row of `reading`; one of an `unsettled` release bears no layout, so that `reparse` reads it."""
    capture, reading = one
    return {
        "capture_id": capture.id,
        "fragment": reading.fragment or "",
        "release_id": id_of(capture),
        "snapshot_id": snapshot_id,
        "verdict": reading.verdict,
        "message": reading.message,
        "layout": None if unsettled else reading.layout,
    }


def rewrite_readings(db: Connection, release_id: int, shown: Sequence[tuple[Read, int | None]]) -> None:
    """Insert the readings that are new, and change those that say something else now. Writes."""
    query = select(ReadingRow).where(ReadingRow.release_id == release_id)
    held = {(row.capture_id, row.fragment): row for row in db.execute(query)}
    new, changed = [], []
    for one, snapshot_id in shown:
        row = reading_row(one, snapshot_id)
        before = held.get((row["capture_id"], row["fragment"]))
        if before is None:
            new.append(row)
        elif any(getattr(before, name) != value for name, value in row.items()):
            changed.append({"row_id": before.id, **row})
    if new:
        db.execute(insert(ReadingRow), new)
    if changed:
        db.execute(update(ReadingRow).where(ReadingRow.id == bindparam("row_id")), changed)


def kept_besides(db: Connection, release_id: int, known: Collection[tuple[int, str]]) -> list[Read]:
    """The captures of a release that are read, besides those `known` by id and fragment, with what they show."""
    query = (
        select(ReadingRow, CaptureRow.at, CaptureRow.status, AddressRow.url, AddressRow.kind)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(ReadingRow.release_id == release_id)
    )
    rows = [row for row in db.execute(query) if (row.capture_id, row.fragment) not in known]
    shown = select(SnapshotRow).where(SnapshotRow.id.in_([row.snapshot_id for row in rows if row.verdict == "read"]))
    releases = load_releases(db, db.execute(shown).all()) if rows else {}
    found: list[Read] = []
    for row in rows:
        place = {"release_id": release_id, "fragment": row.fragment}
        seen = StoredCapture(id=row.capture_id, url=row.url, at=row.at, kind=row.kind, status=row.status, **place)
        release = releases.get(row.snapshot_id) if row.verdict == "read" else None
        told = {"message": row.message, "layout": row.layout, "fragment": row.fragment or None}
        found.append((seen, Reading(row.verdict, release, **told)))
    return found


def note_verdicts(db: Connection, read: Sequence[Read]) -> None:
    """Change the verdicts on listings that turned out to be otherwise, when their items were read. Writes."""
    for capture, reading in read:
        of_listing = ReadingRow.capture_id == capture.id, ReadingRow.fragment == ""
        values: dict[str, object] = {"verdict": reading.verdict, "message": reading.message}
        values |= shown_by(reading) if reading.listing else {}
        db.execute(update(ReadingRow).where(*of_listing).values(**values))
    note_listings(db, read)


def keep_listing_readings(db: Connection, read: Sequence[tuple[StoredCapture, Reading]]) -> None:
    """Keep what was read from listings, as unchanged where they show the same bytes as before.

    One that came late is marked so, until all are told in order of time. Writes.
    """
    rows = [
        {
            "capture_id": s.id,
            "fragment": "",
            "verdict": "unchanged" if s.repeats and reading.verdict in ("listing", "stale") else reading.verdict,
            "message": reading.message,
            "layout": LATE if s.late else reading.layout,
            **shown_by(reading),
        }
        for s, reading in read
        if not s.known
    ]
    if rows:
        db.execute(insert(ReadingRow), rows)
    note_listings(db, read)


def note_listings(db: Connection, read: Iterable[tuple[StoredCapture, Reading]]) -> None:
    """Note which listings the addresses of these captures are pages of. Writes."""
    pages: dict[str, list[int]] = {}
    for capture, reading in read:
        if reading.listing is not None and reading.listing.listing:
            pages.setdefault(reading.listing.listing, []).append(capture.id)
    for start, captured in pages.items():
        for ids in chunks(captured):
            of_capture = AddressRow.id.in_(select(CaptureRow.address_id).where(CaptureRow.id.in_(ids)))
            otherwise = or_(AddressRow.listing.is_(None), AddressRow.listing != start)
            db.execute(update(AddressRow).where(of_capture, otherwise).values(listing=start))


def aged(reading: Reading, stale: str | None) -> Reading:
    """What was read from a listing, now that it is known whether it is an older copy, and by what."""
    return replace(reading, verdict="stale", message=stale) if stale else reading


def shown_by(reading: Reading) -> dict[str, object]:
    """What a listing page shows of the whole listing, as its row has it: days, total, whether it is the last."""
    page = reading.listing
    first, last = (page and listed_days(page.entries)) or (None, None)
    least, most = (page and page.total) or (None, None)
    is_last = True if page and page.is_last else None
    return {"first_day": first, "last_day": last, "total_least": least, "total_most": most, "is_last": is_last}


def relist(db: Connection, capture: StoredCapture, reading: Reading, items: Sequence[Reading] = ()) -> None:
    """Keep the entries of a listing, as of its capture; `items` are the releases that a feed holds whole.

    The items are marked as read by no layout, so that `reparse` settles their releases with all that was captured of
    them since. Writes.
    """
    assert reading.listing is not None
    query = select(AddressRow.source_id, CaptureRow.crawl_id, CaptureRow.address_id)
    row = db.execute(query.where(CaptureRow.id == capture.id, AddressRow.id == CaptureRow.address_id)).one()
    found = announce(db, ListingCapture.of(capture, reading.dated, *row), reading.listing)
    note_verdicts(db, [(capture, aged(reading, found.stale))])
    ids = release_ids(db, row.source_id, {item.key for item in items if item.key is not None})
    rows = [
        reading_row((replace(capture, release_id=ids[item.key]), item), None, unsettled=True)
        for item in items
        if item.key in ids
    ]
    if rows:
        db.execute(insert(ReadingRow), rows)
