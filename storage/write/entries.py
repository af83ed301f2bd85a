"""Keeps what listings state: their lines as entries, what they announce as releases, and what they cease to show.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import CaptureRow, EntryRow, ReleaseRow
from storage.records import Announcement, day
from storage.write.addresses import addresses_of


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
    said = _said(db, [ids[key] for key in lines if key in known])
    _relist(db, listing, [(ids[key], a) for key, a in lines.items() if key in known], said)
    addresses_of(db, listing.source_id, [(a.entry.url, "release", ids[a.key], listing.at) for a in lines.values()])
    stated = {ids[key]: a for key, a in lines.items()}
    _miss(db, listing, stated)
    _state(db, listing, stated, said)
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
    return dict(zip((a.key for a in unknown), db.execute(statement, rows).scalars(), strict=True))


def _relist(
    db: Connection,
    listing: ListingCapture,
    known: Sequence[tuple[int, Announcement]],
    said: Mapping[int, Sequence[Any]],
) -> None:
    """Note what a listing says of releases known before, unless a listing captured later has spoken. Writes."""
    change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
    newest, late = [], []
    for number, a in known:
        if all(line.last_at <= listing.at for line in said.get(number, ())):
            newest.append({"row_id": number, "unlisted_at": None, **_listed(a, listing.crawl_id)})
        else:
            late.append({"row_id": number, "listed_crawl_id": listing.crawl_id})
    for rows in (newest, late):
        if rows:
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

    What stood below them all may have left because the window moved on: that is nothing to note. Nor is what a capture
    shows that was made before that one. Writes.
    """
    shown = select(EntryRow.id).where(
        EntryRow.address_id == listing.address_id, EntryRow.last_capture_id == CaptureRow.id
    )
    captures = select(CaptureRow.id, CaptureRow.at).where(CaptureRow.address_id == listing.address_id, shown.exists())
    newest = db.execute(captures.order_by(CaptureRow.at.desc()).limit(1)).first()
    if newest is None or newest.at > listing.at:
        return
    query = select(EntryRow.release_id, EntryRow.place).where(
        EntryRow.address_id == listing.address_id, EntryRow.last_capture_id == newest.id
    )
    before = {row.release_id: row.place for row in db.execute(query)}
    lowest = max((place for release_id, place in before.items() if release_id in stated), default=0)
    missed = [release_id for release_id, place in before.items() if release_id not in stated and place < lowest]
    for ids in chunks(missed):
        change = update(ReleaseRow).where(ReleaseRow.id.in_(ids), ReleaseRow.unlisted_at.is_(None))
        db.execute(change.values(unlisted_at=listing.at))


def _said(db: Connection, release_ids: Iterable[int]) -> dict[int, list[Any]]:
    """The lines that listings stated of releases, each with the times of its first and last capture, first to last."""
    first, last = aliased(CaptureRow), aliased(CaptureRow)
    said: dict[int, list[Any]] = {}
    for ids in chunks(release_ids):
        query = (
            select(EntryRow, first.at.label("first_at"), last.at.label("last_at"))
            .join(first, first.id == EntryRow.first_capture_id)
            .join(last, last.id == EntryRow.last_capture_id)
            .where(EntryRow.release_id.in_(ids))
            .order_by(first.at, EntryRow.id)
        )
        for row in db.execute(query):
            said.setdefault(row.release_id, []).append(row)
    return said


def _state(
    db: Connection, listing: ListingCapture, stated: Mapping[int, Announcement], said: Mapping[int, Sequence[Any]]
) -> None:
    """Insert the lines that differ from what this listing said before; mark the others as seen again. Writes."""
    new, again = [], []
    for place, (release_id, a) in enumerate(stated.items(), 1):
        published = a.entry.published.isoformat() if a.entry.published else None
        here = [row for row in said.get(release_id, ()) if row.address_id == listing.address_id]
        before = next((row for row in reversed(here) if row.first_at <= listing.at), None)
        if before is None or (before.url, before.title, before.published) != (a.entry.url, a.entry.title, published):
            new.append(
                {
                    "address_id": listing.address_id,
                    "release_id": release_id,
                    "first_capture_id": listing.capture_id,
                    "last_capture_id": listing.capture_id,
                    "place": place,
                    "url": a.entry.url,
                    "title": a.entry.title,
                    "published": published,
                }
            )
        elif before.last_at < listing.at:
            again.append({"row_id": before.id, "last_capture_id": listing.capture_id, "place": place})
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), again)
