"""What the archive holds of each source. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from storage.errors import NothingNamedError
from storage.models import CrawlRow, SourceRow
from storage.records import SourceInfo


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the archive holds of one source, and how its last crawl ended."""

    facts: SourceInfo
    releases: int
    snapshots: int
    last_crawl: datetime | None
    verdict: str


def source_states(db: Connection) -> dict[str, SourceState]:
    """What the archive holds of each source it knows, by name."""
    other = aliased(CrawlRow)
    newest = select(other.id).where(other.source_id == SourceRow.id)
    newest = newest.order_by(other.id.desc()).limit(1)  # not by time: a clock may have been ahead
    query = select(SourceRow, CrawlRow.started_at, CrawlRow.outcome)
    query = query.outerjoin(CrawlRow, CrawlRow.id == newest.scalar_subquery())
    return {
        row.name: SourceState(
            SourceInfo(row.name, row.ministry, row.country, row.language),
            row.held,
            row.snapshots,
            row.started_at,
            row.outcome or ("unknown" if row.started_at is None else "under way or interrupted"),
        )
        for row in db.execute(query)
    }


def last_updates(db: Connection, now: datetime) -> dict[str, datetime]:
    """When the last update of each source began that came to its end, by the source's name.

    One that began after `now` counts as none: a clock was ahead.
    """
    last = (
        select(CrawlRow.started_at)
        .where(CrawlRow.source_id == SourceRow.id, CrawlRow.mode == "update")
        .where(CrawlRow.outcome.in_(("complete", "incomplete")), CrawlRow.started_at <= now)
        .order_by(CrawlRow.started_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.execute(select(SourceRow.name, last.label("at"))).all()
    return {row.name: row.at for row in rows if row.at is not None}


def source_id_of(db: Connection, name: str) -> int | None:
    """The row of a source, or None where the archive holds nothing of it."""
    return db.execute(select(SourceRow.id).where(SourceRow.name == name)).scalar()


def demand_source(
    db: Connection, *, name: str | None = None, country: str | None = None, language: str | None = None
) -> None:
    """Raise NothingNamedError where the archive holds no source like that: a question about it is a slip of the pen."""
    query = select(SourceRow.id)
    wanted = {SourceRow.name: name, SourceRow.country: country and country.upper(), SourceRow.language: language}
    for column, value in wanted.items():
        query = query.where(column == value) if value else query
    if db.execute(query.limit(1)).first() is None:
        asked = ", ".join(str(value) for value in (name, country, language) if value)
        raise NothingNamedError(f"the archive holds no source for {asked}; `communique sources` lists what it holds")
