"""Words as readers take them: the full-text index is made anew, with the words that are searched for today."""

import sqlalchemy as sa
from alembic import op

from storage.search.index import clear, index

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROWS = 10_000  # indexed at once
BLOCK = sa.table("block", sa.column("id"), sa.column("text"))
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("title"))


def upgrade() -> None:
    db = op.get_bind()
    clear(db)
    _index(db, BLOCK.c.id, BLOCK.c.text, 1)
    _index(db, SNAPSHOT.c.id, SNAPSHOT.c.title, -1)


def downgrade() -> None:
    """Nothing: what was found before is found by these words too."""


def _index(db: sa.Connection, ids: sa.ColumnElement[int], texts: sa.ColumnElement[str], sign: int) -> None:
    after = 0
    while rows := db.execute(sa.select(ids, texts).where(ids > after).order_by(ids).limit(ROWS)).all():
        after = rows[-1][0]
        index(db, [(sign * number, words) for number, words in rows])
