"""The releases that an archive holds, newest first, without a search word. Nothing here writes."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, func, select

from storage.damage import demand_references
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.read.lists.filters import Filters
from storage.read.snapshots import altered, is_latest

AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True)
class ListedRelease:
    """A release, and what its newest version is called. `published` is null where neither page nor listing dates it.

    `altered` where the text of that version is not what was read from the page.
    """

    release: int
    source: str
    url: str
    title: str
    published: str | None
    language: str
    state: str
    versions: int
    altered: bool


@dataclass(frozen=True, slots=True)
class Listed(Filters):
    """Which releases are listed, dated by their page or else by a listing; `undated` wants those of no day."""

    undated: bool = False

    def of_day(self) -> list[ColumnElement[bool]]:
        """What must hold of the day of a release."""
        return self._of(dated_on())

    def announced(self) -> list[ColumnElement[bool]]:
        """What must hold of a release that is not held, whose day a listing alone states."""
        return [*self.of_source(), *self._of(ReleaseRow.listed_on)]

    def _of(self, dated_on: Any) -> list[ColumnElement[bool]]:
        return [dated_on.is_(None)] if self.undated else self.within(dated_on)


def listed(db: Connection, wanted: Listed) -> Generator[ListedRelease, None, None]:
    """The releases that are held, newest first, a few rows at a time; those without a day come last."""
    columns = (
        *(SnapshotRow.id, SnapshotRow.release_id, SourceRow.name.label("source"), ReleaseRow.url, SnapshotRow.title),
        func.coalesce(SnapshotRow.published, ReleaseRow.listed_published).label("published"),
        func.coalesce(SnapshotRow.language, SourceRow.language, type_=Text).label("language"),
        *(ReleaseRow.state, SnapshotRow.version),
    )
    query = held(wanted).with_only_columns(*columns).where(*wanted.of_day())
    query = query.order_by(dated_on().desc().nulls_last(), SnapshotRow.release_id.desc())
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        for some in rows.partitions():
            if lost := [row.release_id for row in some if row.source is None]:
                demand_references(db, lost)
            unlike = altered(db, [row.id for row in some])
            yield from (ListedRelease(*[*row[1:], row.id in unlike]) for row in some)


def undated(db: Connection, wanted: Listed) -> int:
    """How many releases have no day, and so are in no span of days."""
    query = held(wanted).with_only_columns(func.count()).where(dated_on().is_(None))
    return int(db.execute(query).scalar_one())


def dated_on() -> ColumnElement[date | None]:
    """The day of a release by its page, or else by its listing."""
    return func.coalesce(SnapshotRow.published_on, ReleaseRow.listed_on)


def held(wanted: Listed) -> Any:
    """The newest version of each release. Release and source are joined from outside: a damaged row hides nothing."""
    return (
        select(SnapshotRow.id)
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(is_latest(), *wanted.of_version(), *wanted.of_source())
    )
