"""Older copies of listings, and edits in many releases at once.

The newest dates of a listing are kept with its address: archives that exist know none until its next capture. Their
edits are compared with one another when the next crawl of a source ends.
"""

import sqlalchemy as sa
from alembic import op

from storage.models import UTCDateTime

revision = "0006"
down_revision = "0005"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("dated", UTCDateTime(), nullable=True))
    op.add_column("address", sa.Column("generated", UTCDateTime(), nullable=True))
    op.add_column("source", sa.Column("examined", ID, server_default="0", nullable=False))
    unsure = sa.text("ended_at IS NULL AND NOT confirmed")
    op.create_index("ix_absence_unsure", "absence", ["release_id"], sqlite_where=unsure, postgresql_where=unsure)
    op.create_table(
        "edit_sign",
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("sign", sa.LargeBinary(length=16), nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("began", UTCDateTime(), nullable=False),
        sa.Column("seen", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_edit_sign_snapshot_id_snapshot")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_edit_sign_source_id_source")),
        sa.PrimaryKeyConstraint("snapshot_id", "sign", name=op.f("pk_edit_sign")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_edit_sign_source_id_sign_seen"), "edit_sign", ["source_id", "sign", "seen"])
    op.create_table(
        "edit_at_once",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("sign", sa.LargeBinary(length=16), nullable=False),
        sa.Column("moment", UTCDateTime(), nullable=False),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_edit_at_once_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit_at_once")),
    )
    op.create_index(op.f("ix_edit_at_once_source_id_sign"), "edit_at_once", ["source_id", "sign"])


def downgrade() -> None:
    op.drop_table("edit_at_once")
    op.drop_table("edit_sign")
    op.drop_column("source", "examined")
    op.drop_index("ix_absence_unsure", "absence")
    op.execute(
        sa.text(
            "UPDATE reading SET verdict = 'listing' WHERE verdict = 'stale' AND fragment = '' AND release_id IS NULL"
        )
    )
    op.execute(sa.text("UPDATE reading SET verdict = 'unreadable' WHERE verdict = 'stale'"))
    op.drop_column("address", "generated")
    op.drop_column("address", "dated")
