"""On which days releases were changed, counted without comparing their texts. Nothing here writes."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Date, SQLColumnExpression, Text, func, select, type_coerce

from storage.models import AbsenceRow, AddressRow, AssetRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import first, sound
from storage.models.rows import Number, Statement, Time
from storage.read.events.change import TURNS, ChangeKind, Wanted
from storage.read.events.files import replacing
from storage.read.events.turns import moves, turns, within

_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


class ChangedDay(NamedTuple):
    """So many releases of a source had a change of one kind that was first seen on a day (UTC).

    One that was edited, and of which a file was replaced, counts for either.
    """

    day: date
    kind: ChangeKind
    source: str
    releases: int


def calendar(db: Connection, year: int, source: str | None = None) -> list[ChangedDay]:
    """What was changed on each day of a year, in order, of one source or of all.

    Edits are counted whatever their class, and those that many releases had at once too.
    """
    if (wanted := _of_year(year, source)) is None:
        return []
    found = Counter[tuple[date, ChangeKind, str]]()
    for kind, query, at, release_id in _kinds():
        for row in sound(db.execute(within(_counted(db, query, at, release_id), at, wanted))):
            if row.day is not None:  # of a time that is none
                found[row.day, kind, row.source] += row.releases
    return sorted(ChangedDay(*one, number) for one, number in found.items())


def changed_days(db: Connection, year: int) -> Counter[date]:
    """How many releases had a change that was first seen on each day of a year (UTC): `calendar`, of all sources.

    One that had changes of several kinds on a day counts for each of them.
    """
    found = Counter[date]()
    if (wanted := _of_year(year)) is None:
        return found
    for _, query, at, release_id in _kinds():
        day = _day(db, at)
        columns = day.label("day"), func.count(release_id.distinct()).label("releases")
        counted = within(_of_held(query, at, release_id), at, wanted).with_only_columns(*columns).order_by(None)
        for row in sound(db.execute(counted.group_by(day))):
            if row.day is not None:  # of a time that is none
                found[row.day] += row.releases
    return found


def months(db: Connection) -> Counter[str]:
    """How many changes were first seen in each month, "2025-01" (UTC)."""
    found = Counter[str]()
    for _, query, at, release_id in _kinds():
        month: ColumnElement[str] = func.substr(type_coerce(at, Text), 1, len("2025-01"))
        if db.dialect.name == "postgresql":
            month = func.to_char(func.timezone("UTC", at), "YYYY-MM")
        columns = month.label("month"), func.count().label("changes")
        counted = _of_held(query, at, release_id).with_only_columns(*columns).order_by(None)
        for row in db.execute(counted.group_by(month)):
            if isinstance(row.month, str) and _MONTH.fullmatch(row.month):  # a damaged time has none
                found[row.month] += row.changes
    return found


def years(db: Connection) -> range:
    """The years in which something was changed, the first to the last."""
    found = [
        first(db, query.with_only_columns(at).where(at.is_not(None)).order_by(None).order_by(end))
        for _, query, at, _ in _kinds()
        for end in (at, at.desc())
    ]
    known = [row[0].year for row in found if row is not None]
    return range(min(known), max(known) + 1) if known else range(0)


def _kinds() -> Iterator[tuple[ChangeKind, Statement, SQLColumnExpression[Any], Number]]:
    """Of each kind of change its rows, the column that says when it was first seen, and the one of its release."""
    edited = select(SnapshotRow.id).join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
    edited = edited.join(SourceRow, SourceRow.id == ReleaseRow.source_id).where(SnapshotRow.version > 1)
    yield "edited", edited, SnapshotRow.first_seen, SnapshotRow.release_id
    yield "edited", replacing(), ReadingRow.replaced_at, AssetRow.release_id
    yield "moved", moves(), AddressRow.moved_at, AddressRow.release_id
    for of, kinds in TURNS.items():
        for ended, kind in enumerate(kinds):
            query, at = turns(of, ended=bool(ended))
            yield kind, query, at, AbsenceRow.release_id


def _of_year(year: int, source: str | None = None) -> Wanted | None:
    """What was first seen in a year; None for one that the calendar does not have."""
    if not MINYEAR <= year < MAXYEAR:
        return None
    return Wanted(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC), source)


def _counted(db: Connection, query: Statement, at: Time, release_id: Number) -> Statement:
    """The releases by the day of their change and by source; only those that are held."""
    day = _day(db, at)
    columns = day.label("day"), SourceRow.name.label("source"), func.count(release_id.distinct()).label("releases")
    return query.with_only_columns(*columns).order_by(None).where(_is_held(release_id)).group_by(day, SourceRow.name)


def _day(db: Connection, at: Time) -> ColumnElement[date]:
    """The day of a time (UTC), as a part of a query."""
    utc = func.timezone("UTC", at) if db.dialect.name == "postgresql" else at
    return func.date(utc, type_=Date)


def _of_held(query: Statement, at: Time, release_id: Number) -> Statement:
    """The changes of a kind, of releases that are held: of those that were edited no other table is looked at."""
    if at is SnapshotRow.first_seen:
        return select(SnapshotRow.id).where(SnapshotRow.version > 1)
    return query.where(_is_held(release_id))


def _is_held(release_id: Number) -> ColumnElement[bool]:
    version = SnapshotRow.__table__.alias("version")
    return select(version.c.id).where(version.c.release_id == release_id).exists()
