"""Keeps what listings state: their lines as entries, what they announce as releases, and what they cease to show.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.database import chunks
from storage.models import CaptureRow, EntryRow, ReleaseRow, text_digest
from storage.records import Entry, ListingPage, day
from storage.write.addresses import addresses_of, note_links
from storage.write.listings.absences import note_absences
from storage.write.listings.age import Age, age_of
from storage.write.listings.lines import ListingCapture, is_repeated, links_of, said_of, state


@dataclass(slots=True)
class Announced:
    """What a listing's capture came to.

    `listed` releases had this crawl not seen announced before; `news` are releases and lines that are new at all;
    `newest` are the releases of which no later listing has spoken. `stale` says why it is an older copy, if it is one.
    """

    listed: int = 0
    news: int = 0
    stated: set[int] = field(default_factory=set)
    newest: set[int] = field(default_factory=set)
    stale: str | None = None


def announce(db: Connection, listing: ListingCapture, page: ListingPage) -> Announced:
    """Keep what a listing states: its lines as entries, its releases as pending where they are new. Writes."""
    found = Announced()
    if not page.entries:
        return found
    lines: dict[str, Entry] = {}
    for a in page.entries:
        lines.setdefault(a.key or a.url, a)  # the first line of a release counts
    before = _before(db, listing)
    places = _places(db, listing, before) if before is not None else {}
    age = age_of(db, listing, late=before is None)
    for some in chunks(lines.items()):  # what is known of each line would fill the memory
        _announce(db, listing, dict(some), page.noise, age, found)
    if age.older and not found.news:
        found.stale = age.told
    note_absences(db, listing, age, found.stated, found.newest, places, before and before.at, copy=bool(found.stale))
    return found


def _announce(
    db: Connection,
    listing: ListingCapture,
    lines: Mapping[str, Entry],
    noise: Collection[str],
    age: Age,
    found: Announced,
) -> None:
    """Keep some of the lines, those below what was `found` already. Writes."""
    known = _known(db, listing.source_id, lines)
    found.listed += sum(1 for key in lines if key not in known or known[key][1] != listing.crawl_id)
    ids = {key: release_id for key, (release_id, _) in known.items()}
    ids |= _discover(db, listing, {key: a for key, a in lines.items() if key not in known})
    again = [ids[key] for key in lines if key in known]
    _found_earlier(db, listing, {ids[key]: a for key, a in lines.items() if key in known})
    said = said_of(db, again)
    placed = {ids[key]: (place, a) for place, (key, a) in enumerate(lines.items(), len(found.stated) + 1)}
    if age.older:  # what such a listing said once, and since said otherwise, it does not say again
        old = {number for number in again if is_repeated(listing, said.get(number, ()), placed[number][1])}
    else:
        old = set[int]()
    told = {number: one for number, one in placed.items() if number not in old}
    found.newest |= _relist(db, listing, [(number, told[number][1]) for number in again if number in told], said)
    addresses_of(db, listing.source_id, [(a.url, "release", ids[key], listing.at) for key, a in lines.items()])
    new, moved = state(db, listing, told, said)
    note_links(db, listing.source_id, links_of(db, moved), noise)
    found.news += new
    found.stated |= placed.keys()


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


def _found_earlier(db: Connection, listing: ListingCapture, known: Mapping[int, Entry]) -> None:
    """Note that releases were found here first, though an import met their pages before. Writes."""
    for chunk in chunks(known):
        later = select(ReleaseRow.id, ReleaseRow.listed_crawl_id)
        for row in db.execute(later.where(ReleaseRow.id.in_(chunk), ReleaseRow.found_at > listing.at)).all():
            where = {"url": known[row.id].url} if row.listed_crawl_id is None else {}
            db.execute(update(ReleaseRow).where(ReleaseRow.id == row.id).values(found_at=listing.at, **where))


def _relist(
    db: Connection, listing: ListingCapture, known: Sequence[tuple[int, Entry]], said: Mapping[int, Sequence[Any]]
) -> set[int]:
    """Note what a listing says of releases known before, unless a listing captured later has spoken.

    Gives those of which none has. Writes.
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
    return {row["row_id"] for row in newest}


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
