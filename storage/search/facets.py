"""How many releases there are of each source, type, year and so on, among those that a query finds, or among all.

Nothing here writes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, and_, case, func, null, select, true

from storage.database import iso_day
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import first, sound
from storage.read.lists.filters import Filters, has_pictures, was_edited
from storage.read.snapshots import is_latest
from storage.search.find import EVERYTHING, MANY, NEWEST_FIRST, Among, at_most
from storage.search.newest import Newest, newest, versions_of
from storage.search.query import Query

# So many texts that match, or versions where there is no query, are looked at in some 25 ms. Of more texts those that
# were kept last are, of more versions the newest.
MOST = MANY
SHORT = timedelta(days=3 * 366)  # a span whose months are counted

_PERIOD = re.compile("[0-9]{4}(-(0[1-9]|1[0-2]))?")  # a damaged day has none

FACETS = ("source", "country", "language", "type", "pictures", "edited")


class Count(NamedTuple):
    """So many releases have this value; None where they have none: no type is named, no day is stated."""

    value: str | bool | None
    releases: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What filters could be set to, the most frequent value first, years and months in their order.

    Each is counted with all other filters on, and without its own: so `years` are those of all days, and `months`,
    which are there where the span of days is short, those of the span. `releases` meet all filters. Where `at_least`,
    there were too many to look at all of them, and no number is less than these.
    """

    releases: int
    at_least: bool
    sources: tuple[Count, ...]
    countries: tuple[Count, ...]
    languages: tuple[Count, ...]
    types: tuple[Count, ...]
    pictures: tuple[Count, ...]
    edited: tuple[Count, ...]
    years: tuple[Count, ...]
    months: tuple[Count, ...]


def facets(db: Connection, query: Query | None = None, among: Among = EVERYTHING, held: Newest | None = None) -> Facets:
    """The facets of what a query finds, or of all releases without one.

    A query that wants nothing finds nothing. Where earlier versions are searched too, a release counts for each value
    that one of its versions has. `held` are the newest texts of the query, where they are known already.
    """
    if query is not None and not query.wanted:
        return Facets(0, False, *((),) * 8)
    if query is None:
        at_least = at_most(db, select(SnapshotRow.id).subquery("ids"), MOST) > MOST
    else:
        held = held or newest(db, query, MOST)
        at_least = held.more
    tallies: dict[str, Counter[Any]] = {name: Counter() for name in (*FACETS, "year", "month", "all")}
    seen: set[tuple[str, Any, int]] = set()
    for cell in _cells(db, _versions(db, held), among):
        for name, value in _counted(cell, among):
            if cell.release is None:
                tallies[name][value] += cell.number
            elif (name, value, cell.release) not in seen:
                tallies[name][value] += 1
                seen.add((name, value, cell.release))
    named = [_by_number(tallies[name]) for name in FACETS]
    spans = [_by_time(tallies[name]) for name in ("year", "month")]
    return Facets(tallies["all"][None], at_least, *named, *spans)


class _Cell(NamedTuple):
    """So many releases that have all in common that is counted; or versions of one, where earlier ones are searched."""

    source: str
    country: str
    language: str
    type: str | None
    pictures: bool
    edited: bool
    period: str | None
    in_span: bool
    release: int | None
    number: int


def _versions(db: Connection, held: Newest | None) -> FromClause:
    """The snapshots that texts stand in, or the newest of all, as a part of a query."""
    if held is not None:
        return versions_of(db, held)
    return select(SnapshotRow.id).order_by(*NEWEST_FIRST).limit(MOST).subquery()


def _cells(db: Connection, some: FromClause, among: Among) -> Iterator[_Cell]:
    """What is counted, in one question: whatever filters leave out may yet be counted for another value of one."""
    day = SnapshotRow.dated_on
    in_span = func.coalesce(and_(true(), *among.within(day)), False)
    year, month = (func.substr(iso_day(db, day), 1, length) for length in (4, 7))
    of_version = (
        ReleaseRow.source_id,
        SnapshotRow.type,
        has_pictures().label("pictures"),
        (was_edited() if among.every_version else SnapshotRow.version > 1).label("edited"),
        (case((in_span, month), else_=year) if _is_short(db, among) else year).label("period"),
        in_span.label("in_span"),
        (ReleaseRow.id if among.every_version else null()).label("release"),
    )
    found = select(*of_version).select_from(some).join(SnapshotRow, SnapshotRow.id == some.c.id)
    found = found.join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
    cells = (found if among.every_version else found.where(is_latest())).subquery()
    sources = {row.id: (row.name, row.country, row.language) for row in sound(db.execute(select(SourceRow)))}
    for source_id, *rest in sound(db.execute(select(*cells.c, func.count()).group_by(*cells.c))):
        if source_id in sources:
            cell = _Cell(*sources[source_id], *rest)
            is_one = isinstance(cell.period, str) and _PERIOD.fullmatch(cell.period)
            yield cell if is_one else cell._replace(period=None)


def _is_short(db: Connection, among: Filters) -> bool:
    """Whether the span of days that is asked for, or that releases have, is so short that its months are counted."""
    ends = SnapshotRow.dated_on, SnapshotRow.dated_on.desc()
    dated = select(SnapshotRow.dated_on).where(SnapshotRow.dated_on.is_not(None))
    oldest, newest = (first(db, dated.order_by(end)) for end in ends)
    since, until = among.since or (oldest and oldest[0]), among.until or (newest and newest[0])
    return since is not None and until is not None and until - since <= SHORT


def _counted(cell: _Cell, among: Filters) -> Iterator[tuple[str, Any]]:
    """The tallies that a cell counts in, each with its value: all, or the one whose filter alone leaves it out."""
    values: dict[str, Any] = {name: getattr(cell, name) for name in FACETS}
    wanted = {name: getattr(among, name) for name in FACETS} | {"country": among.country and among.country.upper()}
    left_out = [name for name in FACETS if wanted[name] not in (None, "") and wanted[name] != values[name]]
    left_out += [] if cell.in_span else ["year"]
    values["year"] = cell.period[:4] if cell.period else None
    if len(left_out) < 2:
        yield from ((name, values[name]) for name in left_out or values)
    if not left_out:
        yield "all", None
        if cell.period and len(cell.period) > len("2025"):
            yield "month", cell.period


def _by_number(tally: Mapping[Any, int]) -> tuple[Count, ...]:
    counts = [Count(value, releases) for value, releases in tally.items()]
    return tuple(sorted(counts, key=lambda count: (-count.releases, count.value is None, str(count.value))))


def _by_time(tally: Mapping[Any, int]) -> tuple[Count, ...]:
    counts = [Count(value, releases) for value, releases in tally.items()]
    return tuple(sorted(counts, key=lambda count: (count.value is None, count.value)))
