"""What ministries changed, newest first."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BeforeValidator
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from reader import edits, paths
from reader.filters import Day, Text, none_of_empty, span_of, written
from reader.rendering import page
from reader.requests import reading
from storage.edits.classify import CLASSES, EditClass
from storage.read.changes import Change, Event, changes
from storage.read.sources import demand_source, source_states

router = APIRouter(include_in_schema=False)
A_PAGE = 25
OF_MONTH = 1000  # changes on the page of a month
Month = Annotated[str, Path(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
Kind = Literal["edited", "gone", "returned", "unlisted", "listed_again", "moved"]


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """Which changes are wanted: first seen in a span of days (UTC), of a source, of a kind, of a class or a graver."""

    source: Annotated[Text, Query(description="The name of a source.")] = None
    kind: Annotated[Kind | None, BeforeValidator(none_of_empty), Query(description="What kind of change.")] = None
    least: Annotated[EditClass, Query(description="The class of edits, or a graver one.")] = CLASSES[0]
    since: Annotated[Day, Query(description="The first day on which it may first have been seen.")] = None
    until: Annotated[Day, Query(description="The last day on which it may first have been seen.")] = None

    def found(self, db: Connection) -> Generator[Change, None, None]:
        """The changes, newest first. Raises NothingNamedError for a source that the archive does not know."""
        if self.source:
            demand_source(db, name=self.source)
        since, until = _instant(self.since, time.min), _instant(self.until, time.max)
        with closing(changes(db, source=self.source, least=self.least, since=since, until=until)) as found:
            for change in found:
                if self.kind in (None, kind_of(change)) and change.edits:
                    yield change

    def parameters(self, **changed: object) -> dict[str, str]:
        """The parameters of an address that asks for the same, but for those that are changed."""
        names = ("source", "kind", "since", "until")
        given = {name: getattr(self, name) for name in names} | changed
        given |= {"least": self.least} if self.least != CLASSES[0] and "least" not in changed else {}
        return {name: written(value) for name, value in given.items() if value not in (None, "")}


WantedChanges = Annotated[ChangeFilters, Depends()]


@router.get("/changes/")
def all_changes(request: Request, wanted: WantedChanges) -> Response:
    """Edits, and what became of releases as a whole."""
    with reading(request) as db, closing(wanted.found(db)) as found:
        some = list(islice(found, A_PAGE + 1))
        names = sorted(source_states(db))
    last = some[A_PAGE - 1].first_with.date() if len(some) > A_PAGE else None
    return page(
        request,
        "changes.html",
        wanted=wanted,
        found=some[:A_PAGE],
        names=names,
        kinds=get_args(Kind),
        classes=CLASSES,
        edits=edits,
        following=paths.query(paths.CHANGES, **wanted.parameters(until=last)) if last else None,
        feed=paths.query(f"{paths.CHANGES}feed.atom", **wanted.parameters()),
    )


@router.get("/changes/{month}/")
def of_month(request: Request, month: Month) -> Response:
    """All changes that were first seen in a month (UTC)."""
    since, until = span_of(month)
    with reading(request) as db, closing(ChangeFilters(since=since, until=until).found(db)) as found:
        lines = list(islice(found, OF_MONTH))
    return page(request, "changes_of_month.html", month=month, found=lines, more=len(lines) == OF_MONTH, edits=edits)


def kind_of(change: Change) -> Kind:
    """What kind of change it is."""
    first = change.edits[0] if change.edits else None
    return first.kind if isinstance(first, Event) else "edited"


def _instant(day: date | None, of_day: time) -> datetime | None:
    return datetime.combine(day, of_day, UTC) if day else None
