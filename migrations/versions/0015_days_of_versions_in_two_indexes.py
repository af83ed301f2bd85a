"""The months of a source are counted from an index alone, and edited releases are walked through by their days."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

EDITED = sa.text("version > 1")


def upgrade() -> None:
    op.create_index("ix_snapshot_release_id_version_dated_on", "snapshot", ["release_id", "version", "dated_on"])
    op.create_index(
        "ix_snapshot_edited_by_day", "snapshot", ["dated_on", "id"], sqlite_where=EDITED, postgresql_where=EDITED
    )


def downgrade() -> None:
    op.drop_index("ix_snapshot_edited_by_day", "snapshot")
    op.drop_index("ix_snapshot_release_id_version_dated_on", "snapshot")
