"""Pages of the sources: what is held of each, and what was announced and is not."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from reader.filters import span_of
from reader.rendering import page
from reader.requests import reading
from storage.read.coverage.coverage import CoverageLine
from storage.read.coverage.periods import periods
from storage.read.lists.missing import MissingLine, not_held
from storage.read.lists.releases import Listed, listed
from storage.read.sources import source_states
from storage.read.views.source import named, source_view

router = APIRouter(include_in_schema=False)
OF_MONTH = 5000  # releases on the page of a month
Month = Annotated[str, Path(pattern=r"^((19|20)[0-9]{2}-(0[1-9]|1[0-2])|undated)$")]
NAMED = 1000  # of what is missing, on one page
Calendar = Mapping[int, list[CoverageLine | None]]  # twelve months a year


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
        found = source_view(db, name, datetime.now(UTC))
    undated = next((line for line in found.coverage if line.period.first is None), None)
    return page(request, "source.html", found=found, calendar=calendar(found.coverage), undated=undated)


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
