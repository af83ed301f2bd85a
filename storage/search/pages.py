"""Pages of what a query finds, a release at a time. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from storage.models import SnapshotRow
from storage.read.lists.cursor import Cursor
from storage.search.find import (
    EVERY_VERSION,
    EVERYTHING,
    POSITION,
    Among,
    Hit,
    count,
    found,
    hits,
    is_common,
    matching,
    newest,
    newest_with,
    texts_of,
)
from storage.search.query import Query

EACH = 10  # hits of one release that a page shows: it may have thousands


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
) -> ResultPage:
    """A page of `limit` releases, each with at most so many hits: those of `find`, in its order.

    Where earlier versions are searched too, each version in which something matches stands for itself. None are found
    where the query wants nothing. Raises CursorError where `after` is the `next` of no page.
    """
    cursor = Cursor.parse(after)
    if not query.wanted:
        return ResultPage((), None, 0)
    ids = matching(db, query)
    is_many = is_common(db, ids)
    versions = (newest_with if is_many else _newest_counted)(db, ids, among, limit + 1, cursor)
    shown, more = versions[:limit], versions[limit:]
    following = str(Cursor(shown[-1].day, shown[-1].id)) if more else None
    total = None if is_many else int(shown[0].total) if shown else count(db, query, among)
    return ResultPage(_results(db, query, [row.id for row in shown], each), following, total)


def _newest_counted(db: Connection, ids: Any, among: Among, limit: int, after: Cursor | None) -> list[Any]:
    """The newest versions in which something matches, after a cursor, each with the `total` of hits in all of them."""
    day = SnapshotRow.published_on
    counted = found(ids, among).with_only_columns(SnapshotRow.id, day.label("day"), func.count().label("hits"))
    versions = counted.group_by(SnapshotRow.id, day).subquery()
    summed = select(versions.c.id, versions.c.day, func.sum(versions.c.hits).over().label("total")).subquery()
    return newest(db, select(summed), summed.c.day, summed.c.id, limit, after)


def _results(db: Connection, query: Query, snapshot_ids: Sequence[int], each: int) -> tuple[FoundIn, ...]:
    """What matches in these versions, in their order."""
    texts = texts_of(snapshot_ids).subquery()
    places = found(matching(db, query, select(texts.c.id)), EVERY_VERSION).where(SnapshotRow.id.in_(snapshot_ids))
    of_version: dict[str, Any] = {"partition_by": SnapshotRow.id}
    numbered = places.add_columns(
        SnapshotRow.release_id,
        SnapshotRow.version,
        func.row_number().over(**of_version, order_by=POSITION).label("place"),
        func.count().over(**of_version).label("total"),
    ).subquery()
    first = db.execute(select(numbered).where(numbered.c.place <= each)).all()
    totals = {(row.release_id, row.version): row.total for row in first}
    shown = select(texts.c.id).where(texts.c.id.in_([row.id for row in first])).subquery()
    by_version = groupby(hits(db, shown, EVERY_VERSION, len(first)), lambda hit: (hit.release, hit.version))
    return tuple(FoundIn(tuple(some), totals[version]) for version, some in by_version)
