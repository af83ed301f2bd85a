"""Assets: the documents and pictures that releases link to, when they are asked for next, and what documents say."""

import sqlalchemy as sa
from alembic import op

from storage.models import Id, UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REPLACED = sa.text("replaced_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("release", sa.Column("assets_due_at", UTCDateTime(), nullable=True))
    op.create_index("ix_release_source_id_assets_due_at_id", "release", ["source_id", "assets_due_at", "id"])
    op.create_table(
        "asset",
        sa.Column("release_id", Id, sa.ForeignKey("release.id", name="fk_asset_release_id_release"), nullable=False),
        sa.Column("address_id", Id, sa.ForeignKey("address.id", name="fk_asset_address_id_address"), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "address_id", name="pk_asset"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_asset_address_id", "asset", ["address_id"])
    op.create_table(
        "passage",
        sa.Column("id", Id, nullable=False),
        sa.Column("payload_id", Id, sa.ForeignKey("payload.id", name="fk_passage_payload_id_payload"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passage_payload_id_position", "passage", ["payload_id", "position"], unique=True)
    # As `search_words`, which stands beside it.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_passages USING fts5(words, content='', columnsize=0, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
        )
    else:
        op.execute(
            "CREATE TABLE search_passages "
            "(id BIGINT CONSTRAINT pk_search_passages PRIMARY KEY, words TSVECTOR NOT NULL, plain TEXT)"
        )
        op.execute("CREATE INDEX ix_search_passages_words ON search_passages USING gin (words)")
        op.execute("CREATE INDEX ix_search_passages_plain ON search_passages (id) WHERE plain IS NOT NULL")
    op.add_column("reading", sa.Column("replaced_at", UTCDateTime(), nullable=True))
    op.create_index(
        "ix_reading_replaced_at", "reading", ["replaced_at"], sqlite_where=REPLACED, postgresql_where=REPLACED
    )


def downgrade() -> None:
    """The captures stay, as evidence does; what was made of them goes, since the program before cannot read it."""
    op.execute(
        "DELETE FROM reading WHERE capture_id IN (SELECT capture.id FROM capture JOIN address "
        "ON address.id = capture.address_id WHERE address.kind = 'asset' AND address.release_id IS NULL)"
    )
    op.drop_index("ix_reading_replaced_at", "reading")
    op.drop_column("reading", "replaced_at")
    op.execute("DROP TABLE search_passages")
    op.drop_table("passage")
    op.drop_table("asset")
    op.drop_index("ix_release_source_id_assets_due_at_id", "release")
    op.drop_column("release", "assets_due_at")
