"""Answers queries from the full-text index. A hit is a block that matches; a title is cited as position 0."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Text, column, func, literal_column, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from storage.damage import demand_references
from storage.models import BlockRow, ReleaseRow, SnapshotRow, SourceRow
from storage.read.snapshots import altered, is_latest
from storage.read.sources import of_source
from storage.search.index import Words, quoted
from storage.search.query import Phrase, Query

# So many matches are read and sorted in about 20 ms (benchmarks/search.py); where there are more, the first page is
# found sooner by walking through the snapshots, newest first.
MANY = 10_000
PAGE = 100
NEWEST_FIRST = (SnapshotRow.published_on.desc().nulls_last(), SnapshotRow.id.desc())

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
class Among:
    """Which texts are searched: of one source, country (ISO 3166) or language, of releases dated within a span.

    Only what releases say now, unless `every_version`.
    """

    source: str | None = None
    country: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    every_version: bool = False

    def of_source(self) -> Conditions:
        """What must hold of a row of `source`."""
        return of_source(self.source, self.country, self.language)

    def of_snapshot(self) -> Conditions:
        """What must hold of a row of `snapshot`."""
        conditions: list[ColumnElement[bool]] = []
        if self.since:
            conditions.append(SnapshotRow.published_on >= self.since)
        if self.until:
            conditions.append(SnapshotRow.published_on <= self.until)
        if not self.every_version:
            conditions.append(is_latest())
        return conditions


EVERYTHING = Among()
EVERY_VERSION = Among(every_version=True)


def find(db: Connection, query: Query, among: Among = EVERYTHING, limit: int = 20) -> list[Hit]:
    """The blocks that a query finds, newest release first; none where it wants nothing."""
    if not query.wanted:
        return []
    ids = _matching(db, query)
    if db.dialect.name == "sqlite" and limit <= PAGE and _at_most(db, ids, MANY) > MANY:
        ids, among = _matching(db, query, _texts_of_newest(db, ids, among, limit)), EVERY_VERSION
    position = func.coalesce(BlockRow.position, 0)
    hits = _found(ids, among).with_only_columns(
        SnapshotRow.id,
        SnapshotRow.release_id,
        SnapshotRow.version,
        SourceRow.name.label("source"),
        ReleaseRow.url,
        SnapshotRow.title,
        SnapshotRow.published,
        position,
        func.coalesce(BlockRow.kind, "title", type_=Text),
        BlockRow.marker,
        func.coalesce(BlockRow.text, SnapshotRow.title),
    )
    rows = db.execute(hits.order_by(*NEWEST_FIRST, position).limit(limit)).all()
    if any(row.source is None for row in rows):  # a join would hide what refers to nothing
        demand_references(db, [row.release_id for row in rows if row.source is None])
    changed = altered(db, {row.id for row in rows})
    return [Hit(*[*shown, number in changed]) for number, *shown in rows]


def count(db: Connection, query: Query, among: Among = EVERYTHING) -> int | None:
    """How many blocks a query finds in all; None where its words stand in more than `MANY`: counting takes long."""
    ids = _matching(db, query)
    if not query.wanted:
        return 0
    if _at_most(db, ids, MANY) > MANY:
        return None
    return _at_most(db, _found(ids, among).with_only_columns(ids.c.id).subquery(), MANY)


def undated(db: Connection, query: Query, among: Among = EVERYTHING) -> int:
    """How many blocks that a query finds stand in releases whose page states no day: a span of days leaves them out."""
    if not query.wanted:
        return 0
    anywhen = replace(among, since=None, until=None)
    ids = _matching(db, query)
    found = _found(ids, anywhen).with_only_columns(ids.c.id).where(SnapshotRow.published_on.is_(None))
    return _at_most(db, found.subquery(), MANY)


def _found(ids: Any, among: Among) -> Any:
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


def _at_most(db: Connection, ids: Any, most: int) -> int:
    """How many ids there are, counted as far as one more than `most`."""
    some = select(ids.c.id).limit(most + 1).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def _texts_of_newest(db: Connection, ids: Any, among: Among, limit: int) -> Any:
    """The ids of all texts of the newest snapshots in which something matches: the first page is among them."""
    # Conditions on other tables stand in subqueries, so that SQLite can but walk along the index of dates and stop.
    release = select(ReleaseRow.id).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    release = release.where(ReleaseRow.id == SnapshotRow.release_id, *among.of_source())
    block = select(BlockRow.id).where(BlockRow.snapshot_id == SnapshotRow.id).correlate(SnapshotRow)
    texts = block.union_all(select(-SnapshotRow.id).correlate(SnapshotRow)).subquery("texts")
    shown = select(texts.c.id).where(texts.c.id.in_(select(ids.c.id)))
    found = select(SnapshotRow.id).where(*among.of_snapshot(), release.exists(), shown.exists())
    numbers = db.execute(found.order_by(*NEWEST_FIRST).limit(limit)).scalars().all()
    blocks = select(BlockRow.id).where(BlockRow.snapshot_id.in_(numbers))
    return blocks.union_all(select(-SnapshotRow.id).where(SnapshotRow.id.in_(numbers)))


def _matching(db: Connection, query: Query, among: Any = None, words: Words = "search_words") -> Any:
    if db.dialect.name == "sqlite":
        groups = (" OR ".join(map(_of_fts5, group)) for group in query.wanted)
        match = " AND ".join(f"({group})" for group in groups)
        if query.without:  # https://www.sqlite.org/fts5.html#fts5_boolean_operators
            match = f"({match}) NOT ({' OR '.join(map(_of_fts5, query.without))})"
        found: Any = select(literal_column("rowid").label("id")).select_from(table(words))
        found = found.where(text(f"{words} MATCH :match").bindparams(match=match))
        if among is not None:
            # With a sign before it, the number is looked at in each match; without, each number is looked up among the
            # matches, and for the beginning of a word those of all its words are put together anew each time.
            number = "+rowid" if _has_prefix(query) else "rowid"
            found = found.where(literal_column(number).in_(among))
        return found.subquery("ids")
    wanted = ["(" + " | ".join(map(_of_tsquery, group)) + ")" for group in query.wanted]
    match = " & ".join([*wanted, *(f"!{_of_tsquery(one)}" for one in query.without)])
    condition = text("words @@ CAST(:match AS tsquery)").bindparams(match=match)
    return select(column("id")).select_from(table(words)).where(condition).subquery("ids")


def passages(db: Connection, query: Query) -> Any:
    """The ids of the pages of documents that a query finds."""
    return _matching(db, query, words="search_passages")


def _has_prefix(query: Query) -> bool:
    return any(phrase.prefix for group in (*query.wanted, query.without) for phrase in group)


def _of_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + (" *" if phrase.prefix else "")


def _of_tsquery(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(quoted, phrase.words)) + (":*" if phrase.prefix else "") + ")"
