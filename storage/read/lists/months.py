"""The months from which releases of a source are held. Nothing here writes."""

from sqlalchemy import Connection, func

from storage.database import iso_day
from storage.read.lists.releases import Listed, dated_on, held


def months(db: Connection, source: str) -> list[tuple[str | None, int]]:
    """Each month ("2025-01") and how many releases of it are held, newest first; None is of those without a day."""
    month = func.substr(iso_day(db, dated_on()), 1, len("2025-01")).label("month")
    query = held(Listed(source=source)).with_only_columns(month, func.count().label("releases")).group_by(month)
    found = [(row.month, row.releases) for row in db.execute(query)]
    return sorted(found, key=lambda of_month: of_month[0] or "", reverse=True)
