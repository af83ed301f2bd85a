"""Keeps what listings state: their lines as entries, what they announce as releases, and what they cease to show.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, ReleaseRow, text_digest
from storage.records import Entry, ListingPage, day
from storage.write.addresses import addresses_of
from storage.write.listings.absences import absences_from_listings, copied, keep_absences, unsure_of
from storage.write.listings.age import Dates
from storage.write.listings.lines import ListingCapture, keep_lines, lines_of, links_of, shown_at
from storage.write.listings.moves import note_links
from storage.write.listings.state import ListingState, Place, Stated, Step, advance, is_late
from storage.write.snapshot_rows import date_versions


@dataclass(frozen=True, slots=True)
class ListingOutcome:
    """What a listing's capture came to.

    `listed` releases had this crawl not seen announced before. `stale` says why it is an older copy, if it is one. One
    that came `late` adds nothing until the state is derived anew, in order of time.
    """

    listed: int = 0
    stale: str | None = None
    late: bool = False


def announce(db: Connection, listing: ListingCapture, page: ListingPage) -> ListingOutcome:
    """Keep what a listing states: its lines as entries, its releases as pending where they are new. Writes."""
    if not page.entries:
        return ListingOutcome()
    stated, listed = identified(db, listing, first_lines(page))
    state = _state(db, listing, stated)
    if is_late(state, listing, stated):
        return ListingOutcome(listed, late=True)
    absences, dates = copied(state.absences), state.places[listing.address_id].dates
    before = dates.dated, dates.generated
    step = advance(state, listing, stated)
    _relist(db, listing, stated, step)
    keep_lines(db, step.lines)
    keep_absences(db, absences, state.absences)
    note_links(db, listing.source_id, links_of(state.lines, step.moved), page.noise)
    if (dates.dated, dates.generated) != before:
        keep_dates(db, listing.address_id, dates)
    return ListingOutcome(listed, step.stale)


def first_lines(page: ListingPage) -> dict[str, Entry]:
    """The lines of a page by their keys: of several of one release the first counts."""
    lines: dict[str, Entry] = {}
    for a in page.entries:
        lines.setdefault(a.key or a.url, a)
    return lines


def identified(db: Connection, listing: ListingCapture, lines: Mapping[str, Entry]) -> tuple[Stated, int]:
    """The releases of lines with their places, made pending where they are new, and how many this crawl had not seen.

    Writes.
    """
    stated: dict[int, tuple[int, Entry]] = {}
    listed = 0
    for some in chunks(lines.items()):  # what is known of each line would fill the memory
        of_key = dict(some)
        known = _known_keys(db, listing.source_id, of_key)
        listed += sum(1 for key in of_key if key not in known or known[key][1] != listing.crawl_id)
        ids = {key: release_id for key, (release_id, _) in known.items()}
        _found_again(db, listing, {ids[key]: of_key[key] for key in ids})
        ids |= _discover(db, listing, {key: a for key, a in of_key.items() if key not in known})
        addresses_of(db, listing.source_id, [(a.url, "release", ids[key], listing.at) for key, a in of_key.items()])
        stated |= {ids[key]: (place, a) for place, (key, a) in enumerate(of_key.items(), len(stated) + 1)}
    return stated, listed


def keep_dates(db: Connection, address_id: int, dates: Dates) -> None:
    """Keep the newest dates of a listing with its address. Writes."""
    newest = {"dated": dates.dated, "generated": dates.generated}
    db.execute(update(AddressRow).where(AddressRow.id == address_id).values(**newest))


def _known_keys(db: Connection, source_id: int, keys: Iterable[str]) -> dict[str, tuple[int, int | None]]:
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
            "listed_crawl_id": listing.crawl_id,
            **_listed(a),
        }
        for key, a in unknown.items()  # top line first: the newest release is visited first
    ]
    statement = insert(ReleaseRow).returning(ReleaseRow.id, sort_by_parameter_order=True)
    return dict(zip(unknown, db.execute(statement, rows).scalars(), strict=True))


def _found_again(db: Connection, listing: ListingCapture, known: Mapping[int, Entry]) -> None:
    """Note which crawl saw releases announced last, and that they were found here first, where that was earlier.

    What an import met as a page, before any listing, is called by the address that its listing spells.
    """
    for chunk in chunks(known):
        of_chunk = ReleaseRow.id.in_(chunk)
        earlier = select(ReleaseRow.id).where(of_chunk, ReleaseRow.found_at > listing.at)
        for number in db.execute(earlier.where(ReleaseRow.listed_crawl_id.is_(None))).scalars().all():
            db.execute(update(ReleaseRow).where(ReleaseRow.id == number).values(url=known[number].url))
        found = update(ReleaseRow).where(of_chunk, ReleaseRow.found_at > listing.at)
        db.execute(found.values(found_at=listing.at))
        db.execute(update(ReleaseRow).where(of_chunk).values(listed_crawl_id=listing.crawl_id))


def _state(db: Connection, listing: ListingCapture, stated: Stated) -> ListingState:
    """What is known of a listing and of the releases that it states or stated."""
    before, shown = shown_at(db, listing)
    dates = db.execute(select(AddressRow.dated, AddressRow.generated).where(AddressRow.id == listing.address_id)).one()
    unsure = unsure_of(db, listing)
    numbers = {*stated, *shown, *unsure}
    place = Place(Dates(*dates), before, shown)
    absences = absences_from_listings(db, numbers)
    return ListingState(_Captured(db), {listing.address_id: place}, lines_of(db, numbers), absences, unsure)


@dataclass(frozen=True, slots=True)
class _Captured:
    """What the archive knows of the bytes that listings had."""

    db: Connection

    def had_before(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether a listing had these very bytes before a time."""
        return self._had(listing, CaptureRow.at < at)

    def had_at(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether it had them at a time."""
        return self._had(listing, CaptureRow.at == at)

    def _had(self, listing: ListingCapture, then: ColumnElement[bool]) -> bool:
        same = CaptureRow.payload_id == listing.payload_id, CaptureRow.address_id == listing.address_id
        return self.db.execute(select(CaptureRow.id).where(*same, then).limit(1)).first() is not None


def _relist(db: Connection, listing: ListingCapture, stated: Stated, step: Step) -> None:
    """Note what a listing says of releases. Writes."""
    rows = [{"row_id": line.release_id, **_listed(stated[line.release_id][1])} for line in step.lines]
    if rows:
        db.execute(update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id")), rows)
        date_versions(db, [line.release_id for line in step.lines])


def _listed(a: Entry) -> dict[str, object]:
    published = a.published
    return {
        "listed_title": a.title,
        "listed_published": published.isoformat() if published else None,
        "listed_on": day(published),
    }
