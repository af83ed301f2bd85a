"""Seals: a digest of all that is held of a version, which no better rule of content changes.

Versions that are held have none until their pages are read again; until then their content digests are held against the
rules of today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("seal", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("snapshot", "seal")
