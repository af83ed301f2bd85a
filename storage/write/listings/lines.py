"""The lines of listings, as entries: what each said of a release, and when.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import CaptureRow, EntryRow
from storage.records import Entry, StoredCapture
from storage.write.addresses import Links


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


def said_of(db: Connection, release_ids: Iterable[int]) -> dict[int, list[Any]]:
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


def state(
    db: Connection,
    listing: ListingCapture,
    stated: Mapping[int, tuple[int, Entry]],
    said: Mapping[int, Sequence[Any]],
) -> tuple[int, list[int]]:
    """Insert the lines that differ from what this listing said before; mark the others as seen again. Writes.

    Each comes with its place. Gives how many are new, and the releases of which a listing has stated another address.
    """
    new, again, moved = [], [], []
    for release_id, (place, a) in stated.items():
        *_, before = _until(listing, said.get(release_id, ())) or [None]
        if before is None or not _says(before, a):
            new.append(
                {
                    "address_id": listing.address_id,
                    "release_id": release_id,
                    "first_capture_id": listing.capture_id,
                    "last_capture_id": listing.capture_id,
                    "place": place,
                    "url": a.url,
                    "title": a.title,
                    "published": a.published and a.published.isoformat(),
                }
            )
            if any(row.url != a.url for row in said.get(release_id, ())):
                moved.append(release_id)
        elif before.last_at < listing.at:
            again.append({"row_id": before.id, "last_capture_id": listing.capture_id, "place": place})
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), again)
    return len(new), moved


def is_repeated(listing: ListingCapture, said: Sequence[Any], a: Entry) -> bool:
    """Whether a line is one that this listing stated before the one that it stated last."""
    *earlier, newest = _until(listing, said) or [None]
    return newest is not None and not _says(newest, a) and any(_says(row, a) for row in earlier)


def _until(listing: ListingCapture, said: Sequence[Any]) -> list[Any]:
    """The lines that the listing stated of a release until its capture, first to last."""
    return [row for row in said if row.address_id == listing.address_id and row.first_at <= listing.at]


def _says(row: Any, a: Entry) -> bool:
    return bool((row.url, row.title, row.published) == (a.url, a.title, a.published and a.published.isoformat()))


def links_of(db: Connection, release_ids: Sequence[int]) -> dict[int, Links]:
    """The addresses that each listing stated of releases, first to last, each with the time since when."""
    found: dict[int, dict[int, list[tuple[str, datetime]]]] = {}
    for number, lines in said_of(db, release_ids).items():
        for row in lines:
            found.setdefault(number, {}).setdefault(row.address_id, []).append((row.url, row.first_at))
    return {number: list(of_release.values()) for number, of_release in found.items()}
