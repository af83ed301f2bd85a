"""The full-text index, on SQLite's FTS5 and PostgreSQL's tsvector: what is put into it, and taken out.

Both hold the same words, those of `storage.search.tokens`, so a question has the same answer on either. Blocks are
indexed by their ids, and titles by those of their snapshots, made negative.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, LargeBinary, cast, select, text

from storage.database import chunks
from storage.models import BlockRow, SnapshotRow
from storage.search.tokens import tokens

# PostgreSQL keeps at most 16,383 positions in a tsvector (manual, 12.11); no block comes near, hostile pages might.
LONGEST_TEXT = 100_000
LONGEST_WORD = 500  # characters, of four bytes at most
Words = Literal["search_words", "search_passages"]  # the index of releases, and that of their documents


def index(db: Connection, texts: Iterable[tuple[int, str]], table: Words = "search_words") -> None:
    """Index texts by id: a block's, or a snapshot's made negative for its title; a passage's in its own. Writes."""
    sqlite = f"INSERT INTO {table}(rowid, words) VALUES (:id, :words)"  # noqa: S608 - one of two names
    postgresql = f"INSERT INTO {table}(id, words) VALUES (:id, CAST(:words AS tsvector))"  # noqa: S608 - as above
    statement = text(sqlite if db.dialect.name == "sqlite" else postgresql)
    for some in chunks(texts):
        db.execute(statement, [{"id": row_id, "words": _words(db, value)} for row_id, value in some])


def clear(db: Connection) -> None:
    """Take everything out of the index. Writes."""
    if db.dialect.name == "sqlite":  # https://www.sqlite.org/fts5.html#the_delete_all_command
        db.execute(text("INSERT INTO search_words(search_words) VALUES ('delete-all')"))
    else:
        db.execute(text("DELETE FROM search_words"))


def forget(db: Connection, snapshot_ids: Sequence[int]) -> None:
    """Take the titles and blocks of snapshots out of the index, before they are deleted. Writes."""
    block_ids = select(BlockRow.id).where(BlockRow.snapshot_id.in_(snapshot_ids))
    if db.dialect.name != "sqlite":
        ids = [*db.execute(block_ids).scalars(), *(-number for number in snapshot_ids)]
        db.execute(text("DELETE FROM search_words WHERE id = :id"), [{"id": number} for number in ids])
        return
    # An index without content is told what to take out (https://www.sqlite.org/fts5.html#the_delete_command): texts
    # that come as bytes, since a damaged one may be no text.
    blocks = db.execute(block_ids.add_columns(cast(BlockRow.text, LargeBinary)))
    title = cast(SnapshotRow.title, LargeBinary)
    titles = db.execute(select(-SnapshotRow.id, title).where(SnapshotRow.id.in_(snapshot_ids)))
    rows = [{"id": number, "words": _words(db, held.decode(errors="replace"))} for number, held in [*blocks, *titles]]
    if rows:
        db.execute(text("INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', :id, :words)"), rows)


def _words(db: Connection, value: str) -> str:
    words = tokens(value[:LONGEST_TEXT])
    if db.dialect.name == "sqlite":
        return " ".join(words)
    return " ".join(f"{quoted(word)}:{min(n, 16383)}" for n, word in enumerate(words, 1))


def quoted(word: str) -> str:
    """A word as PostgreSQL reads it in a tsvector and in a tsquery."""
    # PostgreSQL refuses a word of more than 2,046 bytes (manual, 12.11), which no language has. Words of
    # `storage.search.tokens` hold neither quotes nor backslashes.
    return f"'{word[:LONGEST_WORD]}'"
