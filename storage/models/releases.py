"""Releases, where they stand, and what listings say of them.

An entry is evidence; of a release and an address most columns are derived, and their docstrings say which are not.
"""

from datetime import date, datetime
from typing import get_args

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, digest_of, primary_key, reference, where
from storage.models.columns import Bytes, OneOf
from storage.records import CaptureKind

STATES = ("pending", "held", "unreadable", "absent", "gone", "elsewhere")


class ReleaseRow(Base):
    """One publication, known by its key. `state` is one of `STATES`.

    `listed_*` is what the newest listing line said. `due_at` null means that a visit is due at once, and
    `assets_due_at` null that nobody has asked for the assets of its newest version. `key_digest` is
    what a key is found by. `url` is where it was found, or where a listing said last that it has moved to.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("source_id", "key_digest"),
        Index(None, "source_id", "id"),
        Index(None, "source_id", "state", "id"),
        Index(None, "source_id", "due_at"),
        Index(None, "source_id", "assets_due_at", "id"),
        Index(None, "source_id", "listed_on"),
        Index(None, "listed_crawl_id", "state"),
    )

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id")
    key: Mapped[str]
    key_digest: Mapped[bytes] = mapped_column(Bytes(16), default=digest_of("key"))
    url: Mapped[str]
    state: Mapped[str] = mapped_column(OneOf(12, *STATES))
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
    assets_due_at: Mapped[datetime | None]


class AddressRow(Base):
    """A URL at which a release, a listing or an asset was found, and when it was first and last seen there.

    `url_digest` is what an address is found by. `moved_to` is where a permanent redirect sent its visitors, or where a
    listing linked instead, since the capture at `moved_at`; both are derived. So are a listing's
    newest dates, the one that it stated of itself, `dated`, and when it was made, `generated`; and the address of the
    `listing` that it is a page of, where that was read.
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
    kind: Mapped[str] = mapped_column(OneOf(8, *get_args(CaptureKind)))
    url: Mapped[str]
    url_digest: Mapped[bytes] = mapped_column(Bytes(16), default=digest_of("url"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    moved_to: Mapped[str | None]
    moved_at: Mapped[datetime | None]
    dated: Mapped[datetime | None]
    generated: Mapped[datetime | None]
    listing: Mapped[str | None]


class EntryRow(Base):
    """One line of a listing, as it first stood there, and the capture that last showed it so, there in `place`.

    The last two are derived. `place` is counted from 1; it is 0 where the line tells nothing of its own, since it stood
    there before and after it, or on an older copy.
    """

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
