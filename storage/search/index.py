"""The full-text index, on SQLite's FTS5 and PostgreSQL's tsvector: what is put into it, and taken out.

Both hold the same words, those of `storage.search.tokens`, so a question has the same answer on either. Blocks are
indexed by their ids, and titles by those of their snapshots, made negative. A tsvector forgets where the later words of
a long text stand (PostgreSQL's manual, 12.11), so such a text is held `plain`: its words between spaces.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, LargeBinary, cast, select, text

from storage.database import chunks
from storage.models import BlockRow, PassageRow, SnapshotRow
from storage.search.tokens import tokens

LONGEST_TEXT = 100_000  # characters that are indexed, on either database
# What a tsvector holds whole: positions up to 16,383, at most 255 of one word, words of 2,046 bytes, 1 MB in all.
LAST_POSITION, MOST_PLACES, LONGEST_WORD, LONGEST_VECTOR = 16_383, 255, 500, 100_000  # characters, of 4 bytes at most
Words = Literal["search_words", "search_passages"]  # the index of releases, and that of their documents


def index(
    db: Connection,
    texts: Iterable[tuple[int, str]],
    table: Words = "search_words",
    words: Callable[[str], list[str]] = tokens,
) -> None:
    """Index texts by id: a block's, or a snapshot's made negative for its title; a passage's in its own. Writes."""
    if db.dialect.name == "sqlite":
        columns, row = "(rowid, words) VALUES (:id, :words)", _row
    else:
        columns, row = "(id, words, plain) VALUES (:id, CAST(:words AS tsvector), :plain)", _vector_row
    statement = f"INSERT INTO {table}{columns}"
    for some in chunks(texts):
        db.execute(text(statement), [row(number, words(value[:LONGEST_TEXT])) for number, value in some])


def clear(db: Connection, table: Words = "search_words") -> None:
    """Take everything out of an index. Writes."""
    if db.dialect.name == "sqlite":  # https://www.sqlite.org/fts5.html#the_delete_all_command
        db.execute(text(f"INSERT INTO {table}({table}) VALUES ('delete-all')"))  # noqa: S608
    else:
        db.execute(text(f"DELETE FROM {table}"))  # noqa: S608


def forget(db: Connection, snapshot_ids: Sequence[int]) -> None:
    """Take the titles and blocks of snapshots out of the index, before they are deleted. Writes."""
    _take_out(db, "search_words", BlockRow.id, BlockRow.text, BlockRow.snapshot_id.in_(snapshot_ids))
    _take_out(db, "search_words", -SnapshotRow.id, SnapshotRow.title, SnapshotRow.id.in_(snapshot_ids))


def forget_passages(db: Connection, payload_id: int) -> None:
    """Take the passages of a document out of their index, before they are deleted. Writes."""
    _take_out(db, "search_passages", PassageRow.id, PassageRow.text, PassageRow.payload_id == payload_id)


def _take_out(db: Connection, table: Words, number: Any, words: Any, of: ColumnElement[bool]) -> None:
    if db.dialect.name != "sqlite":
        ids = db.execute(select(number).where(of)).scalars()
        for some in chunks(ids):
            db.execute(text(f"DELETE FROM {table} WHERE id = :id"), [{"id": one} for one in some])  # noqa: S608
        return
    # An index without content is told what to take out (https://www.sqlite.org/fts5.html#the_delete_command): texts
    # that come as bytes, since a damaged one may be no text.
    statement = f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', :id, :words)"  # noqa: S608
    for some in chunks(db.execute(select(number, cast(words, LargeBinary)).where(of)).all()):
        rows = [_row(one, tokens(held.decode(errors="replace")[:LONGEST_TEXT])) for one, held in some]
        db.execute(text(statement), rows)


def _row(number: int, words: list[str]) -> dict[str, object]:
    return {"id": number, "words": " ".join(words)}


def _vector_row(number: int, words: list[str]) -> dict[str, object]:
    plain = f" {' '.join(words)} "
    if (
        len(words) <= LAST_POSITION
        and len(plain) <= LONGEST_VECTOR
        and max(Counter(words).values(), default=0) <= MOST_PLACES
        and max(map(len, words), default=0) < LONGEST_WORD
    ):
        vector = " ".join(f"{quoted(word)}:{place}" for place, word in enumerate(words, 1))
        return {"id": number, "words": vector, "plain": None}
    return {"id": number, "words": "", "plain": plain}


def quoted(word: str) -> str:
    """A word as PostgreSQL reads it in a tsvector and in a tsquery.

    Words of `storage.search.tokens` hold neither quotes nor backslashes; one that is cut stands in no tsvector.
    """
    return f"'{word[:LONGEST_WORD]}'"
