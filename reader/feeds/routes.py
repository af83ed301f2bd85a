"""Feeds of releases, of what a search finds, of changes, and of one release."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from reader import paths
from reader.feeds import contents
from reader.feeds.atom import MEDIA_TYPE as ATOM
from reader.feeds.atom import atom
from reader.feeds.feed import Feed, FeedEntry, identifier
from reader.feeds.json_feed import MEDIA_TYPE as JSON
from reader.feeds.json_feed import json_feed
from reader.filters import Wanted
from reader.pages.changes import WantedChanges
from reader.pages.releases import Number
from reader.pages.search import results_of
from reader.rendering import answer
from reader.requests import absolute, reading
from storage.read import history
from storage.read.events.pages import change_page
from storage.read.snapshots import load_release
from storage.read.views.release import versions_held
from storage.search.query import parse

router = APIRouter(include_in_schema=False)
Form = Literal["atom", "json"]
ENTRIES = 30
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # when an empty feed was updated


@router.get("/search/feed.{form}")
def of_search(request: Request, form: Form, wanted: Wanted) -> Response:
    """The newest releases that a query finds, or that filters leave."""
    with reading(request) as db:
        found = results_of(db, wanted, parse(wanted.q), None, ENTRIES)
        numbers = [one.hits[0].release for one in found.found] + [one.release for one in found.listed]
        entries = contents.of_releases(request, db, list(dict.fromkeys(numbers)))
    parameters = wanted.parameters()
    told = ", ".join(f"{name} {value}" for name, value in parameters.items() if name != "q")
    title = (f"“{wanted.q}”" if wanted.q else "Releases") + (f" ({told})" if told else "")
    return _answer(request, form, title, paths.query(paths.SEARCH, **parameters), entries)


@router.get("/changes/feed.{form}")
def of_changes(request: Request, form: Form, wanted: WantedChanges) -> Response:
    """The newest changes."""
    with reading(request) as db:
        entries = contents.of_changes(request, wanted.newest(db, ENTRIES))
    parameters = wanted.parameters()
    told = ", ".join(f"{name} {value}" for name, value in parameters.items())
    return _answer(
        request, form, "Changes" + (f" ({told})" if told else ""), paths.query(paths.CHANGES, **parameters), entries
    )


@router.get("/releases/{number}/feed.{form}")
def of_release(request: Request, form: Form, number: Number) -> Response:
    """What was changed of a release, and how it began."""
    with reading(request) as db:
        row = history.find_release(db, str(number))
        held = versions_held(db, row)
        changed = change_page(db, release=number, limit=ENTRIES)
        entries = contents.of_changes(request, changed.changes)
        if not changed.next and len(entries) < ENTRIES:
            first = history.snapshot_row(db, number, 1)
            assert first is not None
            entries.append(contents.first_version(request, row, held[0], load_release(db, first)))
    return _answer(request, form, held[-1].title, paths.release(number), entries)


def _answer(request: Request, form: Form, title: str, page: str, entries: Sequence[FeedEntry]) -> Response:
    own = request.scope["path"].lstrip("/")
    query = request.scope["query_string"].decode("latin-1")
    feed = Feed(
        id=identifier("feed", page),
        title=f"{title} · Communique",
        url=absolute(request, f"{own}?{query}" if query else own),
        page=absolute(request, page),
        entries=entries,
        fallback=BEGINNING,
    )
    if form == "atom":
        return answer(atom(feed), ATOM)
    return answer(json_feed(feed), JSON)
