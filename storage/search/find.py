"""Answers queries from the full-text index. A hit is a block that matches; a title is cited as position 0."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Text, column, func, literal_column, not_, or_, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from storage.damage import demand_references
from storage.models import BlockRow, ReleaseRow, SnapshotRow, SourceRow
from storage.read.lists.cursor import Cursor, following
from storage.read.lists.filters import Filters
from storage.read.snapshots import altered, is_latest
from storage.search.index import quoted
from storage.search.query import Phrase, Query

WORDS = table("search_words", column("id"), column("words"), column("plain", Text))
# So many matches are read and sorted in about 20 ms (benchmarks/search.py); where there are more, the first page is
# found sooner by walking through the snapshots, newest first.
MANY = 10_000
PAGE = 100
POSITION = func.coalesce(BlockRow.position, 0)
NEWEST_FIRST = (SnapshotRow.published_on.desc().nulls_last(), SnapshotRow.id.desc())

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One block that matches, and the release it stands in. Position 0 is the title.

    `altered` where the release's text in this version is not what was read from the page.
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


@dataclass(frozen=True, slots=True)
class Among(Filters):
    """Which texts are searched: only what releases say now, unless `every_version`."""

    every_version: bool = False

    def of_snapshot(self) -> Conditions:
        """What must hold of a row of `snapshot`."""
        latest = [] if self.every_version else [is_latest()]
        return [*self.within(SnapshotRow.published_on), *self.of_version(), *latest]


EVERYTHING = Among()
EVERY_VERSION = Among(every_version=True)


def find(db: Connection, query: Query, among: Among = EVERYTHING, limit: int = 20) -> list[Hit]:
    """The blocks that a query finds, newest release first; none where it wants nothing."""
    if not query.wanted:
        return []
    ids = matching(db, query)
    if db.dialect.name == "sqlite" and limit <= PAGE and is_common(db, ids):
        texts = texts_of([row.id for row in newest_with(db, ids, among, limit)])
        ids, among = matching(db, query, texts), EVERY_VERSION
    return hits(db, ids, among, limit)


def hits(db: Connection, ids: Any, among: Among, limit: int) -> list[Hit]:
    """The blocks and titles with these ids that are among those searched, newest release first."""
    columns = found(ids, among).with_only_columns(
        SnapshotRow.id,
        SnapshotRow.release_id,
        SnapshotRow.version,
        SourceRow.name.label("source"),
        ReleaseRow.url,
        SnapshotRow.title,
        SnapshotRow.published,
        POSITION,
        func.coalesce(BlockRow.kind, "title", type_=Text),
        BlockRow.marker,
        func.coalesce(BlockRow.text, SnapshotRow.title),
    )
    rows = db.execute(columns.order_by(*NEWEST_FIRST, POSITION).limit(limit)).all()
    if any(row.source is None for row in rows):  # a join would hide what refers to nothing
        demand_references(db, [row.release_id for row in rows if row.source is None])
    changed = altered(db, {row.id for row in rows})
    return [Hit(*[*shown, number in changed]) for number, *shown in rows]


def count(db: Connection, query: Query, among: Among = EVERYTHING) -> int | None:
    """How many blocks a query finds in all; None where its words stand in more than `MANY`: counting takes long."""
    ids = matching(db, query)
    if not query.wanted:
        return 0
    if is_common(db, ids):
        return None
    return at_most(db, found(ids, among).with_only_columns(ids.c.id).subquery(), MANY)


def undated(db: Connection, query: Query, among: Among = EVERYTHING) -> int:
    """How many blocks that a query finds stand in releases whose page states no day: a span of days leaves them out."""
    if not query.wanted:
        return 0
    anywhen = replace(among, since=None, until=None)
    ids = matching(db, query)
    without = found(ids, anywhen).with_only_columns(ids.c.id).where(SnapshotRow.published_on.is_(None))
    return at_most(db, without.subquery(), MANY)


def found(ids: Any, among: Among) -> Any:
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


def at_most(db: Connection, ids: Any, most: int) -> int:
    """How many ids there are, counted as far as one more than `most`."""
    some = select(ids.c.id).limit(most + 1).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def is_common(db: Connection, ids: Any) -> bool:
    """Whether these are so many that a page is found sooner by walking through the snapshots."""
    return at_most(db, ids, MANY) > MANY


def newest_with(db: Connection, ids: Any, among: Among, limit: int, after: Cursor | None = None) -> list[Any]:
    """The newest snapshots in which something matches, after a cursor, found by walking: rows of `id` and `day`."""
    # Conditions on other tables stand in subqueries, so that SQLite can but walk along the index of dates and stop.
    release = select(ReleaseRow.id).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    release = release.where(ReleaseRow.id == SnapshotRow.release_id, *among.of_source())
    block = select(BlockRow.id).where(BlockRow.snapshot_id == SnapshotRow.id).correlate(SnapshotRow)
    texts = block.union_all(select(-SnapshotRow.id).correlate(SnapshotRow)).subquery("texts")
    shown = select(texts.c.id).where(texts.c.id.in_(select(ids.c.id)))
    query = select(SnapshotRow.id, SnapshotRow.published_on.label("day"))
    query = query.where(*among.of_snapshot(), release.exists(), shown.exists())
    return newest(db, query, SnapshotRow.published_on, SnapshotRow.id, limit, after)


def newest(db: Connection, query: Any, day: Any, number: Any, limit: int, after: Cursor | None) -> list[Any]:
    """The newest rows of a query after a cursor, by their day and number."""
    rows: list[Any] = []
    for stretch in following(after, day, number):
        some = query.where(*stretch).order_by(day.desc(), number.desc()).limit(limit - len(rows))
        rows += db.execute(some).all() if len(rows) < limit else []
    return rows


def texts_of(snapshot_ids: Sequence[int]) -> Any:
    """The ids of all texts of these snapshots."""
    blocks = select(BlockRow.id).where(BlockRow.snapshot_id.in_(snapshot_ids))
    return blocks.union_all(select(-SnapshotRow.id).where(SnapshotRow.id.in_(snapshot_ids)))


def matching(db: Connection, query: Query, among: Any = None) -> Any:
    """The ids of the texts that match, as a part of a query; on SQLite, of those `among` some, if they are given."""
    if db.dialect.name == "sqlite":
        groups = (" OR ".join(map(_of_fts5, group)) for group in query.wanted)
        match = " AND ".join(f"({group})" for group in groups)
        if query.without:  # https://www.sqlite.org/fts5.html#fts5_boolean_operators
            match = f"({match}) NOT ({' OR '.join(map(_of_fts5, query.without))})"
        words: Any = select(literal_column("rowid").label("id")).select_from(table("search_words"))
        words = words.where(text("search_words MATCH :match").bindparams(match=match))
        if among is not None:
            # With a sign before it, the number is looked at in each match; without, each number is looked up among the
            # matches, and for the beginning of a word those of all its words are put together anew each time.
            number = "+rowid" if _has_prefix(query) else "rowid"
            words = words.where(literal_column(number).in_(among))
        return words.subquery("ids")
    wanted = ["(" + " | ".join(map(_of_tsquery, group)) + ")" for group in query.wanted]
    match = " & ".join([*wanted, *(f"!{_of_tsquery(one)}" for one in query.without)])
    condition = text("words @@ CAST(:match AS tsquery)").bindparams(match=match)
    long = select(WORDS.c.id).where(WORDS.c.plain.is_not(None), *_in_plain(query))
    return select(WORDS.c.id).where(condition).union_all(long).subquery("ids")


def _in_plain(query: Query) -> Conditions:
    """What must hold of the words of a long text on PostgreSQL."""

    def stands(phrase: Phrase) -> ColumnElement[bool]:
        return func.strpos(WORDS.c.plain, f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}") > 0

    return [*(or_(*map(stands, group)) for group in query.wanted), *(not_(stands(one)) for one in query.without)]


def _has_prefix(query: Query) -> bool:
    return any(phrase.prefix for group in (*query.wanted, query.without) for phrase in group)


def _of_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")


def _of_tsquery(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(quoted, phrase.words)) + (":*" if phrase.prefix else "") + ")"
