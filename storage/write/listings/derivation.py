"""Derives the state of a source's listings from all their captures, in order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.models import CaptureRow
from storage.models.rows import HeldEntry
from storage.records import ListingPage, Reading, StoredCapture
from storage.write.crawls import release_ids
from storage.write.listings.entries import first_lines, identified
from storage.write.listings.lines import ListingCapture, lines_of
from storage.write.listings.state import ListingState, advance


@dataclass(frozen=True, slots=True)
class ReadListing:
    """A capture of a listing, and what is read from it today; its bytes are not needed.

    One that is no listing today, or damaged, is passed over: what was made of it stays as it is.
    """

    capture: StoredCapture
    reading: Reading


@dataclass(slots=True)
class _Captured:
    """The times at which listings had each payload, up to the capture that is added now."""

    times: dict[tuple[int, int | None], set[datetime]] = field(default_factory=dict)

    def add(self, listing: ListingCapture) -> None:
        """Note one more capture."""
        self.times.setdefault((listing.address_id, listing.payload_id), set()).add(listing.at)

    def had_before(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether a listing had these very bytes before a time."""
        return any(time < at for time in self.times[listing.address_id, listing.payload_id])

    def had_at(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether it had them at a time."""
        return at in self.times[listing.address_id, listing.payload_id]


@dataclass(slots=True)
class Derived:
    """The state after all captures, which of them are older copies, and when each capture was."""

    state: ListingState
    stale: dict[int, str | None] = field(default_factory=dict)
    captures: dict[int, datetime] = field(default_factory=dict)


def derive(
    db: Connection, source_id: int, shown: Sequence[ReadListing], entries: Iterable[HeldEntry], *, dry_run: bool
) -> Derived:
    """Add captures of listings to an empty state; `entries` are all rows that earlier code has kept of them.

    Writes releases that no earlier code has read, unless it is a `dry_run`.
    """
    captured = _Captured()
    listings = _in_order(db, source_id, shown)
    derived = Derived(ListingState(captured), captures={listing.capture_id: listing.at for listing, _ in listings})
    left = {row.release_id for row in entries if row.first_capture_id not in derived.captures}
    for number, lines in lines_of(db, left).items():
        if kept := [line for line in lines if line.first.capture_id not in derived.captures]:
            derived.state.lines[number] = kept
    ids: dict[str, int] = {}
    for listing, page in listings:
        captured.add(listing)
        lines_by_key = first_lines(page)
        if unknown := [key for key in lines_by_key if key not in ids]:
            ids |= release_ids(db, source_id, unknown)
        if not dry_run and (new := {key: a for key, a in lines_by_key.items() if key not in ids}):
            numbers, _ = identified(db, listing, new)  # today's code reads more than former code did
            ids |= dict(zip(new, numbers, strict=True))
        stated = {ids[key]: (place, a) for place, (key, a) in enumerate(lines_by_key.items(), 1) if key in ids}
        if stated:
            derived.stale[listing.capture_id] = advance(derived.state, listing, stated).stale
    return derived


def _in_order(db: Connection, source_id: int, shown: Sequence[ReadListing]) -> list[tuple[ListingCapture, ListingPage]]:
    """The captures that are listings, with what is read of them, in order of time."""
    place: dict[int, tuple[int, int]] = {}
    for ids in chunks(one.capture.id for one in shown):
        query = select(CaptureRow.id, CaptureRow.crawl_id, CaptureRow.address_id).where(CaptureRow.id.in_(ids))
        place |= {row.id: (row.crawl_id, row.address_id) for row in db.execute(query)}
    return [
        (ListingCapture.of(one.capture, one.reading.dated, source_id, *place[one.capture.id]), one.reading.listing)
        for one in sorted(shown, key=lambda one: (one.capture.at, one.capture.id))
        if one.reading.listing is not None
    ]
