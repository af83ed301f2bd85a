"""The months from which releases of a source are held. Nothing here writes."""

from collections import Counter

from sqlalchemy import Connection, func, select

from storage.database import iso_day
from storage.models import ReleaseRow, SnapshotRow
from storage.read.snapshots import is_latest
from storage.read.sources import source_id_of


def months(db: Connection, source: str) -> list[tuple[str | None, int]]:
    """Each month ("2025-01") and how many releases of it are held, newest first; None is of those without a day."""
    month = func.substr(iso_day(db, SnapshotRow.dated_on), 1, len("2025-01")).label("month")
    query = (
        select(month, func.count().label("releases"))
        .select_from(ReleaseRow)
        .join(SnapshotRow, SnapshotRow.release_id == ReleaseRow.id)
        .where(ReleaseRow.source_id == source_id_of(db, source), is_latest())
        .group_by(month)
    )
    found = Counter[str | None]()
    for row in db.execute(query):
        found[row.month if isinstance(row.month, str) else None] += row.releases  # a damaged day has none
    return sorted(found.items(), key=lambda of_month: of_month[0] or "", reverse=True)
