"""Opens and closes crawls, and says what a crawl should visit. Everything runs in the caller's transaction.

The database is the frontier: what is pending or due stands there, so a crawl that died is gone on with by starting it
again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, update

from storage.database import chunks
from storage.models import CrawlRow, ReleaseRow, SourceRow
from storage.records import SourceInfo, Visit

STALE = timedelta(days=1)  # an interrupted crawl older than this is closed, and a new one begun
COUNTS = ("listed", "new", "changed", "revisited", "gone", "missing", "unreadable", "failed")


@dataclass(frozen=True, slots=True)
class Crawl:
    """An open crawl. `resumed` says that it goes on with one that was interrupted."""

    id: int
    source_id: int
    started_at: datetime
    resumed: bool


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


def open_crawl(db: Connection, source_id: int, mode: str, options: str, now: datetime) -> Crawl:
    """Begin a crawl, or go on with the same one where it was interrupted. The caller has the source's lock. Writes."""
    query = select(CrawlRow).where(CrawlRow.source_id == source_id, CrawlRow.finished_at.is_(None))
    for row in db.execute(query.order_by(CrawlRow.id.desc())):
        if (row.mode, row.options) == (mode, options) and now - row.started_at < STALE:
            return Crawl(row.id, source_id, row.started_at, resumed=True)
        interrupted = {"finished_at": now, "outcome": "interrupted", "message": "it was not gone on with"}
        db.execute(update(CrawlRow).where(CrawlRow.id == row.id).values(**interrupted))
    values = {"source_id": source_id, "mode": mode, "options": options, "started_at": now}
    crawl_id = db.execute(insert(CrawlRow).values(**values).returning(CrawlRow.id)).scalar_one()
    return Crawl(crawl_id, source_id, now, resumed=False)


def tally(db: Connection, crawl_id: int, counts: Mapping[str, int]) -> None:
    """Add to the counts of an open crawl, in the transaction of what they count. Writes."""
    moved = {name: getattr(CrawlRow, name) + count for name, count in counts.items() if count}
    if moved:
        db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(**moved))


def missing(db: Connection, crawl_id: int) -> int:
    """How many releases this crawl saw announced and the archive does not hold."""
    query = select(func.count()).where(ReleaseRow.listed_crawl_id == crawl_id)
    return db.execute(query.where(ReleaseRow.state.in_(("pending", "absent")))).scalar_one()


def close_crawl(db: Connection, crawl_id: int, outcome: str, message: str | None, now: datetime) -> None:
    """Close a crawl. Writes."""
    values = {"finished_at": now, "outcome": outcome, "message": message, "missing": missing(db, crawl_id)}
    db.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(**values))


def counts_of(db: Connection, crawl_id: int) -> dict[str, int]:
    """The counts of a crawl by name."""
    row = db.execute(select(CrawlRow).where(CrawlRow.id == crawl_id)).one()
    return {name: getattr(row, name) for name in COUNTS}


def pending(
    db: Connection,
    crawl: Crawl,
    *,
    after: int,
    limit: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
) -> list[Visit]:
    """The next releases to visit that no crawl has got yet, in the order they were found, beyond the id `after`.

    A listing date outside `since`..`until` leaves a release out; one without a date stays in, since nobody can know.
    """
    query = select(ReleaseRow.id, ReleaseRow.url).where(
        ReleaseRow.source_id == crawl.source_id,
        ReleaseRow.state.in_(("pending", "absent")),
        ReleaseRow.id > after,
        or_(ReleaseRow.visited_crawl_id.is_(None), ReleaseRow.visited_crawl_id != crawl.id),
        or_(ReleaseRow.due_at.is_(None), ReleaseRow.due_at <= now),
    )
    if since:
        query = query.where(or_(ReleaseRow.listed_on.is_(None), ReleaseRow.listed_on >= since))
    if until:
        query = query.where(or_(ReleaseRow.listed_on.is_(None), ReleaseRow.listed_on <= until))
    return [Visit(url, release_id) for release_id, url in db.execute(query.order_by(ReleaseRow.id).limit(limit))]


def due(db: Connection, crawl: Crawl, *, limit: int, now: datetime) -> list[Visit]:
    """The held releases that are due for another look, longest overdue first. Their requests are to be conditional."""
    query = select(ReleaseRow.id, ReleaseRow.url).where(
        ReleaseRow.source_id == crawl.source_id,
        ReleaseRow.state.in_(("held", "unreadable", "gone")),
        ReleaseRow.due_at <= now,
        or_(ReleaseRow.visited_crawl_id.is_(None), ReleaseRow.visited_crawl_id != crawl.id),
    )
    rows = db.execute(query.order_by(ReleaseRow.due_at, ReleaseRow.id).limit(limit))
    return [Visit(url, release_id) for release_id, url in rows]


def release_at(db: Connection, source_id: int, key: str, url: str, now: datetime) -> int:
    """The release with this key, made pending where it is new: for an address that a person asks for. Writes."""
    query = select(ReleaseRow.id).where(ReleaseRow.source_id == source_id, ReleaseRow.key == key)
    release_id = db.execute(query).scalar()
    if release_id is None:
        values = {"source_id": source_id, "key": key, "url": url, "state": "pending", "found_at": now}
        release_id = db.execute(insert(ReleaseRow).values(**values).returning(ReleaseRow.id)).scalar_one()
    return int(release_id)


def release_ids(db: Connection, source_id: int, keys: Collection[str]) -> dict[str, int]:
    """The releases of a source by key."""
    found: dict[str, int] = {}
    for chunk in chunks(keys):
        query = select(ReleaseRow.key, ReleaseRow.id).where(ReleaseRow.source_id == source_id)
        found.update((row.key, row.id) for row in db.execute(query.where(ReleaseRow.key.in_(chunk))))
    return found


def all_held(db: Connection, source_id: int, keys: Sequence[str]) -> bool:
    """Whether every release of a listing page is held, or belongs to another site: where an update may stop."""
    settled = ReleaseRow.state.in_(("held", "unreadable", "gone", "elsewhere"))
    query = select(func.count()).where(ReleaseRow.source_id == source_id, settled)
    some = (db.execute(query.where(ReleaseRow.key.in_(c))).scalar_one() == len(c) for c in chunks(set(keys)))
    return bool(keys) and all(some)


def newest_listed(db: Connection, source_id: int) -> date | None:
    """The newest date that any listing line or snapshot of the source bears."""
    return db.execute(select(func.max(ReleaseRow.listed_on)).where(ReleaseRow.source_id == source_id)).scalar()


def source_id_of(db: Connection, name: str) -> int | None:
    """The row of a source, or None where the archive holds nothing of it."""
    return db.execute(select(SourceRow.id).where(SourceRow.name == name)).scalar()
