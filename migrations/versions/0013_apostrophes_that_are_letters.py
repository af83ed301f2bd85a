"""Apostrophes that Unicode counts for letters part words as others do, and Devanagari is found without its dots.

The full-text indexes are made anew, with the words of the program that runs this (see revision 0003).
"""

import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from storage.search.index import Words, clear, index
from storage.search.tokens import tokens

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROWS = 10_000  # indexed at once
BLOCK = sa.table("block", sa.column("id"), sa.column("text"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("title"))
PASSAGE = sa.table("passage", sa.column("id"), sa.column("text"))
# Letters and a mark that nothing folds, and no ministry writes, in place of what was one until this revision.
SIGNS, KEPT_AS = "ʹʺʻʼʽʾʿˮ\u093c", "ᚠᚡᚢᚣᚤᚥᚦᚧ\u1714"
KEPT, GIVEN_BACK = str.maketrans(SIGNS, KEPT_AS), str.maketrans(KEPT_AS, SIGNS)


def upgrade() -> None:
    _make_anew(tokens)


def downgrade() -> None:
    _make_anew(_former_words)


def _make_anew(words: Callable[[str], list[str]]) -> None:
    tables: tuple[Words, ...] = "search_words", "search_passages"
    for table in tables:
        clear(op.get_bind(), table)
    _index(BLOCK.c.id, BLOCK.c.text, 1, "search_words", words)
    _index(SNAPSHOT.c.id, SNAPSHOT.c.title, -1, "search_words", words)
    _index(PASSAGE.c.id, PASSAGE.c.text, 1, "search_passages", words)


def _index(
    ids: sa.ColumnElement[int],
    texts: sa.ColumnElement[str],
    sign: int,
    table: Words,
    words: Callable[[str], list[str]],
) -> None:
    """Index a table's texts. Those that are damaged come as bytes; `reparse` makes them anew."""
    db, after = op.get_bind(), 0
    while rows := db.execute(sa.select(ids, texts).where(ids > after).order_by(ids).limit(ROWS)).all():
        after = rows[-1][0]
        told = [(sign * n, text if isinstance(text, str) else text.decode(errors="replace")) for n, text in rows]
        index(db, told, table, words)


def _former_words(text: str) -> list[str]:
    kept = tokens(unicodedata.normalize("NFD", text).translate(KEPT))
    return [unicodedata.normalize("NFC", word.translate(GIVEN_BACK)) for word in kept]  # "ऱ" is one sign again
