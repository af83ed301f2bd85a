"""The log: rows of evidence become leaves of one Merkle tree.

Those of an archive of before come along when the next crawl or import closes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log",
        sa.Column("position", ID, autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("first_row", ID, nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log")),
    )
    op.create_index(op.f("ix_log_table_name_first_row"), "log", ["table_name", "first_row"], unique=True)
    op.create_table(
        "tree_head",
        sa.Column("id", ID, nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("subtrees", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_head")),
    )


def downgrade() -> None:
    op.drop_table("tree_head")
    op.drop_table("log")
