"""Evidence as it came: heads, transferred bodies, recordings; absences; everything found by an index."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
import zstandard
from alembic import op

from storage.models import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROWS = 1000  # changed with one statement
LARGEST_HEAD = 64 * 1024 * 1024
PERMANENT = (301, 308)
SURELY = timedelta(days=1)


def upgrade() -> None:
    db = op.get_bind()
    _create_tables()
    _upgrade_source(db)
    _upgrade_crawl(db)
    _upgrade_payload(db)
    _upgrade_capture()
    _rename("reading", says="message")
    unsettled = _where("snapshot_id IS NULL AND verdict = 'read'")
    op.create_index("ix_reading_unsettled", "reading", ["verdict", "release_id"], **unsettled)
    op.drop_index("ix_snapshot_first_seen", table_name="snapshot")
    op.create_index("ix_snapshot_edited", "snapshot", ["first_seen", "id"], **_where("version > 1"))
    _keep_by_key(rowid=False)
    _upgrade_release(db)
    _upgrade_address(db)
    _note_absent_pages(db)


def downgrade() -> None:
    db = op.get_bind()
    _downgrade_address()
    _downgrade_release(db)
    _keep_by_key(rowid=True)
    op.drop_index("ix_snapshot_edited", table_name="snapshot")
    op.create_index("ix_snapshot_first_seen", "snapshot", ["first_seen"])
    op.drop_index("ix_reading_unsettled", table_name="reading")
    _rename("reading", message="says")
    _downgrade_capture(db)
    op.drop_index("ix_payload_sha1", table_name="payload")
    with op.batch_alter_table("payload") as batch:
        batch.drop_column("sha1")
    _downgrade_crawl(db)
    with op.batch_alter_table("source") as batch:
        batch.drop_column("held")
        batch.drop_column("snapshots")
    for table in ("absence", "related_record", "recording", "encoded_payload"):
        op.drop_table(table)


def _keep_by_key(*, rowid: bool) -> None:
    """On SQLite, make the tables of images and links anew: in the order of their key, or beside an index of it."""
    if op.get_context().dialect.name == "sqlite":
        for table in ("image", "link"):
            with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_with_rowid": rowid}):
                pass


def _create_tables() -> None:
    op.create_table(
        "encoded_payload",
        sa.Column("id", ID, nullable=False),
        sa.Column("payload_id", ID, nullable=False),
        sa.Column("coding", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sha1", sa.LargeBinary(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["payload_id"], ["payload.id"], name=op.f("fk_encoded_payload_payload_id_payload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encoded_payload")),
        sa.UniqueConstraint("sha256", name=op.f("uq_encoded_payload_sha256")),
    )
    op.create_index(op.f("ix_encoded_payload_payload_id"), "encoded_payload", ["payload_id"])
    op.create_index(op.f("ix_encoded_payload_sha1"), "encoded_payload", ["sha1"])
    op.create_table(
        "recording",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("sha256", "member", name=op.f("uq_recording_sha256_member")),
    )
    op.create_table(
        "related_record",
        sa.Column("id", ID, nullable=False),
        sa.Column("capture_id", ID, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("payload_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_related_record_capture_id_capture")),
        sa.ForeignKeyConstraint(["payload_id"], ["payload.id"], name=op.f("fk_related_record_payload_id_payload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_record")),
    )
    op.create_index(op.f("ix_related_record_capture_id"), "related_record", ["capture_id"])
    op.create_table(
        "absence",
        sa.Column("id", ID, nullable=False),
        sa.Column("release_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_missed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_absence_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("release_id", "kind", "began_at", name=op.f("uq_absence_release_id_kind_began_at")),
    )
    op.create_index(op.f("ix_absence_began_at"), "absence", ["began_at"])
    op.create_index("ix_absence_ended_at", "absence", ["ended_at"], **_where("ended_at IS NOT NULL"))


def _upgrade_source(db: sa.Connection) -> None:
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("snapshots", sa.Integer(), nullable=False, server_default="0"))
    db.execute(
        sa.text(
            "UPDATE source SET held = (SELECT count(*) FROM release WHERE release.source_id = source.id"
            " AND release.state IN ('held', 'gone')), snapshots = (SELECT count(*) FROM snapshot"
            " JOIN release ON release.id = snapshot.release_id WHERE release.source_id = source.id)"
        )
    )


def _upgrade_crawl(db: sa.Connection) -> None:
    with op.batch_alter_table("crawl") as batch:
        batch.add_column(sa.Column("findings", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("unread_from", ID, nullable=True))
    rows = db.execute(sa.text("SELECT id, says FROM crawl WHERE says IS NOT NULL")).all()
    found = [{"id": row.id, "findings": json.dumps([_finding(row.says)])} for row in rows]
    _change(db, "UPDATE crawl SET findings = :findings WHERE id = :id", found)
    db.execute(sa.text("UPDATE crawl SET unread_from = 0 WHERE finished_at IS NULL OR outcome = 'interrupted'"))
    with op.batch_alter_table("crawl") as batch:
        batch.drop_column("says")
    op.create_index("ix_crawl_open", "crawl", ["source_id"], **_where("finished_at IS NULL"))
    op.create_index("ix_crawl_unread", "crawl", ["source_id"], **_where("unread_from IS NOT NULL"))


def _downgrade_crawl(db: sa.Connection) -> None:
    op.drop_index("ix_crawl_open", table_name="crawl")
    op.drop_index("ix_crawl_unread", table_name="crawl")
    with op.batch_alter_table("crawl") as batch:
        batch.add_column(sa.Column("says", sa.Text(), nullable=True))
    rows = db.execute(sa.text("SELECT id, findings FROM crawl WHERE findings != '[]'")).all()
    told = [{"id": row.id, "says": "; ".join(map(_told, json.loads(row.findings)))} for row in rows]
    _change(db, "UPDATE crawl SET says = :says WHERE id = :id", told)
    with op.batch_alter_table("crawl") as batch:
        batch.drop_column("findings")
        batch.drop_column("unread_from")


def _finding(text: str) -> dict[str, Any]:
    """What an earlier version noted in words."""
    return {"kind": "note", "count": 1, "example": text}


def _told(finding: dict[str, Any]) -> str:
    if finding["kind"] == "note":
        return str(finding["example"])
    return f"{finding['count']} {finding['kind'].replace('_', ' ')}, first {finding['example']}"


def _upgrade_payload(db: sa.Connection) -> None:
    """Add the SHA-1 of every payload; one that is damaged gets an empty one, which nothing equals."""
    with op.batch_alter_table("payload") as batch:
        batch.add_column(sa.Column("sha1", sa.LargeBinary(length=20), nullable=True))
    unpack = _Unpacking(db)
    for ids in _batches(db, "payload"):
        rows = [{"id": number, "sha1": unpack.sha1(number)} for number in ids]
        _change(db, "UPDATE payload SET sha1 = :sha1 WHERE id = :id", rows)
    with op.batch_alter_table("payload") as batch:
        batch.alter_column("sha1", existing_type=sa.LargeBinary(length=20), nullable=False)
    op.create_index(op.f("ix_payload_sha1"), "payload", ["sha1"])


def _upgrade_capture() -> None:
    """Heads written before, a JSON object of header fields, stay as they are: `storage.payloads` reads both."""
    _rename("capture", headers="head", headers_dictionary_id="head_dictionary_id")
    with op.batch_alter_table("capture") as batch:
        batch.drop_constraint("uq_capture_address_id_at", type_="unique")
        batch.drop_constraint("fk_capture_headers_dictionary_id_dictionary", type_="foreignkey")
        batch.create_foreign_key(
            "fk_capture_head_dictionary_id_dictionary", "dictionary", ["head_dictionary_id"], ["id"]
        )
        for name, table in (("encoded_payload_id", "encoded_payload"), ("recording_id", "recording")):
            batch.add_column(sa.Column(name, ID, nullable=True))
            batch.create_foreign_key(f"fk_capture_{name}_{table}", table, [name], ["id"])
        batch.add_column(sa.Column("recording_offset", sa.BigInteger(), nullable=True))
    op.drop_index("ix_capture_crawl_id", table_name="capture")
    op.create_index(op.f("ix_capture_crawl_id_id"), "capture", ["crawl_id", "id"])
    op.create_index(op.f("ix_capture_address_id_at"), "capture", ["address_id", "at"])
    op.create_index(
        "ix_capture_recording_id_recording_offset",
        "capture",
        ["recording_id", "recording_offset"],
        **_where("recording_id IS NOT NULL"),
    )


def _downgrade_capture(db: sa.Connection) -> None:
    """Back to one capture an address and time: others move by microseconds. Heads become objects of header fields."""
    _separate(db)
    _flatten(db)
    for name in ("address_id_at", "crawl_id_id", "recording_id_recording_offset"):
        op.drop_index(f"ix_capture_{name}", table_name="capture")
    _rename("capture", head="headers", head_dictionary_id="headers_dictionary_id")
    with op.batch_alter_table("capture") as batch:
        for name in ("encoded_payload_id_encoded_payload", "recording_id_recording", "head_dictionary_id_dictionary"):
            batch.drop_constraint(f"fk_capture_{name}", type_="foreignkey")
        for name in ("encoded_payload_id", "recording_id", "recording_offset"):
            batch.drop_column(name)
        batch.create_foreign_key(
            "fk_capture_headers_dictionary_id_dictionary", "dictionary", ["headers_dictionary_id"], ["id"]
        )
        batch.create_unique_constraint("uq_capture_address_id_at", ["address_id", "at"])
    op.create_index("ix_capture_crawl_id", "capture", ["crawl_id"])


def _separate(db: sa.Connection) -> None:
    twice = sa.text("SELECT address_id, at FROM capture GROUP BY address_id, at HAVING count(*) > 1").columns(
        address_id=sa.BigInteger, at=UTCDateTime
    )
    which = sa.text("SELECT id FROM capture WHERE address_id = :address_id AND at = :at ORDER BY id")
    move = sa.text("UPDATE capture SET at = :at WHERE id = :id").bindparams(sa.bindparam("at", type_=UTCDateTime))
    which = which.bindparams(sa.bindparam("at", type_=UTCDateTime))
    for row in db.execute(twice).all():
        at = row.at
        for capture_id in db.execute(which, {"address_id": row.address_id, "at": at}).scalars().all()[1:]:
            while db.execute(which, {"address_id": row.address_id, "at": at}).first():
                at += timedelta(microseconds=1)
            db.execute(move, {"id": capture_id, "at": at})


def _flatten(db: sa.Connection) -> None:
    unpack = _Unpacking(db)
    for ids in _batches(db, "capture"):
        query = sa.text(
            "SELECT id, head, head_dictionary_id AS dictionary FROM capture WHERE id BETWEEN :low AND :high"
        )
        rows = []
        for row in db.execute(query, {"low": ids[0], "high": ids[-1]}):
            if row.head is not None and row.dictionary is not None:
                rows.append({"id": row.id, "head": unpack.flat(row.head, row.dictionary)})
        _change(db, "UPDATE capture SET head = :head WHERE id = :id", rows)


def _upgrade_release(db: sa.Connection) -> None:
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("key_digest", sa.LargeBinary(length=16), nullable=True))
    _digest(db, "release", "key")
    _note_unlisted(db)
    op.drop_index("ix_release_listed_crawl_id", table_name="release")
    with op.batch_alter_table("release") as batch:
        batch.alter_column("key_digest", existing_type=sa.LargeBinary(length=16), nullable=False)
        batch.drop_constraint("uq_release_source_id_key", type_="unique")
        batch.create_unique_constraint("uq_release_source_id_key_digest", ["source_id", "key_digest"])
        batch.drop_column("unlisted_at")
    op.create_index(op.f("ix_release_source_id_id"), "release", ["source_id", "id"])
    op.create_index(op.f("ix_release_source_id_listed_on"), "release", ["source_id", "listed_on"])
    op.create_index(op.f("ix_release_listed_crawl_id_state"), "release", ["listed_crawl_id", "state"])


def _downgrade_release(db: sa.Connection) -> None:
    for name in ("source_id_id", "source_id_listed_on", "listed_crawl_id_state"):
        op.drop_index(f"ix_release_{name}", table_name="release")
    with op.batch_alter_table("release") as batch:
        batch.drop_constraint("uq_release_source_id_key_digest", type_="unique")
        batch.drop_column("key_digest")
        batch.create_unique_constraint("uq_release_source_id_key", ["source_id", "key"])
        batch.add_column(sa.Column("unlisted_at", sa.DateTime(timezone=True), nullable=True))
    db.execute(
        sa.text(
            "UPDATE release SET unlisted_at = (SELECT max(began_at) FROM absence"
            " WHERE absence.release_id = release.id AND absence.kind = 'listing' AND absence.ended_at IS NULL)"
        )
    )
    op.create_index("ix_release_listed_crawl_id", "release", ["listed_crawl_id"])


def _upgrade_address(db: sa.Connection) -> None:
    with op.batch_alter_table("address") as batch:
        batch.add_column(sa.Column("url_digest", sa.LargeBinary(length=16), nullable=True))
        batch.add_column(sa.Column("moved_to", sa.Text(), nullable=True))
        batch.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    _digest(db, "address", "url")
    op.drop_index("ix_address_url", table_name="address")
    with op.batch_alter_table("address") as batch:
        batch.alter_column("url_digest", existing_type=sa.LargeBinary(length=16), nullable=False)
        batch.drop_constraint("uq_address_source_id_url", type_="unique")
        batch.create_unique_constraint("uq_address_url_digest_source_id", ["url_digest", "source_id"])
    op.create_index("ix_address_moved_at", "address", ["moved_at"], **_where("moved_at IS NOT NULL"))
    moved = sa.text(
        "SELECT address.id AS id, address.url AS url, capture.at AS at, reading.message AS target FROM reading"
        " JOIN capture ON capture.id = reading.capture_id JOIN address ON address.id = capture.address_id"
        " WHERE reading.verdict = 'redirected' AND capture.status IN (301, 308) AND reading.release_id IS NOT NULL"
        " ORDER BY address.id, capture.at"
    ).columns(at=UTCDateTime)
    hops = [row for row in db.execute(moved).all() if row.target and not _same_place(row.url, row.target)]
    move = sa.text("UPDATE address SET moved_to = :to, moved_at = :at WHERE id = :id")
    move = move.bindparams(sa.bindparam("at", type_=UTCDateTime))
    for number, of_address in groupby(hops, key=lambda row: row.id):
        first, *later = of_address
        db.execute(move, {"id": number, "to": [first, *later][-1].target, "at": first.at})


def _downgrade_address() -> None:
    op.drop_index("ix_address_moved_at", table_name="address")
    with op.batch_alter_table("address") as batch:
        batch.drop_constraint("uq_address_url_digest_source_id", type_="unique")
        for name in ("url_digest", "moved_to", "moved_at"):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_address_source_id_url", ["source_id", "url"])
    op.create_index("ix_address_url", "address", ["url"])


def _note_unlisted(db: sa.Connection) -> None:
    """What a listing ceased to show is an absence that lasts."""
    db.execute(
        sa.text(
            "INSERT INTO absence (release_id, kind, last_seen, began_at, last_missed, confirmed)"
            " SELECT release.id, 'listing', (SELECT max(capture.at) FROM entry"
            " JOIN capture ON capture.id = entry.last_capture_id WHERE entry.release_id = release.id),"
            " release.unlisted_at, release.unlisted_at, true FROM release WHERE release.unlisted_at IS NOT NULL"
            " ORDER BY release.id"
        )
    )


def _note_absent_pages(db: sa.Connection) -> None:
    """Stretches of 404 and 410 after a text was seen, by the captures of each release in order of time."""
    seen = sa.text(
        "SELECT reading.release_id AS release_id, capture.at AS at, reading.verdict AS verdict FROM reading"
        " JOIN capture ON capture.id = reading.capture_id WHERE reading.release_id IN (SELECT DISTINCT release_id"
        " FROM reading WHERE verdict IN ('not_found', 'gone'))"
        " AND verdict IN ('read', 'unchanged', 'not_found', 'gone')"
        " ORDER BY reading.release_id, capture.at, capture.id"
    ).columns(at=UTCDateTime)
    insert = sa.text(
        "INSERT INTO absence (release_id, kind, last_seen, began_at, last_missed, ended_at, confirmed)"
        " VALUES (:release_id, 'page', :last_seen, :began_at, :last_missed, :ended_at, :confirmed)"
    ).bindparams(
        *(sa.bindparam(name, type_=UTCDateTime) for name in ("last_seen", "began_at", "last_missed", "ended_at"))
    )
    for release_id, visits in groupby(db.execute(seen).all(), key=lambda row: row.release_id):
        for absence in _absences(visits):
            db.execute(insert, {"release_id": release_id, **absence})


def _absences(visits: Iterator[Any]) -> Iterator[dict[str, Any]]:
    last_seen: Any = None
    missed: list[Any] = []
    for visit in visits:
        if visit.verdict in ("not_found", "gone"):
            missed += [visit] if last_seen is not None else []
            continue
        if visit.verdict == "unchanged" and last_seen is None:  # it shows no text
            continue
        if missed:
            yield _absence(last_seen, missed, visit.at)
        last_seen, missed = visit.at, []
    if missed:
        yield _absence(last_seen, missed, None)


def _absence(last_seen: Any, missed: list[Any], ended_at: Any) -> dict[str, Any]:
    began_at, last_missed = missed[0].at, missed[-1].at
    gone = any(visit.verdict == "gone" for visit in missed)
    return {
        "last_seen": last_seen,
        "began_at": began_at,
        "last_missed": last_missed,
        "ended_at": ended_at,
        "confirmed": gone or last_missed - began_at >= SURELY,
    }


class _Unpacking:
    """Payloads and heads as the version before packed them."""

    def __init__(self, db: sa.Connection) -> None:
        self._db = db
        self._body = lru_cache(8)(self._unpack)
        self._dictionary = lru_cache(64)(self._load)

    def sha1(self, payload_id: int) -> bytes:
        try:
            return hashlib.sha1(self._body(payload_id), usedforsecurity=False).digest()
        except (zstandard.ZstdError, sa.exc.NoResultFound, RecursionError):
            return b""  # its bytes cannot be had, or are not those that were stored

    def flat(self, head: bytes, dictionary_id: int) -> bytes:
        data = self._dictionary(dictionary_id)
        try:
            text = zstandard.ZstdDecompressor(dict_data=data).decompress(head, max_output_size=LARGEST_HEAD)
        except zstandard.ZstdError:
            return head  # it is damaged, and stays so
        value = json.loads(text)
        if not isinstance(value.get("fields"), list):
            return head
        joined: dict[str, str] = {}
        for name, field in value["fields"]:
            joined[name.lower()] = f"{joined[name.lower()]}, {field}" if name.lower() in joined else field
        packer = zstandard.ZstdCompressor(level=9, dict_data=data, write_checksum=True)
        return packer.compress(json.dumps(joined, separators=(",", ":")).encode())

    def _unpack(self, payload_id: int) -> bytes:
        query = sa.text("SELECT size, sha256, dictionary_id, base_id, data FROM payload WHERE id = :id")
        row = self._db.execute(query, {"id": payload_id}).one()
        data = None
        if row.base_id is not None:
            body = self._body(row.base_id)
            data = zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        elif row.dictionary_id is not None:
            data = self._dictionary(row.dictionary_id)
        body = zstandard.ZstdDecompressor(dict_data=data).decompress(row.data, max_output_size=row.size)
        if hashlib.sha256(body).digest() != row.sha256:
            raise zstandard.ZstdError(f"payload {payload_id} is damaged")
        return body

    def _load(self, dictionary_id: int) -> zstandard.ZstdCompressionDict:
        query = sa.text("SELECT purpose, data FROM dictionary WHERE id = :id")
        row = self._db.execute(query, {"id": dictionary_id}).one()
        raw = row.purpose == "headers"
        kind = zstandard.DICT_TYPE_RAWCONTENT if raw else zstandard.DICT_TYPE_FULLDICT
        data = zstandard.ZstdDecompressor().decompress(row.data, max_output_size=LARGEST_HEAD)
        return zstandard.ZstdCompressionDict(data, dict_type=kind)


def _rename(table: str, **columns: str) -> None:
    """In place on both databases: what refers to a column follows its name."""
    for before, after in columns.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")


def _digest(db: sa.Connection, table: str, column: str) -> None:
    for ids in _batches(db, table):
        query = sa.text(f"SELECT id, {column} AS text FROM {table} WHERE id BETWEEN :low AND :high")  # noqa: S608
        rows = [
            {"id": row.id, "digest": hashlib.sha256(row.text.encode()).digest()[:16]}
            for row in db.execute(query, {"low": ids[0], "high": ids[-1]})
        ]
        _change(db, f"UPDATE {table} SET {column}_digest = :digest WHERE id = :id", rows)  # noqa: S608


def _batches(db: sa.Connection, table: str) -> Iterator[list[int]]:
    after = 0
    query = sa.text(f"SELECT id FROM {table} WHERE id > :after ORDER BY id LIMIT {ROWS}")  # noqa: S608
    while ids := list(db.execute(query, {"after": after}).scalars()):
        yield ids
        after = ids[-1]


def _change(db: sa.Connection, statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(sa.text(statement), rows)


def _same_place(one: str, other: str) -> bool:
    def plain(url: str) -> str:
        return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()

    return plain(one) == plain(other)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
