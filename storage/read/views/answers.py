"""The JSON of pages: lists with the way to the next page, what filters count, and all that is shown of one thing.

Their lines are those of `storage.read.answers`, and so is what is promised of keys, times and digests.
"""

from collections.abc import Sequence
from typing import Any

from storage.read import answers
from storage.read.events.calendar import ChangedDay
from storage.read.events.pages import ChangePage
from storage.read.lists.releases import ListPage
from storage.read.views.release import ReleaseView
from storage.read.views.source import SourceView
from storage.read.views.timemap import Around, Memento
from storage.search.facets import Count, Facets
from storage.search.pages import ResultPage


def result_page(page: ResultPage) -> dict[str, Any]:
    """A page of what a search found: of each version the first hits, and how many there are in it."""
    results = [{"hits": [*map(answers.hit, found.hits)], "total": found.total} for found in page.results]
    return {"results": results, "total": page.total, "next": page.next}


def list_page(page: ListPage) -> dict[str, Any]:
    """A page of releases."""
    return {"releases": [*map(answers.listed, page.releases)], "next": page.next}


def change_page(page: ChangePage) -> dict[str, Any]:
    """A page of changes, and how far back it looked."""
    looked = page.looked_back_to.isoformat() if page.looked_back_to else None
    return {"changes": [*map(answers.change, page.changes)], "next": page.next, "looked_back_to": looked}


def changed_day(line: ChangedDay) -> dict[str, Any]:
    """How many releases of a source had a change of one kind on a day."""
    return {"day": line.day.isoformat(), "kind": line.kind, "source": line.source, "releases": line.releases}


def facets(found: Facets) -> dict[str, Any]:
    """What filters could be set to, and how many releases that would find; `at_least` where they are not all."""
    named: dict[str, Sequence[Count]] = {
        "source": found.sources,
        "country": found.countries,
        "language": found.languages,
        "type": found.types,
        "pictures": found.pictures,
        "edited": found.edited,
        "year": found.years,
        "month": found.months,
    }
    counts = {name: [count._asdict() for count in some] for name, some in named.items()}
    return {"releases": found.releases, "at_least": found.at_least, "facets": counts}


def memento(held: Memento) -> dict[str, Any]:
    """A capture of an address, with what its server answered."""
    return {
        "capture": held.capture,
        "at": held.at.isoformat(),
        "url": held.url,
        "status": held.status,
        "payload": held.payload,
        "content_type": held.content_type,
    }


def around(found: Around) -> dict[str, Any]:
    """The memento that is closest to a moment, and its neighbours."""
    names = "closest", "first", "previous", "next", "last"
    return {name: memento(held) if (held := getattr(found, name)) else None for name in names}


def release_view(page: ReleaseView) -> dict[str, Any]:
    """A release in one of its versions as `show --json` gives it, with its history and what is held besides."""
    later = next((one.first_seen for one in page.versions[page.chosen.number :]), None)
    release = answers.release(page.row, page.chosen, page.release, page.absent, len(page.versions), later)
    return release | {
        "history": [*map(answers.version, page.versions)],
        "absences": [*map(answers.absence, page.absences)],
        "captures": page.captures,
        "editions": [
            {"url": one.url, "release": one.release, "title": one.title, "language": one.language}
            for one in page.editions
        ],
        "files": [{"url": url, "capture": capture} for url, capture in page.files.items()],
    }


def source_view(page: SourceView) -> dict[str, Any]:
    """A source as `sources --json` gives it, with its last success and its rhythm."""
    return answers.source(page.state) | {
        "last_success": page.last_success.isoformat() if page.last_success else None,
        "months": dict(page.months),
    }
