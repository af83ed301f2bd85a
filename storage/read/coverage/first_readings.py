"""What crawls made of releases when they first read them, and how many were published on each day. Nothing here writes.

What the health of a source is judged by: see `crawler.ingest.health`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, select

from storage.models import BlockRow, CaptureRow, CrawlRow, ImageRow, LinkRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.models.rows import Statement
from storage.records import Crawl

LOOKED_BACK = timedelta(days=90)  # at earlier crawls
MOST = 500  # releases of one crawl: as good as all


@dataclass(frozen=True, slots=True)
class FirstReading:
    """The first version of a release, and what its listing says of it. `has_text` also where it is a document."""

    release: int
    url: str
    listed_title: str | None
    listed_on: date | None
    title: str
    published_on: date | None
    content: bytes = field(repr=False)
    has_text: bool
    has_images: bool


def of_newest_crawls(db: Connection, crawl: Crawl, least: int) -> list[FirstReading]:
    """What an update was the first to read, and of earlier ones as much as makes it `least`. The undated come first."""
    found = _of_crawl(db, crawl.id, MOST)
    new = CrawlRow.source_id == crawl.source_id, CrawlRow.mode == "update", CrawlRow.new > 0, CrawlRow.id < crawl.id
    since = CrawlRow.started_at >= crawl.started_at - LOOKED_BACK
    earlier = select(CrawlRow.id).where(*new, since).order_by(CrawlRow.started_at.desc()).limit(least)
    for crawl_id in db.execute(earlier).scalars().all():
        if len(found) >= least:
            break
        found += _of_crawl(db, crawl_id, least - len(found))
    return found


def of_past(db: Connection, source_id: int, without: Collection[int], limit: int, until: date) -> list[FirstReading]:
    """The newest releases of a source by their listing's date, besides some; then those that no listing dates."""
    query = _first_versions().where(ReleaseRow.source_id == source_id)
    dated = query.where(ReleaseRow.listed_on <= until).order_by(ReleaseRow.listed_on.desc(), ReleaseRow.id.desc())
    undated = query.where(ReleaseRow.listed_on.is_(None)).order_by(ReleaseRow.id.desc())
    rows = [row for some in (dated, undated) for row in db.execute(some.limit(limit + len(without)))]
    return [_reading(row) for row in rows if row.id not in without][:limit]


def released_by_day(db: Connection, source_id: int, since: date, until: date) -> dict[date, int]:
    """How many releases of a source bear each date on their listings."""
    query = select(ReleaseRow.listed_on, func.count().label("number")).where(ReleaseRow.source_id == source_id)
    query = query.where(ReleaseRow.listed_on.between(since, until)).group_by(ReleaseRow.listed_on)
    return {row.listed_on: row.number for row in db.execute(query)}


def _of_crawl(db: Connection, crawl_id: int, limit: int) -> list[FirstReading]:
    by_capture = and_(ReadingRow.snapshot_id == SnapshotRow.id, ReadingRow.capture_id == SnapshotRow.first_capture_id)
    query = _first_versions().join(ReadingRow, by_capture).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
    query = query.where(CaptureRow.crawl_id == crawl_id)
    newest = ReleaseRow.listed_on.is_(None).desc(), ReleaseRow.listed_on.desc(), ReleaseRow.id
    return [_reading(row) for row in db.execute(query.order_by(*newest).limit(limit))]


def _first_versions() -> Statement:
    of_snapshot = select(BlockRow.id).where(BlockRow.snapshot_id == SnapshotRow.id)
    pictured = select(ImageRow.position).where(ImageRow.snapshot_id == SnapshotRow.id)
    attached = select(LinkRow.position).where(LinkRow.snapshot_id == SnapshotRow.id, LinkRow.rel == "attachment")
    columns = (
        *(ReleaseRow.id, ReleaseRow.url, ReleaseRow.listed_title, ReleaseRow.listed_on),
        *(SnapshotRow.title, SnapshotRow.published_on, SnapshotRow.content),
        (of_snapshot.exists() | attached.exists()).label("has_text"),
        pictured.exists().label("has_images"),
    )
    of_release = and_(SnapshotRow.release_id == ReleaseRow.id, SnapshotRow.version == 1)
    return select(*columns).select_from(ReleaseRow).join(SnapshotRow, of_release)


def _reading(row: Iterable[Any]) -> FirstReading:
    return FirstReading(*row)
