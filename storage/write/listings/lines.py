"""The lines of listings, as entries: what each said of a release, and when.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, Select, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import CaptureRow, EntryRow
from storage.records import Entry, StoredCapture
from storage.write.listings.moves import Links


@dataclass(frozen=True, slots=True)
class ListingCapture:
    """The capture of a listing page: of which source and crawl, at which address, when, with which bytes.

    `dated` is the date that it states of itself, `generated` when it was made, which a cache may tell.
    """

    source_id: int
    crawl_id: int
    address_id: int
    capture_id: int
    at: datetime
    payload_id: int | None = None
    dated: datetime | None = None
    generated: datetime | None = None

    @classmethod
    def of(
        cls, capture: StoredCapture, dated: datetime | None, source_id: int, crawl_id: int, address_id: int
    ) -> "ListingCapture":
        """The capture of a listing as it is held, with the date that it states of itself."""
        place = source_id, crawl_id, address_id, capture.id
        return cls(*place, capture.at, capture.payload_id, dated or capture.modified, capture.generated)

    @property
    def visit(self) -> "Visit":
        """When it was captured, and by which crawl."""
        return Visit(self.at, self.capture_id, self.crawl_id)


class Visit(NamedTuple):
    """When a listing was captured, under which number, and by which crawl."""

    at: datetime
    capture_id: int
    crawl_id: int


@dataclass(slots=True)
class Line:
    """What a listing says of a release, from the visit that first showed it to the last, there in `place`.

    `row` is its entry's number, once it has one.
    """

    address_id: int
    release_id: int
    url: str
    title: str
    published: str | None
    first: Visit
    last: Visit
    place: int
    row: int | None = None

    @property
    def evidence(self) -> tuple[int, int, int, str, str, str | None]:
        """What no later capture changes of its entry."""
        return self.address_id, self.release_id, self.first.capture_id, self.url, self.title, self.published

    def states(self, a: Entry) -> bool:
        """Whether it is the same line."""
        return (self.url, self.title) == (a.url, a.title) and self.published == stated_date(a)


def stated_date(a: Entry) -> str | None:
    """The date of a line, as it is kept."""
    return a.published.isoformat() if a.published else None


def lines_of(db: Connection, release_ids: Iterable[int]) -> dict[int, list[Line]]:
    """The lines that listings stated of releases, first to last; those that tell nothing of their own are left out."""
    said: dict[int, list[Line]] = {}
    for ids in chunks(release_ids):
        for row in db.execute(_lines(), {"release_ids": ids}):
            first = Visit(row.first_at, row.first_capture_id, row.first_crawl_id)
            last = Visit(row.last_at, row.last_capture_id, row.last_crawl_id)
            of_row = row.address_id, row.release_id, row.url, row.title, row.published
            said.setdefault(row.release_id, []).append(Line(*of_row, first, last, row.place, row.id))
    return said


@cache
def _lines() -> Select[EntryRow, datetime, int, datetime, int]:
    """The lines of releases: asked at each listing, and made once."""
    first, last = aliased(CaptureRow), aliased(CaptureRow)
    asked: BindParameter[int] = bindparam("release_ids", expanding=True)
    return (
        select(
            EntryRow,
            *(first.at.label("first_at"), first.crawl_id.label("first_crawl_id")),
            *(last.at.label("last_at"), last.crawl_id.label("last_crawl_id")),
        )
        .join(first, first.id == EntryRow.first_capture_id)
        .join(last, last.id == EntryRow.last_capture_id)
        .where(EntryRow.release_id.in_(asked), EntryRow.place > 0)
        .order_by(first.at, EntryRow.id)
    )


def keep_lines(db: Connection, lines: Iterable[Line]) -> None:
    """Insert those that have no row, and move the others' to where they were last seen. Writes."""
    new, again = [], []
    for line in lines:
        seen = {"last_capture_id": line.last.capture_id, "place": line.place}
        if line.row is not None:
            again.append({"row_id": line.row, **seen})
        else:
            names = ("address_id", "release_id", "first_capture_id", "url", "title", "published")
            new.append({**dict(zip(names, line.evidence, strict=True)), **seen})
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), again)


def shown_at(db: Connection, listing: ListingCapture) -> tuple[Visit | None, dict[int, int]]:
    """The newest visit to a listing at which it told anything, and which releases it showed then, in which places."""
    told = EntryRow.address_id == listing.address_id, EntryRow.place > 0
    entries = select(EntryRow.id).where(*told, EntryRow.last_capture_id == CaptureRow.id)
    captures = select(CaptureRow.at, CaptureRow.id, CaptureRow.crawl_id)
    captures = captures.where(CaptureRow.address_id == listing.address_id, entries.exists())
    newest = db.execute(captures.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()).limit(1)).first()
    if newest is None:
        return None, {}
    query = select(EntryRow.release_id, EntryRow.place).where(*told, EntryRow.last_capture_id == newest.id)
    return Visit(*newest), {row.release_id: row.place for row in db.execute(query)}


def links_of(lines: Mapping[int, Sequence[Line]], release_ids: Collection[int]) -> dict[int, Links]:
    """The addresses that each listing stated of releases, first to last, each with the time since when."""
    found: dict[int, dict[int, list[tuple[str, datetime]]]] = {}
    for number in release_ids:
        for line in lines[number]:
            found.setdefault(number, {}).setdefault(line.address_id, []).append((line.url, line.first.at))
    return {number: list(of_release.values()) for number, of_release in found.items()}
