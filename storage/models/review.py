"""What was edited in many releases at once, and what a person said of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import KEYED, Base, primary_key, reference
from storage.models.columns import Bytes, OneOf


class EditSignRow(Base):
    """What one edit of a version did, as a digest; it was done after `began`, and seen at `seen`. Derived."""

    __tablename__ = "edit_sign"
    __table_args__ = (Index(None, "source_id", "sign", "seen"), KEYED)

    snapshot_id: Mapped[int] = reference("snapshot.id", primary_key=True)
    sign: Mapped[bytes] = mapped_column(Bytes(16), primary_key=True)
    source_id: Mapped[int] = reference("source.id")
    began: Mapped[datetime]
    seen: Mapped[datetime]


class EditAtOnceRow(Base):
    """The same edit in many releases of a source: `releases` had it by the visits before and after one `moment`.

    `example` tells the first of them. Derived, but for what a person decided: that it was an edit by the ministry
    ("edit") or no edit at all ("dress"); null as long as nobody has.
    """

    __tablename__ = "edit_at_once"
    __table_args__ = (Index(None, "source_id", "sign"),)

    id: Mapped[int] = primary_key()
    source_id: Mapped[int] = reference("source.id")
    sign: Mapped[bytes] = mapped_column(Bytes(16))
    moment: Mapped[datetime]
    releases: Mapped[int]
    example: Mapped[str]
    decision: Mapped[str | None] = mapped_column(OneOf(5, "edit", "dress"))
