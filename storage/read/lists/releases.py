"""The releases that an archive holds, newest first, without a search word. Nothing here writes."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, Text, func, select

from storage.damage import referring
from storage.database import chunks
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import LOOKED_AT, sound
from storage.models.rows import Day, Selected
from storage.read.lists.cursor import Cursor, following
from storage.read.lists.filters import Filters, among_few
from storage.read.snapshots import altered, is_latest

AT_ONCE = 100  # rows

Rows = Generator[Selected, None, None]


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
        return self.of(SnapshotRow.dated_on)

    def announced(self) -> list[ColumnElement[bool]]:
        """What must hold of a release that is not held, whose day a listing alone states."""
        return [*self.of_source(), *self.of(ReleaseRow.listed_on)]

    def of(self, day: Day) -> list[ColumnElement[bool]]:
        """What must hold of a day."""
        return [day.is_(None)] if self.undated else self.within(day)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. `next` leads to the page after it, if there is one."""

    releases: tuple[ListedRelease, ...]
    next: str | None


def listed(db: Connection, wanted: Listed) -> Generator[ListedRelease, None, None]:
    """The releases that are held, newest first, a few rows at a time; those without a day come last."""
    with closing(_rows(db, wanted)) as rows:
        for some in chunks(rows, AT_ONCE):
            yield from _lines(db, some)


def list_page(db: Connection, wanted: Listed, after: str | None = None, limit: int = 20) -> ListPage:
    """A page of `limit` of the releases that are held, in the same order.

    Raises CursorError where `after` is the `next` of no page.
    """
    with closing(_rows(db, wanted, Cursor.parse(after), limit + 1)) as rows:
        found = [*islice(rows, limit + 1)]
    shown, more = found[:limit], found[limit:]
    following = str(Cursor(shown[-1].day, shown[-1].release_id)) if more else None
    return ListPage((*_lines(db, shown),), following)


def _lines(db: Connection, rows: Sequence[Selected]) -> Iterator[ListedRelease]:
    unlike = altered(db, [row.id for row in rows])
    return (ListedRelease(*[*row[1:-1], row.id in unlike]) for row in referring(db, rows))


def _rows(db: Connection, wanted: Listed, after: Cursor | None = None, most: int | None = None) -> Rows:
    """The releases after a cursor, newest first, by an index on their days."""
    day, number = SnapshotRow.dated_on, SnapshotRow.release_id
    columns = (
        *(SnapshotRow.id, SnapshotRow.release_id, SourceRow.name.label("source"), ReleaseRow.url, SnapshotRow.title),
        func.coalesce(SnapshotRow.published, ReleaseRow.listed_published).label("published"),
        func.coalesce(SnapshotRow.language, SourceRow.language, type_=Text).label("language"),
        *(ReleaseRow.state, SnapshotRow.version, day.label("day")),
    )
    query = held(wanted).with_only_columns(*columns).where(*wanted.of_day(), *among_few(db, wanted))
    for stretch in following(after, day, number):
        some = query.where(*stretch).order_by(day.desc(), number.desc()).limit(most and most + LOOKED_AT)
        with db.execute(some, execution_options={"yield_per": AT_ONCE}) as rows:
            yield from sound(rows)


def undated(db: Connection, wanted: Listed) -> int:
    """How many releases have no day, and so are in no span of days."""
    query = held(wanted).with_only_columns(func.count()).where(SnapshotRow.dated_on.is_(None))
    return int(db.execute(query).scalar_one())


def held(wanted: Listed) -> Select[int]:
    """The newest version of each release. Release and source are joined from outside: a damaged row hides nothing."""
    return (
        select(SnapshotRow.id)
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(is_latest(), *wanted.of_latest(), *wanted.of_version(), *wanted.of_source())
    )
