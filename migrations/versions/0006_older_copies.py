"""Older copies of listings: what they lack is unsure, and the newest dates of a listing are kept with its address.

Archives that exist know no dates of listings yet: their next captures state them.
"""

import sqlalchemy as sa
from alembic import op

from storage.models import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("dated", UTCDateTime(), nullable=True))
    op.add_column("address", sa.Column("generated", UTCDateTime(), nullable=True))
    unsure = sa.text("ended_at IS NULL AND NOT confirmed")
    op.create_index("ix_absence_unsure", "absence", ["release_id"], sqlite_where=unsure, postgresql_where=unsure)


def downgrade() -> None:
    op.drop_index("ix_absence_unsure", "absence")
    op.execute(
        sa.text(
            "UPDATE reading SET verdict = 'listing' WHERE verdict = 'stale' AND fragment = '' AND release_id IS NULL"
        )
    )
    op.execute(sa.text("UPDATE reading SET verdict = 'unreadable' WHERE verdict = 'stale'"))
    op.drop_column("address", "generated")
    op.drop_column("address", "dated")
