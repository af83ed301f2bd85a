"""The releases that an archive holds, newest first, without a search word. Nothing here writes."""

import heapq
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, func, select

from storage.damage import referring
from storage.database import chunks
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import sound
from storage.read.lists.cursor import Cursor, following
from storage.read.lists.filters import Filters
from storage.read.snapshots import altered, is_latest

AT_ONCE = 100  # rows

Rows = Generator[Any, None, None]


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
        return self.of(dated_on())

    def announced(self) -> list[ColumnElement[bool]]:
        """What must hold of a release that is not held, whose day a listing alone states."""
        return [*self.of_source(), *self.of(ReleaseRow.listed_on)]

    def of(self, day: Any) -> list[ColumnElement[bool]]:
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


def _lines(db: Connection, rows: Sequence[Any]) -> Iterator[ListedRelease]:
    unlike = altered(db, [row.id for row in rows])
    return (ListedRelease(*[*row[1:-1], row.id in unlike]) for row in referring(db, rows))


def _rows(db: Connection, wanted: Listed, after: Cursor | None = None, most: int | None = None) -> Rows:
    """The releases after a cursor: what pages date is walked by an index, what listings alone date is sorted."""
    by_page, by_listing = SnapshotRow.published_on, ReleaseRow.listed_on
    columns = (
        *(SnapshotRow.id, SnapshotRow.release_id, SourceRow.name.label("source"), ReleaseRow.url, SnapshotRow.title),
        func.coalesce(SnapshotRow.published, ReleaseRow.listed_published).label("published"),
        func.coalesce(SnapshotRow.language, SourceRow.language, type_=Text).label("language"),
        *(ReleaseRow.state, SnapshotRow.version, dated_on().label("day")),
    )
    query = held(wanted).with_only_columns(*columns)
    with ExitStack() as closing_both:
        streams = [
            closing_both.enter_context(closing(_walked(db, query.where(dated, *wanted.of(day)), day, after, most)))
            for day, dated in ((by_page, by_page.is_not(None)), (by_listing, by_page.is_(None)))
        ]
        yield from heapq.merge(*streams, key=lambda row: (row.day or date.min, row.release_id), reverse=True)


def _walked(db: Connection, query: Any, day: Any, after: Cursor | None, most: int | None) -> Rows:
    number = SnapshotRow.release_id
    for stretch in following(after, day, number):
        some = query.where(*stretch).order_by(day.desc(), number.desc()).limit(most)
        with db.execute(some, execution_options={"yield_per": AT_ONCE}) as rows:
            yield from sound(rows)


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
