"""What listings announced and the archive does not hold. Nothing here writes.

Every crawl, import and question counts it alike: a release that is announced, and that was not visited yet, or whose
visits told nothing of it, or did not find it. One that a visit did not find a day or more after it was announced was
gone before it could be held, and is nobody's to look for any more. One whose page is kept and cannot be read is counted
apart: nothing of it is lost, and a better layout reads it.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, SQLColumnExpression, func, or_, select

from storage.models import ADayAfter, AddressRow, CaptureRow, ReadingRow, ReleaseRow, SourceRow
from storage.models.fences import first, sound
from storage.models.rows import HeldRelease, Selected
from storage.records import last_day

Ts = TypeVarTuple("Ts")
Source = int | SQLColumnExpression[int]  # a source's row, or the column that says it
# Whether a release that a visit did not find is still looked for: it is not, a day after it was announced.
MAY_BE_FOUND = or_(ReleaseRow.visited_at.is_(None), ReleaseRow.visited_at < ADayAfter(ReleaseRow.found_at))


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A release that is missing: what its listing says of it, and what the last visit to it came to."""

    release: int
    source: str
    url: str
    title: str | None
    published: str | None
    found_at: datetime
    tried_at: datetime | None
    status: int | None
    verdict: str | None
    message: str | None


def within(since: date | None, until: date | None, now: datetime) -> list[ColumnElement[bool]]:
    """What must hold of a release that is not held yet, to be one of a span of days by its listing.

    One without a date is in any span, since nobody can know, and so is one whose date has not come yet.
    """
    undated = or_(ReleaseRow.listed_on.is_(None), ReleaseRow.listed_on > last_day(now))
    first = [or_(undated, ReleaseRow.listed_on >= since)] if since else []
    last = [or_(undated, ReleaseRow.listed_on <= until)] if until else []
    return [*first, *last]


def count(db: Connection, source_id: int, *conditions: ColumnElement[bool]) -> int:
    """How many releases of a source are missing, of those that meet the conditions."""
    pending, absent = _numbers(source_id, *conditions)
    return int(db.execute(select(pending + absent)).scalar_one())


def counts(db: Connection) -> dict[int, int]:
    """How many releases of each source are missing, by its row."""
    pending, absent = _numbers(SourceRow.id)
    rows = db.execute(select(SourceRow.id, (pending + absent).label("number")))
    return {row.id: row.number for row in rows}


def unread_count(db: Connection, source_id: int) -> int:
    """How many releases of a source were announced, and have no page that could be read."""
    return int(db.execute(_number("unreadable", source_id)).scalar_one())


def unread_counts(db: Connection) -> dict[int, int]:
    """How many those are of each source, by its row."""
    unread = _number("unreadable", SourceRow.id).scalar_subquery()
    return {row.id: row.number for row in db.execute(select(SourceRow.id, unread.label("number")))}


def missing(db: Connection, *conditions: ColumnElement[bool]) -> Generator[MissingLine, None, None]:
    """The releases that are missing, of those that meet the conditions, by source, and there as they were found."""
    for name, number in sorted((row.name, row.id) for row in db.execute(select(SourceRow.name, SourceRow.id))):
        of_source = select(ReleaseRow).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        pending, absent = (_listed(of_source, state, number, *conditions) for state in ("pending", "absent"))
        rows = [row for query in (pending, absent.where(MAY_BE_FOUND)) for row in sound(db.execute(query))]
        yield from _lines(db, name, rows)


def not_held(
    db: Connection, source_id: int, name: str, *conditions: ColumnElement[bool]
) -> Generator[MissingLine, None, None]:
    """All that was announced and is not held: what is missing, not readable, or gone before it could be held."""
    states = "pending", "absent", "unreadable"
    queries = (_listed(select(ReleaseRow), state, source_id, *conditions) for state in states)
    return _lines(db, name, [row for query in queries for row in sound(db.execute(query))])


def _lines(db: Connection, source: str, rows: Iterable[HeldRelease]) -> Generator[MissingLine, None, None]:
    for row in sorted(rows, key=lambda row: int(row.id)):
        last = _last_visit(db, row.id)
        tried = (last.at, last.status, last.verdict, last.message or last.reason) if last else (None,) * 4
        yield MissingLine(row.id, source, row.url, row.listed_title, row.listed_published, row.found_at, *tried)


def _numbers(source_id: Source, *conditions: ColumnElement[bool]) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """How many releases of a source are missing, of those not visited yet and of those not found, as parts of a query.

    No row of them leaves the database, since this is asked often.
    """
    pending, absent = (_number(state, source_id, *conditions) for state in ("pending", "absent"))
    return pending.scalar_subquery(), absent.where(MAY_BE_FOUND).scalar_subquery()


def _number(state: str, source_id: Source, *conditions: ColumnElement[bool]) -> Select[int]:
    return _listed(select(func.count()).select_from(ReleaseRow), state, source_id, *conditions)


def _listed(query: Select[*Ts], state: str, source_id: Source, *conditions: ColumnElement[bool]) -> Select[*Ts]:
    """The releases of a source in a state that a listing announced."""
    return query.where(
        ReleaseRow.source_id == source_id,
        ReleaseRow.state == state,
        ReleaseRow.listed_crawl_id.is_not(None),
        *conditions,
    )


def _last_visit(db: Connection, release_id: int) -> Selected | None:
    query = (
        select(CaptureRow.at, CaptureRow.status, CaptureRow.reason, ReadingRow.verdict, ReadingRow.message)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .outerjoin(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(AddressRow.release_id == release_id)
        .order_by(CaptureRow.at.desc(), CaptureRow.id.desc())
    )
    return first(db, query)
