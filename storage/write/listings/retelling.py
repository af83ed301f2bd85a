"""Tells all captures of a source's listings again, from the beginning, in order of time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.models import CaptureRow
from storage.read.snapshots import parse_published
from storage.records import Entry, Reading, StoredCapture
from storage.write.crawls import release_ids
from storage.write.listings.entries import first_lines, identified
from storage.write.listings.lines import Line, ListingCapture
from storage.write.listings.story import Known, Stated, tell


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture of a listing, and what is read from it today; where that is no listing, its entries tell what it was.

    The bytes of the capture are not needed.
    """

    capture: StoredCapture
    reading: Reading


@dataclass(slots=True)
class _Captured:
    """The times at which listings had each payload, as far as they are told."""

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
class Story:
    """What all captures tell: what is known at their end, the newest line of each release, and older copies."""

    known: Known
    newest: dict[int, Line] = field(default_factory=dict)
    stale: dict[int, str | None] = field(default_factory=dict)


def retold(db: Connection, source_id: int, shown: Sequence[Shown], entries: Collection[Any], *, dry_run: bool) -> Story:
    """Tell captures of listings from the beginning; `entries` are all rows that earlier code has kept of them.

    Writes releases that no earlier code has read, unless it is a `dry_run`.
    """
    captured = _Captured()
    story = Story(Known(captured))
    at_capture = _by_capture(entries)
    ids: dict[str, int] = {}
    for listing, reading in _in_order(db, source_id, shown):
        captured.add(listing)
        if reading.listing is None:
            stated = at_capture.get(listing.capture_id, {})
        else:
            lines = first_lines(reading.listing)
            if unknown := [key for key in lines if key not in ids]:
                ids |= release_ids(db, listing.source_id, unknown)
            if any(key not in ids for key in lines) and not dry_run:  # today's code reads more than former code did
                new = {key: a for key, a in lines.items() if key not in ids}
                numbers, _ = identified(db, listing, new)
                ids |= dict(zip(new, numbers, strict=True))
            stated = {ids[key]: (place, a) for place, (key, a) in enumerate(lines.items(), 1) if key in ids}
        if not stated:
            continue
        told = tell(story.known, listing, stated)
        story.stale[listing.capture_id] = told.stale
        story.newest |= {line.release_id: line for line in told.lines}
    return story


def _in_order(db: Connection, source_id: int, shown: Sequence[Shown]) -> list[tuple[ListingCapture, Reading]]:
    """The captures with what is read of them, in order of time."""
    place: dict[int, tuple[int, int]] = {}
    for ids in chunks(one.capture.id for one in shown):
        query = select(CaptureRow.id, CaptureRow.crawl_id, CaptureRow.address_id).where(CaptureRow.id.in_(ids))
        place |= {row.id: (row.crawl_id, row.address_id) for row in db.execute(query)}
    return [
        (ListingCapture.of(one.capture, one.reading.dated, source_id, *place[one.capture.id]), one.reading)
        for one in sorted(shown, key=lambda one: (one.capture.at, one.capture.id))
    ]


def _by_capture(entries: Iterable[Any]) -> Mapping[int, Stated]:
    """What entries say that captures stated."""
    found: dict[int, dict[int, tuple[int, Entry]]] = {}
    for row in entries:
        said = row.place or 1, Entry(row.url, row.title, parse_published(row.published))
        for capture_id in (row.first_capture_id, row.last_capture_id):
            found.setdefault(capture_id, {})[row.release_id] = said
    return found
