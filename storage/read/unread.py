"""What a crawl that died left undone: captures not read, feeds not split, releases not settled. Nothing here writes."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import aliased

from storage.errors import DamageError
from storage.models import AddressRow, CaptureRow, CrawlRow, ReadingRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.read.stored_captures import capture_query, repeat, stored
from storage.records import Crawl, StoredCapture


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

    def add(self, db: Connection, payloads: Payloads, row: Any) -> None:
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
    query = query.where(AddressRow.kind == "release")
    left = Left()
    for row in db.execute(query.order_by(CaptureRow.id).limit(limit)).all():
        left.add(db, payloads, row)
    return left


def feeds(db: Connection, payloads: Payloads, crawl_id: int) -> Left:
    """The feeds whose items a crawl did not read, in order of time, with those that showed the same again.

    The items of a feed are kept in one transaction, so that one reading of an item tells that all are there. The feeds
    that showed the same again come without their bytes.
    """
    item = aliased(ReadingRow)
    read = select(item.id).where(item.capture_id == CaptureRow.id, item.fragment != "")
    query = _left(crawl_id).add_columns(ReadingRow.verdict).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    query = query.where(AddressRow.kind == "listing", ReadingRow.fragment == "")
    query = query.where(ReadingRow.verdict.in_(("listing", "unchanged")))
    rows = db.execute(query.where(or_(ReadingRow.verdict == "unchanged", ~read.exists()))).all()
    left = Left()
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        if row.verdict == "listing":
            left.add(db, payloads, row)
        else:
            left.captures.append(repeat(row))
    return left


def unsettled(db: Connection, source_id: int) -> list[int]:
    """The releases of which a page was read and no snapshot made of it."""
    query = select(ReadingRow.release_id).join(ReleaseRow, ReleaseRow.id == ReadingRow.release_id)
    left = ReadingRow.verdict == "read", ReadingRow.snapshot_id.is_(None), ReadingRow.release_id.is_not(None)
    numbers = db.execute(query.where(ReleaseRow.source_id == source_id, *left).distinct()).scalars()
    return sorted(number for number in numbers if number is not None)


def _left(crawl_id: int) -> Any:
    unread_from = select(CrawlRow.unread_from).where(CrawlRow.id == crawl_id).scalar_subquery()
    return capture_query().where(CaptureRow.crawl_id == crawl_id, CaptureRow.id >= unread_from)
