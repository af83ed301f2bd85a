"""The months from which releases of a source are held. Nothing here writes."""

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
    found = [(row.month, row.releases) for row in db.execute(query)]
    return sorted(found, key=lambda of_month: of_month[0] or "", reverse=True)
