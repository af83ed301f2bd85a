"""The archive as JSON: the lines of the command line's `--json`, a page at a time."""

import json
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.routing import APIRoute
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from reader.api import models
from reader.filters import Wanted, as_iso_8601
from reader.pages.changes import After, WantedChanges
from reader.pages.releases import Number, VersionNumber
from reader.pages.search import results_of
from reader.rendering import answer
from reader.requests import left_out, number_left_out, reading
from storage.errors import UsageError
from storage.read import answers, history
from storage.read.coverage.coverage import coverage
from storage.read.lists.missing import not_held
from storage.read.lists.releases import list_page
from storage.read.sources import source_states
from storage.read.views.difference import difference_view
from storage.read.views.release import release_view
from storage.read.views.source import named
from storage.search.query import parse

PROBLEM = {"model": models.Problem}
# A list has no room for what is said beside its lines.
LEFT_OUT = "Communique-Left-Out"
COUNTED = {
    "headers": {
        LEFT_OUT: {
            "description": "How many lines are missing, since the archive is damaged; there where some are.",
            "schema": {"type": "integer", "minimum": 1},
        }
    }
}


def _named(route: APIRoute) -> str:
    """What clients that are made from the description call an operation."""
    return route.name


router = APIRouter(
    prefix="/api",
    generate_unique_id_function=_named,
    responses={
        404: PROBLEM | {"description": "There is no such thing"},
        422: PROBLEM | {"description": "Not understood"},
    },
)
MOST_MISSING = 10_000  # lines in one answer
Limit = Annotated[int, Query(ge=1, le=100, description="At most so many items.")]


@router.get("/search", responses={200: {"model": models.Hits}})
def search(request: Request, wanted: Wanted, after: After = None, limit: Limit = 20) -> Response:
    """Search: the points and titles in which all words of a query stand, those of the newest releases first.

    `limit` counts releases: of each there are at most ten hits.
    """
    query = parse(wanted.q)
    if not query.wanted:
        raise UsageError("there is no word in `q` to look for; /api/releases lists releases without a query")
    with reading(request) as db:
        found = results_of(db, wanted, query, after, limit)
    items = [answers.hit(hit) for one in found.found for hit in one.hits]
    told = {"items": items, "next": found.next, "total": found.total, "misunderstood": list(query.misunderstood)}
    return _json(request, told)


@router.get("/releases", responses={200: {"model": models.Releases}})
def releases(request: Request, wanted: Wanted, after: After = None, limit: Limit = 20) -> Response:
    """Releases, newest first, without a query."""
    if wanted.q:
        raise UsageError("/api/releases takes no query; /api/search does")
    with reading(request) as db:
        found = list_page(db, wanted.listed(), after, limit)
    return _json(request, {"items": [answers.listed(one) for one in found.releases], "next": found.next})


@router.get("/releases/{number}", responses={200: {"model": models.Release}})
def release(
    request: Request,
    number: Number,
    version: Annotated[int | None, Query(ge=1, lt=2**31, description="A version; by default the newest.")] = None,
    as_of: Annotated[
        datetime | None, BeforeValidator(as_iso_8601), Query(description="What the page said at this time.")
    ] = None,
) -> Response:
    """One release, as it is or as it was."""
    if version is not None and as_of is not None:
        raise UsageError("give a version or a time, not both")
    at = as_of and (as_of.astimezone(UTC) if as_of.tzinfo else as_of.replace(tzinfo=UTC))
    with reading(request) as db:
        view = release_view(db, str(number), version, at)
    return _json(request, view.as_json())


@router.get("/releases/{number}/history", name="history", responses={200: {"model": models.History}})
def of_release(request: Request, number: Number) -> Response:
    """A release's versions, captures and absences, in order of time."""
    with reading(request) as db:
        view = release_view(db, str(number))
        versions = history.versions(db, number)
        captures = history.captures(db, number)
    return _json(
        request,
        {
            "versions": [answers.version(one) for one in versions],
            "captures": [answers.capture(one) for one in captures],
            "absences": [answers.absence(one) for one in view.absences],
        },
    )


@router.get(
    "/releases/{number}/differences/{old}-{new}", name="difference", responses={200: {"model": models.Difference}}
)
def between(request: Request, number: Number, old: VersionNumber, new: VersionNumber) -> Response:
    """The edits between two versions of a release, the gravest first, word by word."""
    with reading(request) as db:
        found = difference_view(db, str(number), old, new)
    edits = [answers.edit(one, operations=True) for one in found.edits]
    return _json(request, {"release": number, "old": old, "new": new, "edits": edits})


@router.get("/changes", responses={200: {"model": models.Changes}})
def changes(request: Request, wanted: WantedChanges, after: After = None, limit: Limit = 20) -> Response:
    """What ministries changed, newest first."""
    with reading(request) as db:
        found = wanted.page(db, after, limit)
    return _json(request, {"items": [answers.change(one) for one in found.changes], "next": found.next})


@router.get("/sources", responses={200: {"model": list[models.Source]} | COUNTED})
def sources(request: Request) -> Response:
    """The sources that the archive holds something of, and how well."""
    with reading(request) as db:
        states = source_states(db)
    return _json(request, [answers.source(states[name]) for name in sorted(states)])


@router.get("/sources/{name}/coverage", name="coverage", responses={200: {"model": list[models.Period]} | COUNTED})
def of_source(request: Request, name: str, by: models.By = "month") -> Response:
    """What is held of what a source announced, by month or year, oldest first."""
    with reading(request) as db:
        number, _ = named(db, name)
        lines = [line.as_json() for line in coverage(db, number, name, by, datetime.now(UTC), None, None)]
    return _json(request, lines)


@router.get("/sources/{name}/missing", responses={200: {"model": list[models.Missing]} | COUNTED})
def missing(request: Request, name: str) -> Response:
    """What a source announced and the archive does not hold."""
    with reading(request) as db:
        number, _ = named(db, name)
        lines = [answers.missing(line) for line in islice(not_held(db, number, name), MOST_MISSING)]
    return _json(request, lines)


def _json(request: Request, told: Any) -> Response:
    headers = {}
    if damaged := left_out(request):
        headers[LEFT_OUT] = str(number_left_out(request))
        told = told | {"left_out": damaged} if isinstance(told, dict) else told
    return answer(json.dumps(told, ensure_ascii=False).encode(errors="replace"), "application/json", headers=headers)
