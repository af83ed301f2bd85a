"""Long texts in the index: PostgreSQL holds their words plain, since a tsvector forgets where many of them stand.

Its words are those of the program that runs it.
"""

import sqlalchemy as sa
from alembic import op

from storage.search import index

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROWS = 100  # indexed at once
LONG = """
SELECT id FROM search_words WHERE EXISTS (
    SELECT 1 FROM unnest(words) AS one (lexeme, positions, weights)
    WHERE cardinality(positions) >= 255 OR 16383 = ANY (positions) OR length(lexeme) >= 500
)
"""
# Phrases in them are not found then.
CUT = """
UPDATE search_words SET words = array_to_tsvector(ARRAY(
    SELECT DISTINCT left(word, 500) FROM unnest(string_to_array(left(plain, 100000), ' ')) AS word WHERE word <> ''
)) WHERE plain IS NOT NULL
"""
SEARCH_WORDS = sa.table("search_words", sa.column("id"))
BLOCK = sa.table("block", sa.column("id"), sa.column("text"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("title"))


def upgrade() -> None:
    db = op.get_bind()
    if db.dialect.name == "sqlite":
        return
    op.execute("ALTER TABLE search_words ADD COLUMN IF NOT EXISTS plain TEXT")
    op.execute("CREATE INDEX ix_search_words_plain ON search_words (id) WHERE plain IS NOT NULL")
    numbers = db.execute(sa.text(LONG)).scalars().all()
    for start in range(0, len(numbers), ROWS):
        some = numbers[start : start + ROWS]
        blocks = sa.select(BLOCK.c.id, BLOCK.c.text).where(BLOCK.c.id.in_(some))
        titles = sa.select(-SNAPSHOT.c.id, SNAPSHOT.c.title).where((-SNAPSHOT.c.id).in_(some))
        texts = [(number, text) for number, text in db.execute(blocks.union_all(titles))]
        db.execute(sa.delete(SEARCH_WORDS).where(SEARCH_WORDS.c.id.in_(some)))
        index.index(db, texts)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(CUT)
    op.drop_index("ix_search_words_plain", "search_words")
    op.drop_column("search_words", "plain")
