"""The archive: sources, crawls, evidence, what is derived from it, and the words of the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ministry", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
    )
    op.create_table(
        "crawl",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("says", sa.Text(), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("revisited", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_crawl_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl")),
    )
    op.create_index(op.f("ix_crawl_source_id_started_at"), "crawl", ["source_id", "started_at"], unique=False)

    op.create_table(
        "dictionary",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_dictionary_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dictionary")),
    )
    op.create_index(op.f("ix_dictionary_source_id"), "dictionary", ["source_id"], unique=False)

    op.create_table(
        "payload",
        sa.Column("id", ID, nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("dictionary_id", ID, nullable=True),
        sa.Column("base_id", ID, nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["payload.id"], name=op.f("fk_payload_base_id_payload")),
        sa.ForeignKeyConstraint(["dictionary_id"], ["dictionary.id"], name=op.f("fk_payload_dictionary_id_dictionary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payload")),
        sa.UniqueConstraint("sha256", name=op.f("uq_payload_sha256")),
    )
    op.create_index(op.f("ix_payload_base_id"), "payload", ["base_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("listed_title", sa.Text(), nullable=True),
        sa.Column("listed_published", sa.Text(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("listed_crawl_id", ID, nullable=True),
        sa.Column("visited_crawl_id", ID, nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["listed_crawl_id"], ["crawl.id"], name=op.f("fk_release_listed_crawl_id_crawl")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_release_source_id_source")),
        sa.ForeignKeyConstraint(["visited_crawl_id"], ["crawl.id"], name=op.f("fk_release_visited_crawl_id_crawl")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("source_id", "key", name=op.f("uq_release_source_id_key")),
    )
    op.create_index(op.f("ix_release_listed_crawl_id"), "release", ["listed_crawl_id"], unique=False)
    op.create_index(op.f("ix_release_source_id_due_at"), "release", ["source_id", "due_at"], unique=False)
    op.create_index(op.f("ix_release_source_id_state_id"), "release", ["source_id", "state", "id"], unique=False)

    op.create_table(
        "address",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("release_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_address_release_id_release")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_address_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("source_id", "url", name=op.f("uq_address_source_id_url")),
    )
    op.create_index(op.f("ix_address_release_id"), "address", ["release_id"], unique=False)
    op.create_index(op.f("ix_address_url"), "address", ["url"], unique=False)

    op.create_table(
        "capture",
        sa.Column("id", ID, nullable=False),
        sa.Column("crawl_id", ID, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("headers", sa.LargeBinary(), nullable=True),
        sa.Column("headers_dictionary_id", ID, nullable=True),
        sa.Column("payload_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_capture_address_id_address")),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawl.id"], name=op.f("fk_capture_crawl_id_crawl")),
        sa.ForeignKeyConstraint(
            ["headers_dictionary_id"], ["dictionary.id"], name=op.f("fk_capture_headers_dictionary_id_dictionary")
        ),
        sa.ForeignKeyConstraint(["payload_id"], ["payload.id"], name=op.f("fk_capture_payload_id_payload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
        sa.UniqueConstraint("address_id", "at", name=op.f("uq_capture_address_id_at")),
    )
    op.create_index(op.f("ix_capture_crawl_id"), "capture", ["crawl_id"], unique=False)
    op.create_index(op.f("ix_capture_payload_id"), "capture", ["payload_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("release_id", ID, nullable=False),
        sa.Column("first_capture_id", ID, nullable=False),
        sa.Column("last_capture_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_entry_address_id_address")),
        sa.ForeignKeyConstraint(["first_capture_id"], ["capture.id"], name=op.f("fk_entry_first_capture_id_capture")),
        sa.ForeignKeyConstraint(["last_capture_id"], ["capture.id"], name=op.f("fk_entry_last_capture_id_capture")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_entry_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_address_id_last_capture_id"), "entry", ["address_id", "last_capture_id"])
    op.create_index(op.f("ix_entry_release_id"), "entry", ["release_id"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", ID, nullable=False),
        sa.Column("release_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("dates", sa.Text(), nullable=False),
        sa.Column("first_capture_id", ID, nullable=False),
        sa.Column("last_capture_id", ID, nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_capture_id"], ["capture.id"], name=op.f("fk_snapshot_first_capture_id_capture")
        ),
        sa.ForeignKeyConstraint(["last_capture_id"], ["capture.id"], name=op.f("fk_snapshot_last_capture_id_capture")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_snapshot_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("release_id", "version", name=op.f("uq_snapshot_release_id_version")),
    )
    op.create_index(op.f("ix_snapshot_first_seen"), "snapshot", ["first_seen"], unique=False)
    op.create_index(op.f("ix_snapshot_published_on_id"), "snapshot", ["published_on", "id"], unique=False)

    op.create_table(
        "block",
        sa.Column("id", ID, nullable=False),
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("marker", sa.Text(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_block_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_block_snapshot_id_position"), "block", ["snapshot_id", "position"], unique=True)

    op.create_table(
        "image",
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("alt", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_image_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("snapshot_id", "position", name=op.f("pk_image")),
    )
    op.create_table(
        "link",
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rel", sa.String(length=11), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_link_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("snapshot_id", "position", name=op.f("pk_link")),
    )
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("capture_id", ID, nullable=False),
        sa.Column("fragment", sa.Text(), nullable=False),
        sa.Column("release_id", ID, nullable=True),
        sa.Column("snapshot_id", ID, nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("says", sa.Text(), nullable=True),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_reading_capture_id_capture")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_reading_release_id_release")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_reading_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("capture_id", "fragment", name=op.f("uq_reading_capture_id_fragment")),
    )
    op.create_index(op.f("ix_reading_release_id"), "reading", ["release_id"], unique=False)
    op.create_index(op.f("ix_reading_snapshot_id"), "reading", ["snapshot_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        # No content: the texts stand in the tables; no column sizes: hits are ordered by date, not by rank.
        # Words come ready from `storage.search.tokens`: only a space divides them.
        op.execute(
            "CREATE VIRTUAL TABLE search_words "
            "USING fts5(words, content='', columnsize=0, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
        )
    else:
        op.execute(
            "CREATE TABLE search_words (id BIGINT CONSTRAINT pk_search_words PRIMARY KEY, words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE search_words")
    op.drop_index(op.f("ix_reading_snapshot_id"), table_name="reading")
    op.drop_index(op.f("ix_reading_release_id"), table_name="reading")

    op.drop_table("reading")
    op.drop_table("link")
    op.drop_table("image")
    op.drop_index(op.f("ix_block_snapshot_id_position"), table_name="block")

    op.drop_table("block")
    op.drop_index(op.f("ix_snapshot_published_on_id"), table_name="snapshot")
    op.drop_index(op.f("ix_snapshot_first_seen"), table_name="snapshot")

    op.drop_table("snapshot")
    op.drop_index(op.f("ix_entry_release_id"), table_name="entry")
    op.drop_index(op.f("ix_entry_address_id_last_capture_id"), table_name="entry")

    op.drop_table("entry")
    op.drop_index(op.f("ix_capture_payload_id"), table_name="capture")
    op.drop_index(op.f("ix_capture_crawl_id"), table_name="capture")

    op.drop_table("capture")
    op.drop_index(op.f("ix_address_url"), table_name="address")
    op.drop_index(op.f("ix_address_release_id"), table_name="address")

    op.drop_table("address")
    op.drop_index(op.f("ix_release_source_id_state_id"), table_name="release")
    op.drop_index(op.f("ix_release_source_id_due_at"), table_name="release")
    op.drop_index(op.f("ix_release_listed_crawl_id"), table_name="release")

    op.drop_table("release")
    op.drop_index(op.f("ix_payload_base_id"), table_name="payload")

    op.drop_table("payload")
    op.drop_index(op.f("ix_dictionary_source_id"), table_name="dictionary")

    op.drop_table("dictionary")
    op.drop_index(op.f("ix_crawl_source_id_started_at"), table_name="crawl")

    op.drop_table("crawl")
    op.drop_table("source")
