"""All that the page of one source shows, in few queries. Nothing here writes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from storage.database import iso_day
from storage.models import ReleaseRow, SnapshotRow
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
    source_id = source_id_of(db, name)
    today = last_day(now)
    listed = ReleaseRow.listed_on, select(ReleaseRow.id)
    first = and_(SnapshotRow.release_id == ReleaseRow.id, SnapshotRow.version == 1)
    by_page = select(ReleaseRow.id).join(SnapshotRow, first).where(ReleaseRow.listed_on.is_(None))
    months: Counter[str] = Counter()
    for day, releases in (listed, (SnapshotRow.published_on, by_page)):
        months += _by_month(db, day, releases.where(ReleaseRow.source_id == source_id, day <= today))
    success = last_updates(db, now, ("update", "backfill")).get(name)
    return SourceView(source_states(db)[name], success, dict(sorted(months.items())))


def _by_month(db: Connection, day: Any, releases: Any) -> Counter[str]:
    """How many releases bear each month: counted by day first, in the order of an index, which is quicker."""
    days = releases.with_only_columns(day.label("day"), func.count().label("releases")).group_by(day).subquery()
    month = func.substr(iso_day(db, days.c.day), 1, len("2025-01")).label("month")
    query = select(month, func.sum(days.c.releases).label("releases")).group_by(month)
    return Counter({row.month: int(row.releases) for row in db.execute(query)})
