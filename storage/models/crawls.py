"""Sources, and the crawls of them."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, primary_key, reference, where
from storage.models.columns import OneOfTexts, Word

MODES = ("update", "backfill", "recheck", "address", "import")
OUTCOMES = ("complete", "incomplete", "failed", "interrupted")


class SourceRow(Base):
    """One stream of releases, with the facts that questions to the archive filter by.

    `held` (releases with a text) and `snapshots` are counts of other tables' rows, and its edits were compared with
    one another up to the snapshot `examined`; all derived.
    """

    __tablename__ = "source"

    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(unique=True)
    ministry: Mapped[str]
    country: Mapped[str] = mapped_column(Word(2))
    language: Mapped[str] = mapped_column(Word(35))
    held: Mapped[int] = mapped_column(default=0, server_default="0")
    snapshots: Mapped[int] = mapped_column(default=0, server_default="0")
    examined: Mapped[int] = mapped_column(Id, default=0, server_default="0")


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
    mode: Mapped[str] = mapped_column(OneOfTexts(*MODES))
    options: Mapped[str] = mapped_column(default="{}")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(OneOfTexts(*OUTCOMES))
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
