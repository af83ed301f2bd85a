"""Pages of what a query finds, a release at a time. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from storage.models import BlockRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import LOOKED_AT, sound
from storage.read.lists.cursor import Cursor, following
from storage.search.find import (
    EVERY_VERSION,
    EVERYTHING,
    MANY,
    NEWEST,
    NEWEST_FIRST,
    POSITION,
    Among,
    Hit,
    count,
    first,
    found,
    has_one,
    hits,
    searched,
    texts_of,
)
from storage.search.matching import matching, matching_in, stretches
from storage.search.newest import Newest, newest, versions_of
from storage.search.query import Query

# Of words that stand in more texts than this, so many versions are looked at before the newest, and so many after.
FREQUENT = 100_000
FIRST, FURTHER = 60, 900
# To seek a word in another stretch of the index takes as long as to pass so many texts that match.
SEEK = 200
FEWEST = 10  # stretches; no page of versions lies in fewer
EACH = 10  # hits of one release that a page shows: it may have thousands

Places = Mapping[int, Sequence[Any]]  # rows of texts that match, by their version


@dataclass(frozen=True, slots=True)
class FoundIn:
    """A version of a release in which something matches: its first hits in reading order, and how many it has in all.

    What the release is called and where it stands, each of its hits says.
    """

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A page of results, newest release first. `next` leads to the page after it, if there is one.

    `total` counts the hits of the whole query as `storage.search.find.count` does: None where that takes long.
    """

    results: tuple[FoundIn, ...]
    next: str | None
    total: int | None


def result_page(
    db: Connection,
    query: Query,
    among: Among = EVERYTHING,
    after: str | None = None,
    limit: int = 20,
    each: int = EACH,
    held: Newest | None = None,
) -> ResultPage:
    """A page of `limit` releases, each with at most so many hits: those of `find`, in its order.

    Where earlier versions are searched too, each version in which something matches stands for itself. None are found
    where the query wants nothing. `held` are the newest texts of the query, where they are known already. Raises
    CursorError where `after` is the `next` of no page.
    """
    cursor = Cursor.parse(after)
    if not query.wanted:
        return ResultPage((), None, 0)
    held = held or newest(db, query, MANY)
    if held.more:
        versions, places = _walked(db, query, held, among, limit + 1, cursor, each)
    else:
        versions = _counted(db, held, among, limit + 1, cursor)
        places = _places(db, query, held, [row.id for row in versions[:limit]], each, limit)
    shown, more = versions[:limit], versions[limit:]
    leads_to = str(Cursor(shown[-1].day, shown[-1].id)) if more else None
    if held.more or shown:
        total = None if held.more else int(shown[0].total)
    else:  # what is damaged is left out of the page, and not of the total: it says how much there is to find
        total = count(db, query, among) if held.ids else 0
    return ResultPage(_results(db, [row for one in shown for row in places.get(one.id, ())]), leads_to, total)


def _walked(
    db: Connection, query: Query, held: Newest, among: Among, limit: int, after: Cursor | None, each: int
) -> tuple[list[Any], Places]:
    """The newest versions in which something matches, after a cursor, with their first hits.

    They are sought among the newest versions of all at first, which are enough where the words are as frequent as most
    of those that are asked for. Where it costs little they are sought among fewer before, since some words stand nearly
    everywhere, and among more after: one source may have published much of late. Or else they are sought one after
    another, until a page is full. So they are, too, where something that is damaged stood in the place of another hit.
    """
    all_of_them = searched(db, among).add_columns(SnapshotRow.dated_on.label("day"))
    found: list[Any] = []
    places: dict[int, Sequence[Any]] = {}
    place = after
    for most in (FIRST, NEWEST, FURTHER) if _may_seek(db, query) and held.matches > FREQUENT else (NEWEST,):
        tried = _newest(db, all_of_them, SnapshotRow.dated_on, SnapshotRow.id, most, place)
        places |= _places(db, query, held, [row.id for row in tried], each, limit)
        found += [row for row in tried if row.id in places]
        if len(found) >= limit or len(tried) < min(limit, most):
            return found[:limit], places
        place = Cursor(tried[-1].day, tried[-1].id)
    matched = all_of_them.where(has_one(matching(db, query)))
    found = _newest(db, matched, SnapshotRow.dated_on, SnapshotRow.id, limit, after)
    return found, _places(db, query, held, [row.id for row in found], each, limit)


def _counted(db: Connection, held: Newest, among: Among, limit: int, after: Cursor | None) -> list[Any]:
    """The same, each with the `total` of hits in all of them."""
    some, day, number = versions_of(db, held), SnapshotRow.dated_on, SnapshotRow.id
    counted = select(number, day.label("day"), func.sum(some.c.texts).over().label("total"))
    counted = counted.select_from(some).join(SnapshotRow, number == some.c.id)
    counted = counted.outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
    counted = counted.outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
    summed = counted.where(*among.of_source(), *among.of_snapshot()).subquery()
    follow = or_(*(and_(*stretch) for stretch in following(after, summed.c.day, summed.c.id)))
    ordered = select(summed).where(follow).order_by(summed.c.day.desc().nulls_last(), summed.c.id.desc())
    return [*islice(sound(db.execute(ordered.limit(limit + LOOKED_AT))), limit)]


def _newest(db: Connection, query: Any, day: Any, number: Any, limit: int, after: Cursor | None) -> list[Any]:
    """The newest rows of a query after a cursor, by their day and number."""
    rows: list[Any] = []
    for stretch in following(after, day, number):
        wanted = limit - len(rows)
        some = query.where(*stretch).order_by(day.desc(), number.desc()).limit(wanted + LOOKED_AT)
        if wanted:
            with db.execute(some) as found_here:
                rows += islice(sound(found_here), wanted)
    return rows


def _places(db: Connection, query: Query, held: Newest, snapshot_ids: Sequence[int], each: int, limit: int) -> Places:
    """The first hits in each of the newest of these versions, by its id, with how many it has in all."""
    of_version: dict[str, Any] = {"partition_by": SnapshotRow.id}
    numbered = (
        found(_within(db, query, held, snapshot_ids), EVERY_VERSION)
        .where(SnapshotRow.id.in_(snapshot_ids))
        .add_columns(
            SnapshotRow.id.label("snapshot_id"),
            SnapshotRow.release_id,
            SnapshotRow.version,
            func.row_number().over(**of_version, order_by=POSITION).label("place"),
            func.count().over(**of_version).label("total"),
            func.dense_rank().over(order_by=NEWEST_FIRST).label("version_place"),
        )
        .subquery()
    )
    shown = select(numbered).where(numbered.c.place <= each, numbered.c.version_place <= limit)
    places: dict[int, list[Any]] = {}
    for row in sound(db.execute(shown)):
        places.setdefault(row.snapshot_id, []).append(row)
    return places


def _within(db: Connection, query: Query, held: Newest, snapshot_ids: Sequence[int]) -> Any:
    """The ids of texts that match, among them all that stand in these versions, as a part of a query."""
    most = held.matches // (SEEK * query.words) if _may_seek(db, query) else 0  # stretches
    if most > FEWEST:
        ends = select(func.min(BlockRow.id), func.max(BlockRow.id)).group_by(BlockRow.snapshot_id)
        blocks = db.execute(ends.where(BlockRow.snapshot_id.in_(snapshot_ids)))
        titles = ((-number, -number) for number in snapshot_ids)
        if len(some := stretches([*((first, last) for first, last in blocks), *titles])) <= most:
            return matching_in(query, some)
    return matching(db, query, texts_of(select(SnapshotRow.id).where(SnapshotRow.id.in_(snapshot_ids))))


def _may_seek(db: Connection, query: Query) -> bool:
    """Whether matches may be sought in stretches of the index. SQLite gathers the words of a prefix for each anew."""
    return db.dialect.name == "sqlite" and not query.has_prefix


def _results(db: Connection, places: Sequence[Any]) -> tuple[FoundIn, ...]:
    """What stands at these places, by versions, newest first."""
    totals = {(row.release_id, row.version): row.total for row in places}
    shown = _ids([row.id for row in places])
    by_version = groupby(hits(db, first(db, shown, EVERY_VERSION, len(places))), lambda hit: (hit.release, hit.version))
    return tuple(FoundIn(tuple(some), totals[version]) for version, some in by_version)


def _ids(texts: Sequence[int]) -> Any:
    """The ids of blocks, and of titles, which are negative, as a part of a query."""
    titles = select((-SnapshotRow.id).label("id")).where(SnapshotRow.id.in_([-number for number in texts]))
    return select(BlockRow.id).where(BlockRow.id.in_(texts)).union_all(titles).subquery()
