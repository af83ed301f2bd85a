"""What ministries changed, newest first."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import BeforeValidator
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from reader import edits, paths
from reader.filters import LONGEST, Day, Text, none_of_empty, span_of, written
from reader.rendering import page
from reader.requests import reading
from storage.edits.classify import CLASSES, EditClass
from storage.read.changes import Change, ChangeKind
from storage.read.events.calendar import changed_days, months
from storage.read.events.pages import ChangePage, change_page
from storage.read.sources import demand_source, languages
from storage.search.query import parse

router = APIRouter(include_in_schema=False)
A_PAGE = 25
LOOKED_FURTHER = 9  # pages that a feed looks at after the first, for as many changes as it has room for
# Changes on the page of a month or a day: where they are compared for a reader, and for a file.
OF_PERIOD, PUBLISHED = 40, 1000
Period = Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])(-[0-3][0-9])?$")]
After = Annotated[str | None, Query(max_length=60, description="The `next` of the page before.")]


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """Which changes are wanted: first seen in a span of days (UTC), of a source, of a kind, of a class or a graver."""

    q: Annotated[str, Query(max_length=LONGEST, description="Words that stood before or after an edit.")] = ""
    source: Annotated[Text, Query(description="The name of a source.")] = None
    kind: Annotated[ChangeKind | None, BeforeValidator(none_of_empty), Query(description="What kind of change.")] = None
    least: Annotated[EditClass, Query(description="The class of edits, or a graver one.")] = CLASSES[0]
    since: Annotated[Day, Query(description="The first day on which it may first have been seen.")] = None
    until: Annotated[Day, Query(description="The last day on which it may first have been seen.")] = None

    def page(self, db: Connection, after: str | None = None, limit: int = A_PAGE) -> ChangePage:
        """A page of changes. Raises NothingNamedError for a source that the archive does not know, CursorError."""
        if self.source:
            demand_source(db, name=self.source)
        return change_page(
            db,
            since=_midnight(self.since),
            until=_midnight(self.until, after=1),
            source=self.source,
            kinds=(self.kind,) if self.kind else (),
            least=self.least,
            words=parse(self.q) if self.q.strip() else None,
            after=after,
            limit=limit,
        )

    def newest(self, db: Connection, limit: int) -> list[Change]:
        """So many of the newest changes, where they are among those that a few pages look at."""
        found = self.page(db, None, limit)
        newest = list(found.changes)
        for _ in range(LOOKED_FURTHER):
            if not found.next or len(newest) >= limit:
                break
            found = self.page(db, found.next, limit - len(newest))
            newest += found.changes
        return newest

    def parameters(self, **changed: object) -> dict[str, str]:
        """The parameters of an address that asks for the same, but for those that are changed."""
        names = ("q", "source", "kind", "since", "until")
        given = {name: getattr(self, name) for name in names} | changed
        given |= {"least": self.least} if self.least != CLASSES[0] and "least" not in changed else {}
        return {name: written(value) for name, value in given.items() if value not in (None, "")}


WantedChanges = Annotated[ChangeFilters, Depends()]


@router.get("/changes/")
def all_changes(request: Request, wanted: WantedChanges, after: After = None) -> Response:
    """Edits, and what became of releases as a whole."""
    with reading(request) as db:
        found = wanted.page(db, after)
        spoken = languages(db)
        by_month = changed_months(db)
    return page(
        request,
        "changes.html",
        wanted=wanted,
        found=found,
        names=sorted(spoken),
        languages=spoken,
        months=by_month,
        kinds=get_args(ChangeKind),
        classes=CLASSES,
        edits=edits,
        following=paths.query(paths.CHANGES, **wanted.parameters(after=found.next)) if found.next else None,
        feed=paths.query(f"{paths.CHANGES}feed.atom", **wanted.parameters()),
    )


@router.get("/changes/{period}/")
def of_period(request: Request, period: Period) -> Response:
    """All changes that were first seen in a month or on a day (UTC); of a month, with a calendar of its days."""
    try:
        since, until = span_of(period)
    except ValueError:
        raise HTTPException(404, f"{period} is no day of the calendar") from None
    wanted = ChangeFilters(since=since, until=until)
    most = PUBLISHED if request.app.state.published else OF_PERIOD
    with reading(request) as db:
        found = wanted.page(db, limit=most)
        lines, at_once = list(found.changes), found.at_once
        while found.next and len(lines) < most and request.app.state.published:
            found = wanted.page(db, found.next, most - len(lines))
            lines += found.changes
            at_once += found.at_once
        days = changed_days(db, since.year) if since != until else {}
        spoken = languages(db)
    following = paths.query(paths.CHANGES, **wanted.parameters(after=found.next)) if found.next else None
    weeks = Calendar().monthdatescalendar(since.year, since.month) if days else []
    return page(
        request,
        "changes_of_period.html",
        period=period,
        month=period[:7],
        since=since,
        found=lines,
        at_once=at_once,
        following=following,
        edits=edits,
        languages=spoken,
        weeks=weeks,
        days=days,
    )


def changed_months(db: Connection) -> list[tuple[str, int]]:
    """The months in which releases were changed, newest first, and how many changes there were."""
    return sorted(months(db).items(), reverse=True)


def _midnight(day: date | None, *, after: int = 0) -> datetime | None:
    """The first instant of a day, or of one so many days after it; None beyond the calendar."""
    if day is None or (date.max - day).days < after:
        return None
    return datetime.combine(day + timedelta(days=after), time.min, UTC)
