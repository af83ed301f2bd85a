"""The months from which releases of a source are held. Nothing here writes."""

from sqlalchemy import Connection, Text, func, type_coerce

from storage.read.lists.releases import Listed, dated_on, held


def months(db: Connection, source: str) -> list[tuple[str | None, int]]:
    """Each month ("2025-01") and how many releases of it are held, newest first; None is of those without a day."""
    day = dated_on()
    iso = func.to_char(day, "YYYY-MM") if db.dialect.name == "postgresql" else func.substr(type_coerce(day, Text), 1, 7)
    month = iso.label("month")
    query = held(Listed(source=source)).with_only_columns(month, func.count().label("releases")).group_by(month)
    found = [(row.month, row.releases) for row in db.execute(query)]
    return sorted(found, key=lambda of_month: of_month[0] or "", reverse=True)
