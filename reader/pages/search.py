"""Search, and the page that a reader opens first."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from reader import edits, paths
from reader.filters import Filters, Wanted, span_of
from reader.rendering import page
from reader.requests import reading
from storage.read.events.pages import change_page
from storage.read.lists.releases import Listed, ListedRelease, list_page
from storage.read.sources import languages, source_states
from storage.search.facets import facets
from storage.search.marks import marks
from storage.search.newest import Newest, newest
from storage.search.pages import FoundIn, result_page
from storage.search.query import Query as Parsed
from storage.search.query import parse

router = APIRouter(include_in_schema=False)
A_PAGE = 20
ON_FIRST_PAGE = 8


class Results(NamedTuple):
    """What a query finds, or what is listed where there is none, on one page."""

    found: Sequence[FoundIn]
    listed: Sequence[ListedRelease]
    next: str | None
    total: int | None


@router.get("/")
def first_page(request: Request) -> Response:
    """Where a reader begins."""
    with reading(request) as db:
        states = source_states(db)
        newest = list_page(db, Listed(), limit=ON_FIRST_PAGE).releases
        edited = change_page(db, least="wording", limit=ON_FIRST_PAGE)
    held = sum(state.releases for state in states.values())
    names = sorted(states)
    spoken = {name: state.facts.language for name, state in states.items()}
    return page(
        request, "first.html", names=names, held=held, newest=newest, edited=edited, edits=edits, languages=spoken
    )


@router.get("/search/")
def search(request: Request, wanted: Wanted, after: Annotated[str | None, Query(max_length=60)] = None) -> Response:
    """What a query finds, a release at a time, or without one the releases that the filters leave."""
    if request.app.state.published:
        return page(request, "published_search.html")
    query = parse(wanted.q)
    with reading(request) as db:
        held = newest(db, query)
        results = results_of(db, wanted, query, after, held=held)
        counts = facets(db, query, wanted.among(), held) if wanted.q.strip() else facets(db, None, wanted.among())
        spoken = languages(db)
    following = paths.query(paths.SEARCH, **wanted.parameters(after=results.next)) if results.next else None
    return page(
        request,
        "search.html",
        wanted=wanted,
        query=query,
        results=results,
        facets=counts,
        names=sorted(spoken),
        languages=spoken,
        following=following,
        feed=paths.query(f"{paths.SEARCH}feed.atom", **wanted.parameters()),
        marks=lambda text: marks(text, query),
        span_of=span_of,
        narrowed=lambda **changed: paths.query(paths.SEARCH, **wanted.parameters(**changed)),
    )


def results_of(
    db: Connection,
    wanted: Filters,
    query: Parsed,
    after: str | None,
    limit: int = A_PAGE,
    held: Newest | None = None,
) -> Results:
    """One page; `held` are the newest texts of the query, where they are known already. Raises CursorError."""
    if query.wanted:
        found = result_page(db, query, wanted.among(), after, limit, held=held)
        return Results(found.results, (), found.next, found.total)
    if wanted.q.strip():
        return Results((), (), None, 0)
    some = list_page(db, wanted.listed(), after, limit)
    return Results((), some.releases, some.next, None)
