"""The JSON of pages, key by key: what is written is plain JSON, and its lines are those of the command line."""

import json

import pytest

from storage.read import answers as lines
from storage.read.changes import changes
from storage.read.events.calendar import calendar
from storage.read.events.pages import change_page
from storage.read.lists.releases import Listed, list_page, listed
from storage.read.sources import source_states
from storage.read.views import answers
from storage.read.views.release import release_view
from storage.read.views.source import source_view
from storage.read.views.timemap import addresses_of, around
from storage.search.facets import facets
from storage.search.find import find
from storage.search.pages import result_page
from storage.search.query import parse
from tests.storage.builders import announce, at, show


@pytest.fixture
def one(archive, crawl) -> int:
    """A release that was edited, and another that was not."""
    for key in ("other", "one"):
        number = announce(archive, crawl, key)[key]
        show(archive, crawl, number, 1, f"Water of {key}.")
    show(archive, crawl, number, 2, "Water is gone.")
    return number


def test_pages_hold_the_lines_of_the_command_line_and_lead_on(archive, one):
    with archive.reading() as db:
        (hit, *_) = find(db, parse("water"))
        page = answers.result_page(result_page(db, parse("water"), limit=1))
        assert page["results"] == [{"hits": [lines.hit(hit)], "total": 1}]
        assert (page["total"], page["next"]) == (2, f"2025-01-07.{hit.release + 1}")
        (release, _) = listed(db, Listed())
        listing = answers.list_page(list_page(db, Listed(), limit=1))
        assert listing == {"releases": [lines.listed(release)], "next": f"2025-01-07.{release.release}"}
        (change,) = changes(db)
        told = answers.change_page(change_page(db))
        assert told == {"changes": [lines.change(change)], "next": None, "looked_back_to": at(2).isoformat()}
        (day,) = calendar(db, 2025)
        counted = {"day": "2025-01-07", "kind": "edited", "source": "xx_water", "releases": 1}
        assert answers.changed_day(day) == counted
        assert [json.loads(json.dumps(found)) for found in (page, listing, told)] == [page, listing, told]


def test_facets_stand_by_name(archive, one):
    with archive.reading() as db:
        found = answers.facets(facets(db, parse("water")))
    assert found == json.loads(json.dumps(found))
    assert {name: value for name, value in found.items() if name != "facets"} == {"releases": 2, "at_least": False}
    assert found["facets"] == {
        "source": [{"value": "xx_water", "releases": 2}],
        "country": [{"value": "XX", "releases": 2}],
        "language": [{"value": "en", "releases": 2}],
        "type": [{"value": None, "releases": 2}],
        "pictures": [{"value": False, "releases": 2}],
        "edited": [{"value": False, "releases": 1}, {"value": True, "releases": 1}],
        "year": [{"value": "2025", "releases": 2}],
        "month": [{"value": "2025-01", "releases": 2}],
    }


def test_mementos_a_release_and_a_source(archive, one):
    with archive.reading() as db:
        found = answers.around(around(db, archive.payloads, addresses_of(db, str(one)), at(1)))
        release = answers.release_view(release_view(db, str(one)))
        source = answers.source_view(source_view(db, "xx_water", at(9)))
        state = lines.source(source_states(db)["xx_water"])
    assert found["closest"] == found["first"]
    assert found["closest"].keys() == {"capture", "at", "url", "status", "payload", "content_type"}
    assert found["next"] == found["last"] != None is found["previous"]  # noqa: E711
    assert release["version"] == release["versions"] == len(release["history"]) == release["captures"] == 2
    assert (release["absences"], release["editions"], release["files"], release["absence"]) == ([], [], [], None)
    assert source == state | {"last_success": None, "months": {"2025-01": 2}}
    assert json.loads(json.dumps([found, release, source])) == [found, release, source]
