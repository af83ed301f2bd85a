"""Opens crawls, counts what they find, and closes them; notes the sources and recordings that captures come from.

Everything runs in the caller's transaction.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from storage.database import chunks
from storage.models import CrawlRow, RecordingRow, ReleaseRow, SourceRow, text_digest
from storage.models.rows import HeldCrawl
from storage.read.lists import missing
from storage.records import Crawl, Finding, Origin, SourceInfo, Verdict

STALE = timedelta(days=1)  # an interrupted crawl further off than this is closed, and a new one begun
SKEW = timedelta(hours=1)  # by how much the clocks of two machines may differ
# Verdicts by what they count as.
UNREADABLE: tuple[Verdict, ...] = ("unreadable", "blocked", "soft_404", "empty")
FAILED: tuple[Verdict, ...] = ("failed", "refused")
COUNTS = ("listed", "new", "changed", "revisited", "gone", "missing", "unreadable", "failed")


def ensure_source(db: Connection, facts: SourceInfo) -> int:
    """The row of a source, inserted or brought up to date. Writes."""
    values = {"ministry": facts.ministry, "country": facts.country, "language": facts.language}
    row = db.execute(select(SourceRow).where(SourceRow.name == facts.name)).one_or_none()
    if row is None:
        source_id: int = db.execute(
            insert(SourceRow).values(name=facts.name, **values).returning(SourceRow.id)
        ).scalar_one()
        return source_id
    if any(getattr(row, name) != value for name, value in values.items()):
        db.execute(update(SourceRow).where(SourceRow.id == row.id).values(**values))
    return int(row.id)


def recording_of(db: Connection, origin: Origin) -> int:
    """The row of the recording that a capture comes from, inserted where it is new. Writes."""
    file = origin.file
    query = select(RecordingRow.id).where(RecordingRow.sha256 == file.sha256, RecordingRow.member == origin.member)
    known = db.execute(query).scalar()
    if known is None:
        values = {"name": file.name, "sha256": file.sha256, "size": file.size, "format": file.format}
        row = insert(RecordingRow).values(**values, member=origin.member)
        known = db.execute(row.returning(RecordingRow.id)).scalar_one()
    return int(known)


def open_crawl(db: Connection, source_id: int, mode: str, options: str, now: datetime) -> Crawl:
    """Begin a crawl, or continue the same one where it was interrupted. The caller has the source's lock. Writes."""
    for row in _open(db, source_id):
        if (row.mode, row.options) == (mode, options) and abs(now - row.started_at) < STALE:
            return Crawl(row.id, source_id, row.started_at, resumed=True)
        _interrupt(db, row.id, now)
    values = {"source_id": source_id, "mode": mode, "options": options, "started_at": now, "unread_from": 0}
    crawl_id = db.execute(insert(CrawlRow).values(**values).returning(CrawlRow.id)).scalar_one()
    return Crawl(crawl_id, source_id, now, resumed=False)


def close_stale(db: Connection, source: str, now: datetime) -> None:
    """Close the crawls of a source that died too long ago to be continued. The caller has the source's lock. Writes."""
    source_id = db.execute(select(SourceRow.id).where(SourceRow.name == source)).scalar()
    for row in _open(db, source_id) if source_id is not None else ():
        if abs(now - row.started_at) >= STALE:
            _interrupt(db, row.id, now)


def _open(db: Connection, source_id: int) -> Sequence[HeldCrawl]:
    """The crawls of a source that have not come to their end, newest first."""
    query = select(CrawlRow).where(CrawlRow.source_id == source_id, CrawlRow.finished_at.is_(None))
    return db.execute(query.order_by(CrawlRow.id.desc())).all()


def _interrupt(db: Connection, crawl_id: int, now: datetime) -> None:
    interrupted = {"finished_at": now, "outcome": "interrupted"}
    db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(**interrupted))


def open_crawl_of(db: Connection, info: SourceInfo, mode: str, options: str, now: datetime) -> Crawl:
    """The same of a source that the archive may not know yet. Writes."""
    return open_crawl(db, ensure_source(db, info), mode, options, now)


def open_since(db: Connection, source: str) -> datetime | None:
    """When the last crawl of a source began, if it has not come to its end."""
    query = select(CrawlRow.started_at).join(SourceRow, SourceRow.id == CrawlRow.source_id)
    query = query.where(SourceRow.name == source, CrawlRow.finished_at.is_(None))
    return db.execute(query.order_by(CrawlRow.id.desc()).limit(1)).scalar()


def tally(db: Connection, crawl_id: int, counts: Mapping[str, int]) -> None:
    """Add to the counts of an open crawl, in the transaction of what they count. Writes."""
    moved = {name: getattr(CrawlRow, name) + count for name, count in counts.items() if count}
    if moved:
        db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(**moved))


def ahead(db: Connection, crawl: Crawl) -> datetime | None:
    """When the crawl before this one of its source began, if by its clock that was after this one; else None."""
    query = select(CrawlRow.started_at).where(CrawlRow.source_id == crawl.source_id, CrawlRow.id < crawl.id)
    before = db.execute(query.order_by(CrawlRow.id.desc()).limit(1)).scalar()
    return before if before is not None and before > crawl.started_at + SKEW else None


def close_crawl(
    db: Connection, crawl_id: int, outcome: str, findings: Sequence[Finding], now: datetime
) -> dict[str, int]:
    """Close a crawl of which everything has been read, and give its final counts. Writes."""
    source_id = db.execute(select(CrawlRow.source_id).where(CrawlRow.id == crawl_id)).scalar_one()
    values = {
        "finished_at": now,
        "outcome": outcome,
        "findings": json.dumps([asdict(finding) for finding in findings]),
        "missing": missing.count(db, source_id),
        "unread_from": None,
    }
    db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(**values))
    return counts_of(db, crawl_id)


def mark_read(db: Connection, crawl_id: int, up_to: int | None) -> None:
    """Note that all captures of a crawl up to a number have been read; None means all that it has. Writes."""
    following = None if up_to is None else up_to + 1
    db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(unread_from=following))


def counts_of(db: Connection, crawl_id: int) -> dict[str, int]:
    """The counts of a crawl by name."""
    row = db.execute(select(CrawlRow).where(CrawlRow.id == crawl_id)).one()
    return {name: getattr(row, name) for name in COUNTS}


def release_at(db: Connection, source_id: int, key: str, url: str, now: datetime) -> int:
    """The release with this key, made pending where it is new: for an address that a person asks for. Writes."""
    query = select(ReleaseRow.id).where(ReleaseRow.source_id == source_id, ReleaseRow.key_digest == text_digest(key))
    release_id = db.execute(query).scalar()
    if release_id is None:
        values = {"source_id": source_id, "key": key, "url": url, "state": "pending", "found_at": now}
        release_id = db.execute(insert(ReleaseRow).values(**values).returning(ReleaseRow.id)).scalar_one()
    return int(release_id)


def release_ids(db: Connection, source_id: int, keys: Collection[str]) -> dict[str, int]:
    """The releases of a source by key."""
    found: dict[str, int] = {}
    for digests in chunks(map(text_digest, keys)):
        query = select(ReleaseRow.key, ReleaseRow.id).where(ReleaseRow.source_id == source_id)
        found.update((row.key, row.id) for row in db.execute(query.where(ReleaseRow.key_digest.in_(digests))))
    return found


def releases_at(db: Connection, source_id: int, found: Mapping[str, tuple[str, datetime]]) -> dict[str, int]:
    """The releases with these keys, made pending where they are new; each with where and when it was found. Writes."""
    return {key: release_at(db, source_id, key, *place) for key, place in found.items()}
