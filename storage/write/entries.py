"""Keeps what listings state: their lines as entries, what they announce as releases, and what they cease to show.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import CaptureRow, EntryRow, ReleaseRow, text_digest
from storage.records import Entry, ListingPage, day
from storage.write.absences import end_on_listing, miss_on_listing
from storage.write.addresses import Links, addresses_of, note_links


@dataclass(frozen=True, slots=True)
class ListingCapture:
    """The capture of a listing page: of which source and crawl, at which address, when."""

    source_id: int
    crawl_id: int
    address_id: int
    capture_id: int
    at: datetime


def announce(db: Connection, listing: ListingCapture, page: ListingPage) -> int:
    """Keep what a listing states: its lines as entries, its releases as pending where they are new.

    Gives the number of releases that this crawl had not yet seen announced. Writes.
    """
    if not page.entries:
        return 0
    lines: dict[str, Entry] = {}
    for a in page.entries:
        lines.setdefault(a.key or a.url, a)  # the first line of a release counts
    before = _before(db, listing)
    places = _places(db, listing, before) if before is not None else {}
    newly, stated = 0, set[int]()
    for some in chunks(lines.items()):  # what is known of each line would fill the memory
        ids, new = _announce(db, listing, dict(some), page.noise, before and before.at, len(stated))
        newly += new
        stated.update(ids)
    if before is not None:
        miss_on_listing(db, stated, places, before.at, listing.at)
    return newly


def _announce(
    db: Connection,
    listing: ListingCapture,
    lines: Mapping[str, Entry],
    noise: Collection[str],
    last_missed: datetime | None,
    above: int,
) -> tuple[Collection[int], int]:
    """Keep some of the lines, the first below so many `above`; gives their releases, and how many are new. Writes."""
    known = _known(db, listing.source_id, lines)
    newly = sum(1 for key in lines if key not in known or known[key][1] != listing.crawl_id)
    ids = {key: release_id for key, (release_id, _) in known.items()}
    ids |= _discover(db, listing, {key: a for key, a in lines.items() if key not in known})
    again = [ids[key] for key in lines if key in known]
    _found_earlier(db, listing, again)
    said = _said(db, again)
    _relist(db, listing, [(ids[key], a) for key, a in lines.items() if key in known], said, last_missed)
    addresses_of(db, listing.source_id, [(a.url, "release", ids[key], listing.at) for key, a in lines.items()])
    stated = {ids[key]: a for key, a in lines.items()}
    if reworded := _state(db, listing, stated, said, above):
        note_links(db, listing.source_id, _links(db, reworded), noise)
    return stated, newly


def _known(db: Connection, source_id: int, keys: Iterable[str]) -> dict[str, tuple[int, int | None]]:
    """The releases among these keys that the archive knows, each with the crawl that last saw it announced."""
    known = {}
    by_digest = {text_digest(key): key for key in keys}
    for chunk in chunks(by_digest):
        query = select(ReleaseRow.key_digest, ReleaseRow.id, ReleaseRow.listed_crawl_id)
        for row in db.execute(query.where(ReleaseRow.source_id == source_id, ReleaseRow.key_digest.in_(chunk))):
            known[by_digest[row.key_digest]] = row.id, row.listed_crawl_id
    return known


def _discover(db: Connection, listing: ListingCapture, unknown: Mapping[str, Entry]) -> dict[str, int]:
    if not unknown:
        return {}
    rows = [
        {
            "source_id": listing.source_id,
            "key": key,
            "url": a.url,
            "state": "elsewhere" if a.elsewhere else "pending",
            "found_at": listing.at,
            **_listed(a, listing.crawl_id),
        }
        for key, a in unknown.items()  # top line first: the newest release is visited first
    ]
    statement = insert(ReleaseRow).returning(ReleaseRow.id, sort_by_parameter_order=True)
    return dict(zip(unknown, db.execute(statement, rows).scalars(), strict=True))


def _found_earlier(db: Connection, listing: ListingCapture, known: Sequence[int]) -> None:
    """Note that releases were found here first, though an import met their pages before. Writes."""
    for chunk in chunks(known):
        later = update(ReleaseRow).where(ReleaseRow.id.in_(chunk), ReleaseRow.found_at > listing.at)
        db.execute(later.values(found_at=listing.at))


def _relist(
    db: Connection,
    listing: ListingCapture,
    known: Sequence[tuple[int, Entry]],
    said: Mapping[int, Sequence[Any]],
    last_missed: datetime | None,
) -> None:
    """Note what a listing says of releases known before, unless a listing captured later has spoken.

    Those that were missed were not there at its capture before, at `last_missed`. Writes.
    """
    change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
    newest: list[dict[str, Any]] = []
    late: list[dict[str, Any]] = []
    for number, a in known:
        if all(line.last_at <= listing.at for line in said.get(number, ())):
            newest.append({"row_id": number, **_listed(a, listing.crawl_id)})
        else:
            late.append({"row_id": number, "listed_crawl_id": listing.crawl_id})
    for rows in (newest, late):
        if rows:
            db.execute(change, rows)
    end_on_listing(db, [row["row_id"] for row in newest], last_missed, listing.at)


def _listed(a: Entry, crawl_id: int) -> dict[str, object]:
    published = a.published
    return {
        "listed_title": a.title,
        "listed_published": published.isoformat() if published else None,
        "listed_on": day(published),
        "listed_crawl_id": crawl_id,
    }


def _before(db: Connection, listing: ListingCapture) -> Any:
    """The listing's newest capture that stated anything; None where there is none, or where it was made later."""
    shown = select(EntryRow.id).where(
        EntryRow.address_id == listing.address_id, EntryRow.last_capture_id == CaptureRow.id
    )
    captures = select(CaptureRow.id, CaptureRow.at).where(CaptureRow.address_id == listing.address_id, shown.exists())
    newest = db.execute(captures.order_by(CaptureRow.at.desc()).limit(1)).first()
    return newest if newest is not None and newest.at <= listing.at else None


def _places(db: Connection, listing: ListingCapture, before: Any) -> dict[int, int]:
    """Where on the listing each release stood at its capture `before`."""
    query = select(EntryRow.release_id, EntryRow.place).where(
        EntryRow.address_id == listing.address_id, EntryRow.last_capture_id == before.id
    )
    return {row.release_id: row.place for row in db.execute(query)}


def _said(db: Connection, release_ids: Iterable[int]) -> dict[int, list[Any]]:
    """The lines that listings stated of releases, each with the times of its first and last capture, first to last."""
    said: dict[int, list[Any]] = {}
    for ids in chunks(release_ids):
        for row in db.execute(_lines(), {"release_ids": ids}):
            said.setdefault(row.release_id, []).append(row)
    return said


@cache
def _lines() -> Any:
    """The lines of releases: asked at each listing, and made once."""
    first, last = aliased(CaptureRow), aliased(CaptureRow)
    asked: Any = bindparam("release_ids", expanding=True)
    return (
        select(EntryRow, first.at.label("first_at"), last.at.label("last_at"))
        .join(first, first.id == EntryRow.first_capture_id)
        .join(last, last.id == EntryRow.last_capture_id)
        .where(EntryRow.release_id.in_(asked))
        .order_by(first.at, EntryRow.id)
    )


def _state(
    db: Connection,
    listing: ListingCapture,
    stated: Mapping[int, Entry],
    said: Mapping[int, Sequence[Any]],
    above: int,
) -> list[int]:
    """Insert the lines that differ from what this listing said before; mark the others as seen again. Writes.

    So many lines stand `above` them. Gives the releases of which a listing has ever stated another address.
    """
    new, again = [], []
    for place, (release_id, a) in enumerate(stated.items(), above + 1):
        published = a.published.isoformat() if a.published else None
        here = [row for row in said.get(release_id, ()) if row.address_id == listing.address_id]
        before = next((row for row in reversed(here) if row.first_at <= listing.at), None)
        if before is None or (before.url, before.title, before.published) != (a.url, a.title, published):
            new.append(
                {
                    "address_id": listing.address_id,
                    "release_id": release_id,
                    "first_capture_id": listing.capture_id,
                    "last_capture_id": listing.capture_id,
                    "place": place,
                    "url": a.url,
                    "title": a.title,
                    "published": published,
                }
            )
        elif before.last_at < listing.at:
            again.append({"row_id": before.id, "last_capture_id": listing.capture_id, "place": place})
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), again)
    urls = {row["release_id"]: row["url"] for row in new}
    return [number for number, url in urls.items() if any(line.url != url for line in said.get(number, ()))]


def _links(db: Connection, release_ids: Sequence[int]) -> dict[int, Links]:
    """The addresses that each listing stated of releases, first to last, each with the time since when."""
    found: dict[int, dict[int, list[tuple[str, datetime]]]] = {}
    for number, lines in _said(db, release_ids).items():
        for row in lines:
            found.setdefault(number, {}).setdefault(row.address_id, []).append((row.url, row.first_at))
    return {number: list(of_release.values()) for number, of_release in found.items()}
