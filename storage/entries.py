"""Keeps what listings state: their lines as entries, what they announce as releases, and what they cease to show.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.addresses import addresses_of
from storage.database import chunks
from storage.models import EntryRow, ReleaseRow
from storage.records import Announcement, day


@dataclass(frozen=True, slots=True)
class ListingCapture:
    """The capture of a listing page: of which source and crawl, at which address, when."""

    source_id: int
    crawl_id: int
    address_id: int
    capture_id: int
    at: datetime


def announce(db: Connection, listing: ListingCapture, announced: Sequence[Announcement]) -> int:
    """Keep what a listing states: its lines as entries, its releases as pending where they are new.

    Gives the number of releases that this crawl had not yet seen announced. Writes.
    """
    if not announced:
        return 0
    lines: dict[str, Announcement] = {}
    for a in announced:
        lines.setdefault(a.key, a)  # the first line of a release counts
    known = _known(db, listing.source_id, lines)
    newly = sum(1 for key in lines if key not in known or known[key][1] != listing.crawl_id)
    ids = {key: release_id for key, (release_id, _) in known.items()}
    ids |= _discover(db, listing, [a for key, a in lines.items() if key not in known])
    _relist(db, listing, [(ids[key], a) for key, a in lines.items() if key in known])
    addresses_of(db, listing.source_id, [(a.entry.url, "release", ids[a.key], listing.at) for a in lines.values()])
    stated = {ids[key]: a for key, a in lines.items()}
    _miss(db, listing, stated)
    _state(db, listing, stated)
    return newly


def _known(db: Connection, source_id: int, keys: Iterable[str]) -> dict[str, tuple[int, int | None]]:
    """The releases among these keys that the archive knows, each with the crawl that last saw it announced."""
    known = {}
    for chunk in chunks(keys):
        query = select(ReleaseRow.key, ReleaseRow.id, ReleaseRow.listed_crawl_id)
        for row in db.execute(query.where(ReleaseRow.source_id == source_id, ReleaseRow.key.in_(chunk))):
            known[row.key] = row.id, row.listed_crawl_id
    return known


def _discover(db: Connection, listing: ListingCapture, unknown: Sequence[Announcement]) -> dict[str, int]:
    if not unknown:
        return {}
    rows = [
        {
            "source_id": listing.source_id,
            "key": a.key,
            "url": a.entry.url,
            "state": "elsewhere" if a.elsewhere else "pending",
            "found_at": listing.at,
            **_listed(a, listing.crawl_id),
        }
        for a in unknown  # top line first: the newest release is visited first
    ]
    statement = insert(ReleaseRow).returning(ReleaseRow.id, sort_by_parameter_order=True)
    return dict(zip((row["key"] for row in rows), db.execute(statement, rows).scalars(), strict=True))


def _relist(db: Connection, listing: ListingCapture, known: Sequence[tuple[int, Announcement]]) -> None:
    if known:
        change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
        rows = [{"row_id": number, "unlisted_at": None, **_listed(a, listing.crawl_id)} for number, a in known]
        db.execute(change, rows)


def _listed(a: Announcement, crawl_id: int) -> dict[str, object]:
    published = a.entry.published
    return {
        "listed_title": a.entry.title,
        "listed_published": published.isoformat() if published else None,
        "listed_on": day(published),
        "listed_crawl_id": crawl_id,
    }


def _miss(db: Connection, listing: ListingCapture, stated: Mapping[int, Announcement]) -> None:
    """Note which releases the listing showed at its last capture, above one that it shows still, and shows no more.

    What stood below them all may have left because the window moved on: that is nothing to note. Writes.
    """
    last = select(func.max(EntryRow.last_capture_id)).where(EntryRow.address_id == listing.address_id)
    query = select(EntryRow.release_id, EntryRow.place).where(
        EntryRow.address_id == listing.address_id, EntryRow.last_capture_id == last.scalar_subquery()
    )
    before = {row.release_id: row.place for row in db.execute(query)}
    lowest = max((place for release_id, place in before.items() if release_id in stated), default=0)
    missed = [release_id for release_id, place in before.items() if release_id not in stated and place < lowest]
    for ids in chunks(missed):
        change = update(ReleaseRow).where(ReleaseRow.id.in_(ids), ReleaseRow.unlisted_at.is_(None))
        db.execute(change.values(unlisted_at=listing.at))


def _state(db: Connection, listing: ListingCapture, stated: Mapping[int, Announcement]) -> None:
    """Insert the lines that differ from what this listing said before; mark the others as seen again. Writes."""
    before: dict[int, tuple[int, str, str, str | None]] = {}
    for ids in chunks(stated):
        query = select(EntryRow.release_id, EntryRow.id, EntryRow.url, EntryRow.title, EntryRow.published)
        query = query.where(EntryRow.address_id == listing.address_id, EntryRow.release_id.in_(ids))
        for row in db.execute(query.order_by(EntryRow.id)):
            before[row.release_id] = row.id, row.url, row.title, row.published
    new, again = [], []
    for place, (release_id, a) in enumerate(stated.items(), 1):
        published = a.entry.published.isoformat() if a.entry.published else None
        line = a.entry.url, a.entry.title, published
        if release_id in before and before[release_id][1:] == line:
            again.append({"row_id": before[release_id][0], "last_capture_id": listing.capture_id, "place": place})
            continue
        new.append(
            {
                "address_id": listing.address_id,
                "release_id": release_id,
                "first_capture_id": listing.capture_id,
                "last_capture_id": listing.capture_id,
                "place": place,
                "url": line[0],
                "title": line[1],
                "published": published,
            }
        )
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), again)
