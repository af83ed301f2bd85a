"""Words that readers take for one are one: hamza on any seat, the dots and joiners of India, letters of Geez.

The full-text indexes are made anew, with the words of the program that runs this (see revision 0003).
"""

import re
import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from storage.search.index import Words, clear, index
from storage.search.tokens import tokens

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROWS = 10_000  # indexed at once
BLOCK = sa.table("block", sa.column("id"), sa.column("text"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("title"))
PASSAGE = sa.table("passage", sa.column("id"), sa.column("text"))
# What parted words until this revision.
PARTING = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufeff]")
# Letters that nothing folds, and no ministry writes (Yi, and the last Chinese ones of an extension), in place of those
# that stood as they are.
GEEZ = [*range(0x1210, 0x1217), *range(0x1280, 0x1287), *range(0x1220, 0x1228), *range(0x1340, 0x1348)]
LETTERS = "".join(map(chr, [*GEEZ, *range(0x12D0, 0x12D7)])) + "ሃኣ" + "ؤئہۂۃþð"
KEPT = {ord(letter): chr(0xA000 + number) for number, letter in enumerate(LETTERS)}
KEPT |= {ord(letter): chr(0x2A6DE + number) for number, letter in enumerate("ヶヵ")}
# And marks, in place of those behind a nasal of Devanagari, of the moon, and of a hamza that stands above nothing.
KEPT |= {0x901: "\u1734", 0x653: "\u1752", 0x654: "\u1753", 0x655: "\u1772"}
NASAL = re.compile("(?<=[ङञणनम])\u094d")
KEPT_VIRAMA = "\u1714"
GIVEN_BACK = {ord(kept): chr(code) for code, kept in KEPT.items()} | {ord(KEPT_VIRAMA): "\u094d"}


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
    # In the form that the words had: a capital thorn is small there, and what can be one sign is one.
    text = unicodedata.normalize("NFC", PARTING.sub(" ", text)).replace("Þ", "þ").replace("Ð", "ð")
    kept = NASAL.sub(KEPT_VIRAMA, text).translate(KEPT)
    return [word.translate(GIVEN_BACK) for word in tokens(kept)]
