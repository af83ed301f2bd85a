"""Full text, on SQLite's FTS5 and PostgreSQL's tsvector behind one interface.

Both index the same words, those of `storage.search.tokens`, so a question has the same answer on either. Hits are
blocks; a title is indexed too, under its snapshot's id made negative, and cited as position 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, column, func, literal_column, or_, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from storage.database import chunks
from storage.models import BlockRow, ReleaseRow, SnapshotRow, SourceRow
from storage.search.tokens import query_terms, tokens

WORDS = table("search_words", column("id"), column("words"))
# PostgreSQL keeps at most 16,383 positions in a tsvector (manual, 12.11); no block comes near, hostile pages might.
LONGEST_TEXT = 100_000
LONGEST_WORD = 500  # characters, of four bytes at most
# So many matches are read and sorted in about 20 ms (benchmarks/search.py); where there are more, the first page is
# found sooner by walking through the snapshots, newest first.
MANY = 10_000
PAGE = 100
NEWEST_FIRST = (SnapshotRow.published_on.desc().nulls_last(), SnapshotRow.id.desc())

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One block that matches, and the release it stands in. Position 0 is the title."""

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


def index(db: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Index texts by id: a block's, or a snapshot's made negative for its title. Writes."""
    sqlite = "INSERT INTO search_words(rowid, words) VALUES (:id, :words)"
    postgresql = "INSERT INTO search_words(id, words) VALUES (:id, CAST(:words AS tsvector))"
    statement = text(sqlite if db.dialect.name == "sqlite" else postgresql)
    for some in chunks(texts):
        db.execute(statement, [{"id": row_id, "words": _words(db, value)} for row_id, value in some])


def forget(db: Connection, snapshot_ids: Sequence[int]) -> None:
    """Take the titles and blocks of snapshots out of the index, before they are deleted. Writes."""
    blocks = db.execute(select(BlockRow.id, BlockRow.text).where(BlockRow.snapshot_id.in_(snapshot_ids)))
    titles = db.execute(select(-SnapshotRow.id, SnapshotRow.title).where(SnapshotRow.id.in_(snapshot_ids)))
    rows = [{"id": row_id, "words": _words(db, value)} for row_id, value in [*blocks, *titles]]
    if not rows:
        return
    if db.dialect.name == "sqlite":
        # An index without content is told what to take out (https://www.sqlite.org/fts5.html#the_delete_command).
        db.execute(text("INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', :id, :words)"), rows)
    else:
        db.execute(text("DELETE FROM search_words WHERE id = :id"), [{"id": row["id"]} for row in rows])


def find(
    db: Connection,
    query: str,
    *,
    source: str | None = None,
    country: str | None = None,
    language: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 20,
    every_version: bool = False,
) -> list[Hit]:
    """The blocks in which every word and "phrase" of `query` stands, newest release first.

    Any text is a query; one without a word finds nothing. Only what releases say now is searched, unless
    `every_version`.
    """
    phrases = query_terms(query)
    if not phrases:
        return []
    of_source = _of_source(source, country, language)
    of_snapshot = _of_snapshot(since, until, every_version)
    ids = _matching(db, phrases)
    if db.dialect.name == "sqlite" and limit <= PAGE and _are_many(db, ids):
        ids = _matching(db, phrases, _texts_of_newest(db, ids, of_source, of_snapshot, limit))
    position = func.coalesce(BlockRow.position, 0)
    found: Any = (
        select(
            ReleaseRow.id.label("release"),
            SnapshotRow.version,
            SourceRow.name.label("source"),
            ReleaseRow.url,
            SnapshotRow.title,
            SnapshotRow.published,
            position,
            func.coalesce(BlockRow.kind, "title"),
            BlockRow.marker,
            func.coalesce(BlockRow.text, SnapshotRow.title),
        )
        .select_from(ids)
        .outerjoin(BlockRow, BlockRow.id == ids.c.id)
        .join(SnapshotRow, SnapshotRow.id == func.coalesce(BlockRow.snapshot_id, -ids.c.id))
        .join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(*of_source, *of_snapshot)
        .order_by(*NEWEST_FIRST, position)
        .limit(limit)
    )
    return [Hit(*row) for row in db.execute(found)]


def _of_source(source: str | None, country: str | None, language: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if source:
        conditions.append(SourceRow.name == source)
    if country:
        conditions.append(SourceRow.country == country.upper())
    if language:
        conditions.append(SourceRow.language == language)
    return conditions


def _of_snapshot(since: date | None, until: date | None, every_version: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if since:
        conditions.append(SnapshotRow.published_on >= since)
    if until:
        conditions.append(SnapshotRow.published_on <= until)
    if not every_version:
        conditions.append(_is_latest())
    return conditions


def _is_latest() -> ColumnElement[bool]:
    newer = SnapshotRow.__table__.alias("newer")
    return ~(
        select(literal_column("1"))
        .select_from(newer)
        .where(newer.c.release_id == SnapshotRow.release_id, newer.c.version > SnapshotRow.version)
        .exists()
    )


def _are_many(db: Connection, ids: Any) -> bool:
    some = select(ids.c.id).limit(MANY + 1).subquery()
    return db.execute(select(func.count()).select_from(some)).scalar_one() > MANY


def _texts_of_newest(db: Connection, ids: Any, of_source: Conditions, of_snapshot: Conditions, limit: int) -> Any:
    """The ids of all texts of the newest snapshots in which something matches: the first page is among them."""
    # Conditions on other tables stand in subqueries, so that SQLite can but walk along the index of dates and stop.
    release = select(ReleaseRow.id).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    release = release.where(ReleaseRow.id == SnapshotRow.release_id, *of_source)
    of_title, of_block = (select(ids.c.id).where(some) for some in (ids.c.id < 0, ids.c.id > 0))
    block = select(BlockRow.id).where(BlockRow.snapshot_id == SnapshotRow.id, BlockRow.id.in_(of_block))
    message = or_((-SnapshotRow.id).in_(of_title), block.exists())
    found = select(SnapshotRow.id).where(*of_snapshot, release.exists(), message)
    numbers = db.execute(found.order_by(*NEWEST_FIRST).limit(limit)).scalars().all()
    blocks = select(BlockRow.id).where(BlockRow.snapshot_id.in_(numbers))
    return blocks.union_all(select(-SnapshotRow.id).where(SnapshotRow.id.in_(numbers)))


def _matching(db: Connection, phrases: Sequence[Sequence[str]], among: Any = None) -> Any:
    if db.dialect.name == "sqlite":
        match = " AND ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
        found: Any = select(literal_column("rowid").label("id")).select_from(table("search_words"))
        found = found.where(text("search_words MATCH :match").bindparams(match=match))
        if among is not None:
            found = found.where(literal_column("rowid").in_(among))
        return found.subquery("ids")
    lexemes = " & ".join("(" + " <-> ".join(_quoted(word) for word in phrase) + ")" for phrase in phrases)
    condition = text("words @@ CAST(:match AS tsquery)").bindparams(match=lexemes)
    return select(WORDS.c.id).where(condition).subquery("ids")


def _words(db: Connection, value: str) -> str:
    words = tokens(value[:LONGEST_TEXT])
    if db.dialect.name == "sqlite":
        return " ".join(words)
    return " ".join(f"{_quoted(word)}:{min(n, 16383)}" for n, word in enumerate(words, 1))


def _quoted(word: str) -> str:
    # PostgreSQL refuses a word of more than 2,046 bytes (manual, 12.11), which no language has. Words of
    # `storage.search.tokens` hold neither quotes nor backslashes.
    return f"'{word[:LONGEST_WORD]}'"
