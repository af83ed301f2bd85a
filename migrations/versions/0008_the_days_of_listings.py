"""The days of listings: a listing page's reading holds which days the page shows.

Of the pages that are held, these are the days of the lines that a page was the first or the last to show: fewer than
stood there, and never more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_ENTRIES = """
    UPDATE reading SET first_day = shown.first_day, last_day = shown.last_day
    FROM (
        SELECT capture_id, min(published) AS first_day, max(published) AS last_day
        FROM (
            SELECT first_capture_id AS capture_id, {day} AS published FROM entry WHERE published IS NOT NULL
            UNION ALL
            SELECT last_capture_id, {day} FROM entry WHERE published IS NOT NULL
        ) AS line
        GROUP BY capture_id
    ) AS shown
    WHERE reading.capture_id = shown.capture_id AND reading.fragment = ''
"""


def upgrade() -> None:
    for name in ("first_day", "last_day"):
        op.add_column("reading", sa.Column(name, sa.Date(), nullable=True))
    # A published time is kept as it was printed, "2025-01-07T09:00:00+09:00": its day stands in front.
    day = "substr(published, 1, 10)"
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(OF_ENTRIES.format(day=day if is_sqlite else f"CAST({day} AS date)"))


def downgrade() -> None:
    for name in ("last_day", "first_day"):
        op.drop_column("reading", name)
