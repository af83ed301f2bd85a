"""Links in the text: a block holds where they lead.

Blocks that were read before have none until their pages are read again. Nothing looks like an edit by it: a page that
is read with other code is compared only with what the same code makes of the earlier ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("block", sa.Column("links", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("block", "links")
