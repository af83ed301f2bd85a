"""What a crawl that died left undone: captures not read, feeds not split, releases not settled. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.errors import DamageError
from storage.models import AddressRow, CaptureRow, CrawlRow, ReadingRow, ReleaseRow
from storage.models.rows import HeldCapture, Statement
from storage.payloads.store import Payloads
from storage.read.stored_captures import capture_query, repeat, stored
from storage.records import LATE, Crawl, StoredCapture

TOLD = ("listing", "unchanged", "stale")  # verdicts on listings that were read


def interrupted(db: Connection, crawl: Crawl) -> list[int]:
    """The crawls of the same source, this one among them, that may have captures which nobody has read."""
    query = select(CrawlRow.id).where(CrawlRow.source_id == crawl.source_id, CrawlRow.unread_from.is_not(None))
    return list(db.execute(query.order_by(CrawlRow.id)).scalars())


@dataclass(slots=True)
class Left:
    """Captures that nobody has read, and what is damaged of others; `last` is the number of the last one of all."""

    captures: list[StoredCapture] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    last: int | None = None

    def add(self, db: Connection, payloads: Payloads, row: HeldCapture) -> None:
        """Take in the capture of a row, unless it is damaged."""
        self.last = row.id
        try:
            self.captures.append(stored(db, payloads, row))
        except DamageError as error:
            self.damaged.append(f"{row.url}: {error}")


def pages(db: Connection, payloads: Payloads, crawl_id: int, after: int, limit: int) -> Left:
    """The next captures of releases, beyond the number `after`, that a crawl kept and did not read."""
    reading = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    query = _left(crawl_id).where(AddressRow.release_id.is_not(None), ~reading.exists(), CaptureRow.id > after)
    query = query.where(AddressRow.kind != "listing")  # an asset that a listing announces since is a page
    left = Left()
    for row in db.execute(query.order_by(CaptureRow.id).limit(limit)).all():
        left.add(db, payloads, row)
    return left


def feeds(db: Connection, payloads: Payloads, crawl_id: int) -> Left:
    """The feeds whose items a crawl may not have read, in order of time, with those that showed the same again.

    The latter come without their bytes. Of the others some items may be read, as `items_of` tells: where the archive
    could not hold one of them, they were kept one by one.
    """
    query = _left(crawl_id).add_columns(ReadingRow.verdict).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    query = query.where(AddressRow.kind == "listing", ReadingRow.fragment == "")
    rows = db.execute(query.where(ReadingRow.verdict.in_(TOLD))).all()
    left = Left()
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        if row.verdict != "unchanged":
            left.add(db, payloads, row)
        else:
            left.captures.append(repeat(row))
    return left


def late(db: Connection, crawl_id: int) -> bool:
    """Whether a crawl kept listings that came out of order, and has not told all listings again."""
    query = _left(crawl_id).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    return db.execute(query.where(ReadingRow.layout == LATE).limit(1)).first() is not None


def items_of(db: Connection, capture_ids: Iterable[int]) -> set[tuple[int, str]]:
    """The items of feeds that were read, each by the number of the feed's capture and its own name there."""
    found: set[tuple[int, str]] = set()
    for ids in chunks(capture_ids):
        query = select(ReadingRow.capture_id, ReadingRow.fragment).where(ReadingRow.capture_id.in_(ids))
        found.update((row.capture_id, row.fragment) for row in db.execute(query.where(ReadingRow.fragment != "")))
    return found


def unsettled(db: Connection, source_id: int) -> list[int]:
    """The releases of which a page was read and no snapshot made of it."""
    query = select(ReadingRow.release_id).join(ReleaseRow, ReleaseRow.id == ReadingRow.release_id)
    left = ReadingRow.verdict == "read", ReadingRow.snapshot_id.is_(None), ReadingRow.release_id.is_not(None)
    numbers = db.execute(query.where(ReleaseRow.source_id == source_id, *left).distinct()).scalars()
    return sorted(number for number in numbers if number is not None)


def _left(crawl_id: int) -> Statement:
    unread_from = select(CrawlRow.unread_from).where(CrawlRow.id == crawl_id).scalar_subquery()
    return capture_query().where(CaptureRow.crawl_id == crawl_id, CaptureRow.id >= unread_from)
