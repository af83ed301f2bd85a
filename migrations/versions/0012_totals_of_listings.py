"""How many items sites say that their listings have, which page is the last, and which listing it is a page of."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_A_READING = (("total_least", sa.Integer), ("total_most", sa.Integer), ("is_last", sa.Boolean))


def upgrade() -> None:
    """They are null until `reparse` has read the listings again, which a change of the code makes it do."""
    for name, kind in OF_A_READING:
        op.add_column("reading", sa.Column(name, kind(), nullable=True))
    op.add_column("address", sa.Column("listing", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("address", "listing")
    for name, _ in reversed(OF_A_READING):
        op.drop_column("reading", name)
