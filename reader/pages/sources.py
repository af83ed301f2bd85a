"""Pages of the sources: what is held of each, and what was announced and is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from reader.filters import span_of
from reader.rendering import page
from reader.requests import reading
from storage.errors import NothingNamedError
from storage.read.coverage.coverage import CoverageLine, coverage
from storage.read.coverage.periods import periods
from storage.read.lists.missing import MissingLine, not_held
from storage.read.lists.months import months
from storage.read.lists.releases import Listed, ListedRelease, listed
from storage.read.sources import SourceState, source_id_of, source_states

router = APIRouter(include_in_schema=False)
NEWEST = 10  # releases on the page of a source
OF_MONTH = 5000  # releases on the page of a month
Month = Annotated[str, Path(pattern=r"^((19|20)[0-9]{2}-(0[1-9]|1[0-2])|undated)$")]
NAMED = 1000  # of what is missing, on one page
Calendar = Mapping[int, list[CoverageLine | None]]  # twelve months a year


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source: how much of it is held, by month, newest year first, and its newest releases."""

    state: SourceState
    calendar: Calendar
    undated: CoverageLine | None
    newest: list[ListedRelease]
    months: list[tuple[str | None, int]]


@router.get("/sources/")
def all_sources(request: Request) -> Response:
    """Every source that the archive holds something of."""
    with reading(request) as db:
        states = sorted(source_states(db).values(), key=lambda state: (state.facts.country, state.facts.name))
    return page(request, "sources.html", states=states)


@router.get("/sources/{name}/")
def one_source(request: Request, name: str) -> Response:
    """One source."""
    with reading(request) as db:
        number, state = named(db, name)
        lines = list(coverage(db, number, name, "month", datetime.now(UTC), None, None))
        newest = list(islice(listed(db, Listed(source=name)), NEWEST))
        held = months(db, name)
    undated = next((line for line in lines if line.period.first is None), None)
    return page(request, "source.html", found=SourcePage(state, calendar(lines), undated, newest, held))


@router.get("/sources/{name}/missing/")
def missing(request: Request, name: str) -> Response:
    """What a source announced and the archive does not hold, by name."""
    with reading(request) as db:
        number, state = named(db, name)
        lines: list[MissingLine] = list(islice(not_held(db, number, name), NAMED + 1))
    return page(request, "missing.html", state=state, lines=lines[:NAMED], more=len(lines) > NAMED)


@router.get("/sources/{name}/{month}/")
def of_month(request: Request, name: str, month: Month) -> Response:
    """The releases of a source from a month, or those without a day."""
    with reading(request) as db:
        _, state = named(db, name)
        since, until = (None, None) if month == "undated" else span_of(month)
        wanted = Listed(source=name, since=since, until=until, undated=since is None)
        found = list(islice(listed(db, wanted), OF_MONTH))
    return page(request, "month.html", state=state, month=month, found=found)


def calendar(lines: Iterable[CoverageLine]) -> Calendar:
    """Twelve months for each year, newest first; None where the archive has nothing to say."""
    years: dict[int, list[CoverageLine | None]] = {}
    for line in lines:
        if line.period.first is None or line.period.last is None:
            continue
        for period in periods("month", line.period.first, line.period.last):
            assert period.first is not None
            years.setdefault(period.first.year, [None] * 12)[period.first.month - 1] = line
    return dict(sorted(years.items(), reverse=True))


def named(db: Connection, name: str) -> tuple[int, SourceState]:
    """The row and state of a source. Raises NothingNamedError."""
    number, state = source_id_of(db, name), source_states(db).get(name)
    if number is None or state is None:
        raise NothingNamedError(f"the archive holds nothing of a source {name}")
    return number, state
