"""Answers queries from the full-text index. A hit is a block that matches; a title is cited as position 0."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import CompoundSelect, Connection, Date, FromClause, Select, Text, func, select
from sqlalchemy.sql.elements import ColumnElement

from storage.damage import referring
from storage.models import BlockRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import sound
from storage.models.rows import Selected, Statement
from storage.read.lists.filters import Filters, among_few
from storage.read.snapshots import altered, is_latest
from storage.search.matching import matching
from storage.search.query import Query

# So many matches are read and sorted in about 25 ms (benchmarks/search.py); where there are more, the first page is
# found sooner by walking through the snapshots, newest first.
FEW, MANY = 1_000, 5_000
# A word that stands in one text of a hundred fills a page from the newest so many snapshots of those searched. They are
# sought among so many, since a source may have published nothing for long.
NEWEST, SOUGHT = 300, 3_000
PAGE = 100
POSITION = func.coalesce(BlockRow.position, 0)
NEWEST_FIRST = (SnapshotRow.dated_on.desc().nulls_last(), SnapshotRow.id.desc())

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One block that matches, and the release it stands in. Position 0 is the title.

    `altered` where the release's text in this version is not what was read from the page. Where `attachment` is the
    address of a document, the hit is a page of that, and its position the page's number.
    """

    release: int
    version: int
    source: str
    url: str
    title: str
    published: str | None
    position: int
    kind: str
    marker: str | None
    text: str
    altered: bool
    attachment: str | None = None


@dataclass(frozen=True, slots=True)
class Among(Filters):
    """Which texts are searched: only what releases say now, unless `every_version`."""

    every_version: bool = False

    def of_snapshot(self) -> Conditions:
        """What must hold of a row of `snapshot`."""
        latest = [] if self.every_version else [is_latest(), *self.of_latest()]
        return [*self.dated(), *self.of_version(), *latest]

    def dated(self) -> Conditions:
        """What must hold of the day of a row of `snapshot`."""
        return self.within(SnapshotRow.dated_on)


EVERYTHING = Among()
EVERY_VERSION = Among(every_version=True)


def find(db: Connection, query: Query, among: Among = EVERYTHING, limit: int = 20) -> list[Hit]:
    """The blocks that a query finds, newest release first; none where it wants nothing."""
    if not query.wanted:
        return []
    ids = matching(db, query)
    rows: Sequence[Selected] = ()
    # SQLite looks for the newest where something matches, and PostgreSQL whether or not.
    if limit <= PAGE and (db.dialect.name == "sqlite" or at_most(db, ids, FEW) > FEW):
        rows = first(db, matching(db, query, texts_of(_newest(db, among))), EVERY_VERSION, limit)
    if len(rows) < limit:
        if db.dialect.name == "sqlite" and limit <= PAGE and at_most(db, ids, MANY) > MANY:
            ids, among = matching(db, query, texts_of(_shown(db, ids, among, limit))), EVERY_VERSION
        rows = first(db, ids, among, limit)
    return hits(db, rows)


def hits(db: Connection, rows: Sequence[Selected]) -> list[Hit]:
    """What rows of `first` show."""
    changed = altered(db, {row.id for row in rows})
    return [Hit(*[*shown, number in changed]) for number, *shown in referring(db, rows)]


def first(db: Connection, ids: FromClause, among: Among, limit: int) -> Sequence[Selected]:
    """What is shown of the first blocks and titles with these ids that are among those searched."""
    shown = found(ids, among).with_only_columns(
        SnapshotRow.id,
        SnapshotRow.release_id,
        SnapshotRow.version,
        SourceRow.name.label("source"),
        ReleaseRow.url,
        SnapshotRow.title,
        func.coalesce(SnapshotRow.published, ReleaseRow.listed_published),
        POSITION,
        func.coalesce(BlockRow.kind, "title", type_=Text),
        BlockRow.marker,
        func.coalesce(BlockRow.text, SnapshotRow.title),
    )
    return [*sound(db.execute(shown.order_by(*NEWEST_FIRST, POSITION).limit(limit)))]


def count(db: Connection, query: Query, among: Among = EVERYTHING) -> int | None:
    """How many blocks a query finds in all; None where its words stand in more than `MANY`: counting takes long."""
    ids = matching(db, query)
    if not query.wanted:
        return 0
    if at_most(db, ids, MANY) > MANY:
        return None
    return at_most(db, found(ids, among).with_only_columns(ids.c.id).subquery(), MANY)


def undated(db: Connection, query: Query, among: Among = EVERYTHING) -> int:
    """How many blocks that a query finds stand in releases that have no day: a span of days leaves them out."""
    if not query.wanted:
        return 0
    anywhen = replace(among, since=None, until=None)
    ids = matching(db, query)
    without = found(ids, anywhen).with_only_columns(ids.c.id).where(SnapshotRow.dated_on.is_(None))
    return at_most(db, without.subquery(), MANY)


def found(ids: FromClause, among: Among) -> Statement:
    """The blocks and titles with these ids that are among those searched, to be narrowed to columns."""
    return (
        select(ids.c.id)
        .select_from(ids)
        .outerjoin(BlockRow, BlockRow.id == ids.c.id)
        .join(SnapshotRow, SnapshotRow.id == func.coalesce(BlockRow.snapshot_id, -ids.c.id))
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(*among.of_source(), *among.of_snapshot())
    )


def at_most(db: Connection, ids: FromClause, most: int) -> int:
    """How many ids there are, counted as far as one more than `most`."""
    some = select(ids.c.id).limit(most + 1).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def _newest(db: Connection, among: Among) -> Select[int]:
    """The newest snapshots of those searched, by id: looked for where something matches at all, and nowhere else."""
    day = SnapshotRow.dated_on
    last = select(day).where(*among.dated()).order_by(*NEWEST_FIRST).limit(1).offset(SOUGHT).scalar_subquery()
    sought = searched(db, among).where(day >= func.coalesce(last, date.min, type_=Date))
    return sought.order_by(*NEWEST_FIRST).limit(NEWEST)


def _shown(db: Connection, ids: FromClause, among: Among, limit: int) -> Select[int]:
    """The newest snapshots of those searched in which something matches, by id: the first page is among their texts."""
    return searched(db, among).where(has_one(ids)).order_by(*NEWEST_FIRST).limit(limit)


def has_one(ids: FromClause) -> ColumnElement[bool]:
    """Whether one of these texts stands in a row of `snapshot`."""
    block = select(BlockRow.id).where(BlockRow.snapshot_id == SnapshotRow.id).correlate(SnapshotRow)
    texts = block.union_all(select(-SnapshotRow.id).correlate(SnapshotRow)).subquery("texts")
    return select(texts.c.id).where(texts.c.id.in_(select(ids.c.id))).exists()


def searched(db: Connection, among: Among) -> Select[int]:
    """The snapshots searched, by id."""
    # Conditions on other tables stand in subqueries, so that SQLite can but walk along the index of dates and stop.
    release = select(ReleaseRow.id).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    release = release.where(ReleaseRow.id == SnapshotRow.release_id, *among.of_source())
    of_source = [release.exists()] if among.of_source() else []
    return select(SnapshotRow.id).where(*among.of_snapshot(), *of_source, *among_few(db, among))


def texts_of(snapshots: Select[int]) -> CompoundSelect[int]:
    """The ids of all texts of snapshots, which are a query by id."""
    newest = snapshots.cte("newest")
    blocks = select(BlockRow.id).where(BlockRow.snapshot_id.in_(select(newest.c.id)))
    return blocks.union_all(select(-newest.c.id))
