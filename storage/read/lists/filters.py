"""Which releases are wanted, the same for lists, searches and what is counted of either."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sqlalchemy import BigInteger, ColumnElement, Connection, literal_column, select, type_coerce

from storage.models import ImageRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.rows import Day
from storage.read.sources import of_source

FEW = 1_000  # releases that are looked at and sorted sooner than as many are found on a walk through all of them


@dataclass(frozen=True, slots=True)
class Filters:
    """Of one source, country (ISO 3166) or language; of a span of days; of a type, in the ministry's word for it.

    `pictures` wants releases with pictures, or without; `edited` those that have more than one version, or only one.
    """

    source: str | None = None
    country: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    type: str | None = field(default=None, kw_only=True)
    pictures: bool | None = field(default=None, kw_only=True)
    edited: bool | None = field(default=None, kw_only=True)

    def of_source(self) -> list[ColumnElement[bool]]:
        """What must hold of a row of `source`."""
        return of_source(self.source, self.country, self.language)

    def of_version(self) -> list[ColumnElement[bool]]:
        """What must hold of a row of `snapshot`, whatever its day."""
        wanted = (has_pictures(), self.pictures), (was_edited(), self.edited)
        of_type = [SnapshotRow.type == self.type] if self.type else []
        return [*of_type, *(has if value else ~has for has, value in wanted if value is not None)]

    def of_latest(self) -> list[ColumnElement[bool]]:
        """What holds besides of a row of `snapshot` that is the newest version: an index has the edited ones."""
        return [SnapshotRow.version > literal_column("1")] if self.edited else []

    def within(self, day: Day) -> list[ColumnElement[bool]]:
        """What must hold of a day."""
        first = [day >= self.since] if self.since else []
        last = [day <= self.until] if self.until else []
        return [*first, *last]


def among_few(db: Connection, wanted: Filters) -> list[ColumnElement[bool]]:
    """What holds of a row of `snapshot` anyway, where the wanted sources hold so few releases that it helps to say so.

    Lists are walked through by date, and one that has few lines or none would be walked to its end.
    """
    if not (of_source := wanted.of_source()):
        return []
    sources = [*db.execute(select(SourceRow.id, type_coerce(SourceRow.held, BigInteger)).where(*of_source))]
    if sum(held if isinstance(held, int) else FEW + 1 for _, held in sources) > FEW:  # a damaged number is none
        return []
    version = SnapshotRow.__table__.alias("version_of_few")
    few = select(version.c.id).join(ReleaseRow, ReleaseRow.id == version.c.release_id)
    return [SnapshotRow.id.in_(few.where(ReleaseRow.source_id.in_([number for number, _ in sources])))]


@cache
def has_pictures() -> ColumnElement[bool]:
    """Whether a row of `snapshot` has pictures: made once."""
    return select(ImageRow.position).where(ImageRow.snapshot_id == SnapshotRow.id).exists()


@cache
def was_edited() -> ColumnElement[bool]:
    """Whether the release of a row of `snapshot` has more than one version: made once."""
    second = SnapshotRow.__table__.alias("second")
    versions = select(second.c.id).where(second.c.release_id == SnapshotRow.release_id, second.c.version == 2)
    return versions.exists()
