"""What sites state of their listings, and the one day of a release: that of its page, or else that of its listing."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_A_READING = (("total_least", sa.Integer), ("total_most", sa.Integer), ("is_last", sa.Boolean))


def upgrade() -> None:
    """Totals are null until `reparse` has read the listings again, which a change of the code makes it do."""
    for name, kind in OF_A_READING:
        op.add_column("reading", sa.Column(name, kind(), nullable=True))
    op.add_column("address", sa.Column("listing", sa.Text(), nullable=True))
    op.add_column("snapshot", sa.Column("dated_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE snapshot SET dated_on = coalesce(published_on, "
        "(SELECT listed_on FROM release WHERE release.id = snapshot.release_id))"
    )
    op.create_index("ix_snapshot_dated_on_id", "snapshot", ["dated_on", "id"])
    op.drop_index("ix_snapshot_published_on_id", "snapshot")


def downgrade() -> None:
    op.create_index("ix_snapshot_published_on_id", "snapshot", ["published_on", "id"])
    op.drop_index("ix_snapshot_dated_on_id", "snapshot")
    op.drop_column("snapshot", "dated_on")
    op.drop_column("address", "listing")
    for name, _ in reversed(OF_A_READING):
        op.drop_column("reading", name)
