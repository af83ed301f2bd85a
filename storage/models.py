"""The archive's tables. Alembic alone creates them; `alembic check` holds this file and the migrations together.

Rows of `recording`, `payload`, `encoded_payload`, `capture`, `related_record` and `entry` are evidence: inserted, never
changed, but for where an unchanged line was last seen and how bytes are packed. `reading`, `snapshot`, `block`,
`image`, `link` and `absence` are derived from evidence, and so are the columns that say so; `reparse` may rebuild them.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class StorableText(TypeDecorator[str]):
    """Text without what PostgreSQL or UTF-8 cannot hold: NUL and halves of surrogate pairs become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Hostile JSON may spell both; they must not stop a crawl."""
        return None if value is None else UNSTORABLE.sub("\ufffd", value)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC on every database and given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive time is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}: the archive keeps aware times only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_digest(text: str) -> bytes:
    """The first 16 bytes of the SHA-256 of a text as it is stored: what long texts are found and told apart by.

    PostgreSQL refuses index rows over 2,704 bytes (manual, 11.2), and an address may be as long as a site likes.
    """
    return hashlib.sha256(UNSTORABLE.sub("\ufffd", text).encode()).digest()[:16]


def _digest_of(column: str) -> Callable[[Any], bytes]:
    """The digest of another column of the row that is being inserted."""
    return lambda context: text_digest(context.get_current_parameters()[column])


UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's row id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declares the tables, with conventional names for every constraint."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTCDateTime, date: Date, bytes: LargeBinary, str: StorableText}  # noqa: RUF012 (SQLAlchemy's own form)


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, the same on both databases."""
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}


# SQLite keeps the rows in the order of their key, with no index beside them (https://www.sqlite.org/withoutrowid.html).
KEYED = {"sqlite_with_rowid": False}


def primary_key() -> Mapped[int]:
    """A row id that the database gives."""
    return mapped_column(Id, primary_key=True)


def reference(column: str, **options: Any) -> Mapped[Any]:
    """A foreign key to `column` ("table.id")."""
    return mapped_column(Id, ForeignKey(column), **options)


class SourceRow(Base):
    """One stream of releases, with the facts that questions to the archive filter by.

    `held` (releases with a text) and `snapshots` are counts of other tables' rows, derived.
    """

    __tablename__ = "source"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(unique=True)
    ministry: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(35))
    held: Mapped[int] = mapped_column(default=0, server_default="0")
    snapshots: Mapped[int] = mapped_column(default=0, server_default="0")


class CrawlRow(Base):
    """One run over one source. An open run (`finished_at` null) whose process died is resumed by the next one.

    `findings` is a JSON list of what needs a person. `unread_from` is the first capture of the run that may not have
    been read yet; null where all have been.
    """

    __tablename__ = "crawl"
    __table_args__ = (
        Index(None, "source_id", "started_at"),
        Index("ix_crawl_open", "source_id", **where("finished_at IS NULL")),
        Index("ix_crawl_unread", "source_id", **where("unread_from IS NOT NULL")),
    )

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id")
    mode: Mapped[str]
    options: Mapped[str] = mapped_column(default="{}")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    findings: Mapped[str] = mapped_column(default="[]", server_default="[]")
    unread_from: Mapped[int | None] = mapped_column(Id)
    listed: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    revisited: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    unreadable: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class ReleaseRow(Base):
    """One publication, known by its key. `state` is pending, held, unreadable, absent, gone or elsewhere.

    `listed_*` is what the newest listing line said. `due_at` null means that a visit is due at once. `key_digest` is
    what a key is found by.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("source_id", "key_digest"),
        Index(None, "source_id", "id"),
        Index(None, "source_id", "state", "id"),
        Index(None, "source_id", "due_at"),
        Index(None, "source_id", "listed_on"),
        Index(None, "listed_crawl_id", "state"),
    )

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id")
    key: Mapped[str]
    key_digest: Mapped[bytes] = mapped_column(LargeBinary(16), default=_digest_of("key"))
    url: Mapped[str]
    state: Mapped[str] = mapped_column(String(12))
    listed_title: Mapped[str | None]
    listed_published: Mapped[str | None]
    listed_on: Mapped[date | None]
    listed_crawl_id: Mapped[int | None] = reference("crawl.id")
    visited_crawl_id: Mapped[int | None] = reference("crawl.id")
    found_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    visited_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class AddressRow(Base):
    """A URL at which a release or a listing was found, and when it was first and last seen there.

    `url_digest` is what an address is found by. `moved_to` is where a permanent redirect sent its visitors, since the
    capture at `moved_at`; both are derived.
    """

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("url_digest", "source_id"),
        Index(None, "release_id"),
        Index("ix_address_moved_at", "moved_at", **where("moved_at IS NOT NULL")),
    )

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id")
    release_id: Mapped[int | None] = reference("release.id")
    kind: Mapped[str] = mapped_column(String(8))
    url: Mapped[str]
    url_digest: Mapped[bytes] = mapped_column(LargeBinary(16), default=_digest_of("url"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    moved_to: Mapped[str | None]
    moved_at: Mapped[datetime | None]


class DictionaryRow(Base):
    """A zstd dictionary of one source, for its payloads or its headers. Never changed: rows depend on it."""

    __tablename__ = "dictionary"

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id", index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    data: Mapped[bytes]


class PayloadRow(Base):
    """Bytes, stored once, addressed by their SHA-256; recordings name them by their SHA-1.

    `data` is a zstd frame, made with a dictionary or with another payload (`base_id`) as its prefix; `depth` is the
    number of bases below it.
    """

    __tablename__ = "payload"

    id: Mapped[int] = primary_key()
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sha1: Mapped[bytes] = mapped_column(LargeBinary(20), index=True)
    size: Mapped[int]
    dictionary_id: Mapped[int | None] = reference("dictionary.id")
    base_id: Mapped[int | None] = reference("payload.id", index=True)
    depth: Mapped[int] = mapped_column(default=0)
    data: Mapped[bytes]


class EncodedPayloadRow(Base):
    """A payload as it was transferred under a content coding: what was undone, and the digests and size before that."""

    __tablename__ = "encoded_payload"

    id: Mapped[int] = primary_key()
    payload_id: Mapped[int] = reference("payload.id", index=True)
    coding: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sha1: Mapped[bytes] = mapped_column(LargeBinary(20), index=True)
    size: Mapped[int]


class RecordingRow(Base):
    """A file that captures were imported from: a WARC, or one `member` of a WACZ, by the SHA-256 of the whole file."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("sha256", "member"),)

    id: Mapped[int] = primary_key()
    name: Mapped[str]
    member: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str]


class CaptureRow(Base):
    """One visit to one address: what came back, as it came.

    `head` is everything else that is known of it, packed: status line, header fields, the request, the peer, and a
    record's own header block. `encoded_payload_id` is the body before its content coding was undone. A capture from a
    recording says where it stands there.
    """

    __tablename__ = "capture"
    __table_args__ = (
        Index(None, "address_id", "at"),
        Index(None, "crawl_id", "id"),
        Index(
            "ix_capture_recording_id_recording_offset",
            "recording_id",
            "recording_offset",
            **where("recording_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = primary_key()
    crawl_id: Mapped[int] = reference("crawl.id")
    address_id: Mapped[int] = reference("address.id")
    at: Mapped[datetime]
    status: Mapped[int | None]
    reason: Mapped[str | None]
    head: Mapped[bytes | None]
    head_dictionary_id: Mapped[int | None] = reference("dictionary.id")
    payload_id: Mapped[int | None] = reference("payload.id", index=True)
    encoded_payload_id: Mapped[int | None] = reference("encoded_payload.id")
    recording_id: Mapped[int | None] = reference("recording.id")
    recording_offset: Mapped[int | None] = mapped_column(BigInteger)


class RelatedRecordRow(Base):
    """A record that a recording keeps about a capture: its request, metadata, a conversion."""

    __tablename__ = "related_record"

    id: Mapped[int] = primary_key()
    capture_id: Mapped[int] = reference("capture.id", index=True)
    type: Mapped[str]
    header: Mapped[bytes]
    payload_id: Mapped[int] = reference("payload.id")


class EntryRow(Base):
    """One line of a listing, as it first stood there, and the capture that last showed it so, there in `place`."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "release_id"), Index(None, "address_id", "last_capture_id"))

    id: Mapped[int] = primary_key()
    address_id: Mapped[int] = reference("address.id")
    release_id: Mapped[int] = reference("release.id")
    first_capture_id: Mapped[int] = reference("capture.id")
    last_capture_id: Mapped[int] = reference("capture.id")
    place: Mapped[int]
    url: Mapped[str]
    title: Mapped[str]
    published: Mapped[str | None]


class SnapshotRow(Base):
    """One version of a release, from the capture that first showed it to the capture that last did."""

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("release_id", "version"),
        Index(None, "published_on", "id"),
        Index("ix_snapshot_edited", "first_seen", "id", **where("version > 1")),
    )

    id: Mapped[int] = primary_key()
    release_id: Mapped[int] = reference("release.id")
    version: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary(32))
    title: Mapped[str]
    published: Mapped[str | None]
    published_on: Mapped[date | None]
    language: Mapped[str | None]
    author: Mapped[str | None]
    type: Mapped[str | None]
    tags: Mapped[str] = mapped_column(default="[]")
    dates: Mapped[str] = mapped_column(default="[]")
    first_capture_id: Mapped[int] = reference("capture.id")
    last_capture_id: Mapped[int] = reference("capture.id")
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    captures: Mapped[int] = mapped_column(default=1)


class ReadingRow(Base):
    """What was made of one capture: a verdict, and the snapshot it shows. A feed's capture has one a release.

    `layout` is the fingerprint of the code that read it, so that `reparse` knows what to read again.
    """

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("capture_id", "fragment"),
        Index(None, "release_id"),
        Index(None, "snapshot_id"),
        Index("ix_reading_unsettled", "verdict", "release_id", **where("snapshot_id IS NULL AND verdict = 'read'")),
    )

    id: Mapped[int] = primary_key()
    capture_id: Mapped[int] = reference("capture.id")
    fragment: Mapped[str] = mapped_column(default="")
    release_id: Mapped[int | None] = reference("release.id")
    snapshot_id: Mapped[int | None] = reference("snapshot.id")
    verdict: Mapped[str] = mapped_column(String(12))
    message: Mapped[str | None]
    layout: Mapped[str | None]


class BlockRow(Base):
    """One block of a snapshot. Ids are never used again: the full-text index refers to them."""

    __tablename__ = "block"
    __table_args__ = (Index(None, "snapshot_id", "position", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = primary_key()
    snapshot_id: Mapped[int] = reference("snapshot.id")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(9))
    marker: Mapped[str | None]
    depth: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]


class ImageRow(Base):
    """One picture of a snapshot."""

    __tablename__ = "image"
    __table_args__ = KEYED

    snapshot_id: Mapped[int] = reference("snapshot.id", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    caption: Mapped[str | None]
    alt: Mapped[str | None]


class LinkRow(Base):
    """One link of a snapshot: an attachment, a translation, a related page."""

    __tablename__ = "link"
    __table_args__ = KEYED

    snapshot_id: Mapped[int] = reference("snapshot.id", primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rel: Mapped[str] = mapped_column(String(11))
    url: Mapped[str]
    text: Mapped[str]


class AbsenceRow(Base):
    """A stretch of visits at which a release that had been there was not: at its address, or on a listing.

    `kind` is "page" (404 or 410) or "listing". It was last there at `last_seen`, first missed at `began_at`, last
    missed at `last_missed`, and there again at `ended_at`, null as long as it lasts. `confirmed` where 410 was the
    answer, or the visits that missed it are a day apart, or a listing left it out.
    """

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("release_id", "kind", "began_at"),
        Index(None, "began_at"),
        Index("ix_absence_ended_at", "ended_at", **where("ended_at IS NOT NULL")),
    )

    id: Mapped[int] = primary_key()
    release_id: Mapped[int] = reference("release.id")
    kind: Mapped[str] = mapped_column(String(7))
    last_seen: Mapped[datetime | None]
    began_at: Mapped[datetime]
    last_missed: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    confirmed: Mapped[bool]
