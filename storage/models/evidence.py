"""Evidence: inserted, never changed, but for how bytes are packed."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, primary_key, reference, where
from storage.models.columns import Bytes, Large, OneOf


class DictionaryRow(Base):
    """A zstd dictionary of one source, for its payloads or its headers. Never changed: rows depend on it."""

    __tablename__ = "dictionary"

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id", index=True)
    purpose: Mapped[str] = mapped_column(OneOf(8, "payload", "headers"))
    sha256: Mapped[bytes] = mapped_column(Bytes(32))
    data: Mapped[bytes]


class PayloadRow(Base):
    """Bytes, stored once, addressed by their SHA-256; recordings name them by their SHA-1.

    `data` is a zstd frame, made with a dictionary or with another payload (`base_id`) as its prefix; `depth` is the
    number of bases below it.
    """

    __tablename__ = "payload"

    id: Mapped[int] = primary_key()
    sha256: Mapped[bytes] = mapped_column(Bytes(32), unique=True)
    sha1: Mapped[bytes] = mapped_column(Bytes(20), index=True)
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
    sha256: Mapped[bytes] = mapped_column(Bytes(32), unique=True)
    sha1: Mapped[bytes] = mapped_column(Bytes(20), index=True)
    size: Mapped[int]


class RecordingRow(Base):
    """A file that captures were imported from: a WARC, or one `member` of a WACZ, by the SHA-256 of the whole file."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("sha256", "member"),)

    id: Mapped[int] = primary_key()
    name: Mapped[str]
    member: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(Bytes(32))
    size: Mapped[int] = mapped_column(Large)
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
    recording_offset: Mapped[int | None] = mapped_column(Large)


class RelatedRecordRow(Base):
    """A record that a recording keeps about a capture: its request, metadata, a conversion."""

    __tablename__ = "related_record"

    id: Mapped[int] = primary_key()
    capture_id: Mapped[int] = reference("capture.id", index=True)
    type: Mapped[str]
    header: Mapped[bytes]
    payload_id: Mapped[int] = reference("payload.id")
