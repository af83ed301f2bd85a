"""Words as readers take them: the full-text index is made anew, with the words that are searched for today.

Its words are those of the program that runs it; whoever changes what a word is writes another migration like this one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from operator import add

import sqlalchemy as sa
from alembic import op

from storage.search import index

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROWS = 10_000  # indexed at once
BLOCK = sa.table("block", sa.column("id"), sa.column("text"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("title"))
Texts = list[tuple[int, str]]


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":  # today's index wants it; 0009 is where it belongs
        op.execute("ALTER TABLE search_words ADD COLUMN plain TEXT")
    _make_anew(index.index)


def downgrade() -> None:
    _make_anew(_index_former_words)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE search_words DROP COLUMN IF EXISTS plain")


def _make_anew(keep: Callable[[sa.Connection, Texts], None]) -> None:
    db = op.get_bind()
    index.clear(db)
    for ids, texts, sign in ((BLOCK.c.id, BLOCK.c.text, 1), (SNAPSHOT.c.id, SNAPSHOT.c.title, -1)):
        after = 0
        while rows := db.execute(sa.select(ids, texts).where(ids > after).order_by(ids).limit(ROWS)).all():
            after = rows[-1][0]
            keep(db, [(sign * number, _told(text)) for number, text in rows])


def _told(text: str | bytes) -> str:
    """A damaged text comes as bytes; `reparse` makes it anew."""
    return text if isinstance(text, str) else text.decode(errors="replace")


# What a word was until this revision.
MARKS = "".join(chr(code) for code in range(0x300, 0xAC00) if unicodedata.category(chr(code))[0] == "M")
WORD = re.compile(rf"\w[\w{MARKS}]*")
PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u303b\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u1100-\u11ff\uac00-\ud7ff"
)
RUN = re.compile(rf"([{PAIRED}]+)|[^{PAIRED}]+")
LATIN_DIACRITICS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
TASHKIL = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+")
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "_": " "}
LONGEST_TEXT, LONGEST_WORD, LAST_PLACE = 100_000, 500, 16_383


def _index_former_words(db: sa.Connection, texts: Texts) -> None:
    if db.dialect.name == "sqlite":
        insert, write = "INSERT INTO search_words(rowid, words) VALUES (:id, :words)", " ".join
    else:
        insert, write = "INSERT INTO search_words(id, words) VALUES (:id, CAST(:words AS tsvector))", _vector
    rows = [{"id": number, "words": write(_former_words(text[:LONGEST_TEXT]))} for number, text in texts]
    db.execute(sa.text(insert), rows)


def _vector(words: Iterable[str]) -> str:
    return " ".join(f"'{word[:LONGEST_WORD]}':{min(n, LAST_PLACE)}" for n, word in enumerate(words, 1))


def _former_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = LATIN_DIACRITICS.sub("", folded)
    folded = "".join(PLAIN.get(sign, sign) for sign in folded)
    found: list[str] = []
    for word in WORD.findall(TASHKIL.sub("", unicodedata.normalize("NFC", folded))):
        for run in RUN.finditer(word):
            pairs = run[1] and len(run[0]) > 1
            found += map(add, run[0], run[0][1:]) if pairs else [run[0]]
    return found
