"""The frontier: what a crawl should visit. Nothing here writes.

What is pending or due stands in the database, so that a crawl that died is continued by starting it again.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select

from storage.database import chunks
from storage.models import AddressRow, CrawlRow, ReleaseRow, text_digest
from storage.read.lists.missing import within
from storage.read.sources import source_id_of
from storage.records import Crawl, Target

LONGEST = timedelta(days=200)  # no schedule lets a release wait longer; see `storage.write.schedule`


def pending(
    db: Connection,
    crawl: Crawl,
    *,
    after: int,
    limit: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
) -> list[Target]:
    """The next releases to visit that no crawl has got yet, in the order they were found, beyond the id `after`.

    A listing date outside `since`..`until` leaves a release out; see `storage.read.lists.missing.within`.
    """
    query = select(ReleaseRow.id, ReleaseRow.url).where(
        ReleaseRow.source_id == crawl.source_id,
        ReleaseRow.id > after,
        or_(ReleaseRow.visited_crawl_id.is_(None), ReleaseRow.visited_crawl_id != crawl.id),
        or_(ReleaseRow.due_at.is_(None), ReleaseRow.due_at <= now),
    )
    query = query.where(*within(since, until, now)).order_by(ReleaseRow.id).limit(limit)
    # One state at a time is found by an index in this order; both at once, only among all releases.
    rows = [row for state in ("pending", "absent") for row in db.execute(query.where(ReleaseRow.state == state))]
    return [Target(row.url, row.id) for row in sorted(rows, key=lambda row: row.id)[:limit]]


def due(db: Connection, crawl: Crawl, *, limit: int, now: datetime) -> list[Target]:
    """The held releases that are due for another look, longest overdue first. Their requests are to be conditional.

    One that is due later than any schedule says was visited by a clock that was ahead: it is due once a week.
    """
    recent = select(CrawlRow.id).where(CrawlRow.id == ReleaseRow.visited_crawl_id)
    recent = recent.where(CrawlRow.started_at.between(now - timedelta(weeks=1), now))
    query = select(ReleaseRow.id, ReleaseRow.url).where(
        ReleaseRow.source_id == crawl.source_id,
        ReleaseRow.state.in_(("held", "unreadable", "gone")),
        or_(ReleaseRow.due_at <= now, and_(ReleaseRow.due_at > now + LONGEST, ~recent.exists())),
        or_(ReleaseRow.visited_crawl_id.is_(None), ReleaseRow.visited_crawl_id != crawl.id),
    )
    rows = db.execute(query.order_by(ReleaseRow.due_at, ReleaseRow.id).limit(limit))
    return [Target(url, release_id) for release_id, url in rows]


def all_held(db: Connection, source_id: int, keys: Sequence[str]) -> bool:
    """Whether every release of a listing page is held, or belongs to another site: where an update may stop."""
    settled = ReleaseRow.state.in_(("held", "unreadable", "gone", "elsewhere"))
    query = select(func.count()).where(ReleaseRow.source_id == source_id, settled)
    digests = set(map(text_digest, keys))
    some = (db.execute(query.where(ReleaseRow.key_digest.in_(c))).scalar_one() == len(c) for c in chunks(digests))
    return bool(keys) and all(some)


def is_held(db: Connection, source_id: int, key: str) -> bool:
    """Whether the archive has a text of the release with this key."""
    query = select(ReleaseRow.id).where(ReleaseRow.source_id == source_id, ReleaseRow.key_digest == text_digest(key))
    return db.execute(query.where(ReleaseRow.state.in_(("held", "gone")))).first() is not None


def newest_listed(db: Connection, source_id: int, until: date) -> date | None:
    """The newest date up to `until` that any listing line of the source bears."""
    query = select(func.max(ReleaseRow.listed_on)).where(ReleaseRow.source_id == source_id)
    return db.execute(query.where(ReleaseRow.listed_on <= until)).scalar()


def listed_after(db: Connection, crawl: Crawl, last: date) -> tuple[int, str | None]:
    """How many releases that this crawl saw announced bear a date beyond `last`, and the address of one."""
    query = select(func.count(), func.min(ReleaseRow.url)).where(ReleaseRow.source_id == crawl.source_id)
    row = db.execute(query.where(ReleaseRow.listed_on > last, ReleaseRow.listed_crawl_id == crawl.id)).one()
    return row[0], row[1]


def keys_of_releases(db: Connection, source: str, after: int, limit: int) -> list[tuple[int, str, str]]:
    """The releases of a source beyond the number `after`, each with its key and its first address."""
    query = select(ReleaseRow.id, ReleaseRow.key, ReleaseRow.url)
    query = query.where(ReleaseRow.source_id == source_id_of(db, source), ReleaseRow.id > after)
    return [(row.id, row.key, row.url) for row in db.execute(query.order_by(ReleaseRow.id).limit(limit))]


def releases_of(db: Connection, source: str, after: int, limit: int) -> list[int]:
    """The releases of a source beyond the number `after`."""
    query = select(ReleaseRow.id).where(ReleaseRow.source_id == source_id_of(db, source), ReleaseRow.id > after)
    return list(db.execute(query.order_by(ReleaseRow.id).limit(limit)).scalars())


def addresses_of(db: Connection, release_id: int) -> list[str]:
    """All addresses at which a release was found."""
    return list(db.execute(select(AddressRow.url).where(AddressRow.release_id == release_id)).scalars())
