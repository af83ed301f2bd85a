"""What is made of evidence, and made anew by `reparse` at any time."""

from datetime import date, datetime
from typing import get_args

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import KEYED, Base, primary_key, reference, where
from storage.models.columns import Bytes, OneOf
from storage.records import BlockKind, LinkRel, Verdict


class ReadingRow(Base):
    """What was made of one capture: a verdict, and the snapshot it shows. A feed's capture has one a release.

    `layout` is the fingerprint of the code that read it, so that `reparse` knows what to read again, or says that it
    came late (see `storage.records.reading`). `first_day` and `last_day` are those that a listing page shows (see
    `storage.records.listed_days`), `total_least` and `total_most` bound the number of items that it states of the whole
    listing, and `is_last` says that it is the oldest page; null where it says nothing of these. `replaced_at` is the
    time of a capture that found another file than before.
    """

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("capture_id", "fragment"),
        Index(None, "release_id"),
        Index(None, "snapshot_id"),
        Index("ix_reading_replaced_at", "replaced_at", **where("replaced_at IS NOT NULL")),
        Index("ix_reading_unsettled", "verdict", "release_id", **where("snapshot_id IS NULL AND verdict = 'read'")),
    )

    id: Mapped[int] = primary_key()
    capture_id: Mapped[int] = reference("capture.id")
    fragment: Mapped[str] = mapped_column(default="")
    release_id: Mapped[int | None] = reference("release.id")
    snapshot_id: Mapped[int | None] = reference("snapshot.id")
    verdict: Mapped[str] = mapped_column(OneOf(12, *get_args(Verdict)))
    message: Mapped[str | None]
    layout: Mapped[str | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    total_least: Mapped[int | None]
    total_most: Mapped[int | None]
    is_last: Mapped[bool | None]
    replaced_at: Mapped[datetime | None]


class SnapshotRow(Base):
    """One version of a release, from the capture that first showed it to the capture that last did.

    `content` is what versions are told apart by, `seal` what shows that neither it nor a text was altered: see
    `storage.edits.digests`. A seal is null only where an earlier program's row was damaged. `published_on` is the day
    of the page, `dated_on` that of the release: the same, or else the one that its listing states.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("release_id", "version"),
        Index(None, "release_id", "version", "dated_on"),
        Index(None, "dated_on", "id"),
        Index("ix_snapshot_edited", "first_seen", "id", **where("version > 1")),
        Index("ix_snapshot_edited_by_day", "dated_on", "id", **where("version > 1")),
    )

    id: Mapped[int] = primary_key()
    release_id: Mapped[int] = reference("release.id")
    version: Mapped[int]
    content: Mapped[bytes] = mapped_column(Bytes(32))
    seal: Mapped[bytes | None] = mapped_column(Bytes(32))
    title: Mapped[str]
    published: Mapped[str | None]
    published_on: Mapped[date | None]
    dated_on: Mapped[date | None]
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


class BlockRow(Base):
    """One block of a snapshot. Ids are never used again: the full-text index refers to them.

    `links` is a JSON list of those in its text, each a pair of address and words; null where there is none.
    """

    __tablename__ = "block"
    __table_args__ = (Index(None, "snapshot_id", "position", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = primary_key()
    snapshot_id: Mapped[int] = reference("snapshot.id")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(OneOf(9, *get_args(BlockKind)))
    marker: Mapped[str | None]
    depth: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    links: Mapped[str | None]


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
    rel: Mapped[str] = mapped_column(OneOf(11, *get_args(LinkRel)))
    url: Mapped[str]
    text: Mapped[str]


class AssetRow(Base):
    """A document or a picture of a release: that a version of it linked to, at this address or through it."""

    __tablename__ = "asset"
    __table_args__ = (Index(None, "address_id"), KEYED)

    release_id: Mapped[int] = reference("release.id", primary_key=True)
    address_id: Mapped[int] = reference("address.id", primary_key=True)


class FileRow(Base):
    """What is read of a document or a picture, once for its bytes: its passages, or its look (`storage.edits.files`).

    `reader` names the code that read it, so that `reparse` knows what to read again; null where an earlier program did.
    `seal` shows that neither the look nor a passage was altered (`storage.edits.files.documents`).
    """

    __tablename__ = "file"

    payload_id: Mapped[int] = reference("payload.id", primary_key=True)
    reader: Mapped[str | None]
    look: Mapped[bytes | None]
    seal: Mapped[bytes] = mapped_column(Bytes(32))


class PassageRow(Base):
    """One page of a document, as text. Ids are never used again: the full-text index refers to them."""

    __tablename__ = "passage"
    __table_args__ = (Index(None, "payload_id", "position", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = primary_key()
    payload_id: Mapped[int] = reference("payload.id")
    position: Mapped[int]
    text: Mapped[str]


UNSURE = "ended_at IS NULL AND NOT confirmed"


class AbsenceRow(Base):
    """A stretch of visits at which a release that had been there was not: at its address, or on a listing.

    `kind` is "page" (404 or 410) or "listing". It was last there at `last_seen`, first missed at `began_at`, last
    missed at `last_missed`, and there again at `ended_at`, null as long as it lasts. `confirmed` where 410 was the
    answer, or the visits that missed it are a day apart, or a listing left it out that is no older copy.
    """

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("release_id", "kind", "began_at"),
        Index(None, "began_at"),
        Index("ix_absence_ended_at", "ended_at", **where("ended_at IS NOT NULL")),
        Index("ix_absence_unsure", "release_id", **where(UNSURE)),
    )

    id: Mapped[int] = primary_key()
    release_id: Mapped[int] = reference("release.id")
    kind: Mapped[str] = mapped_column(OneOf(7, "page", "listing"))
    last_seen: Mapped[datetime | None]
    began_at: Mapped[datetime]
    last_missed: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    confirmed: Mapped[bool]
