"""All that the page of one source shows, in few queries. Nothing here writes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from storage.models import ReleaseRow, SnapshotRow
from storage.read.coverage.first_readings import released_by_day
from storage.read.sources import SourceState, demand_source, last_updates, source_id_of, source_states
from storage.records import last_day


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, when its listings were last read to their end, and its rhythm.

    `months` says how many releases it published in each month ("2025-01"), in order, of all that the archive knows of:
    by their listing, or else by their page; those that neither dates are in none, nor are those of days to come.
    """

    state: SourceState
    last_success: datetime | None
    months: Mapping[str, int]


def source_view(db: Connection, name: str, now: datetime) -> SourceView:
    """A source by its name. Raises NothingNamedError where the archive holds nothing of it."""
    demand_source(db, name=name)
    source_id = source_id_of(db, name) or 0
    today = last_day(now)
    days = Counter(released_by_day(db, source_id, date.min, today)) + _by_page(db, source_id, today)
    months: Counter[str] = Counter()
    for day, releases in days.items():
        months[f"{day:%Y-%m}"] += releases
    success = last_updates(db, now, ("update", "backfill")).get(name)
    return SourceView(source_states(db)[name], success, dict(sorted(months.items())))


def _by_page(db: Connection, source_id: int, today: date) -> Counter[date]:
    """How many of those that no listing dates bear each date on their first page."""
    first = and_(SnapshotRow.release_id == ReleaseRow.id, SnapshotRow.version == 1)
    query = select(SnapshotRow.published_on, func.count().label("releases")).join(ReleaseRow, first)
    query = query.where(ReleaseRow.source_id == source_id, ReleaseRow.listed_on.is_(None))
    query = query.where(SnapshotRow.published_on <= today).group_by(SnapshotRow.published_on)
    return Counter({row.published_on: row.releases for row in db.execute(query)})
