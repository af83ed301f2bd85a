"""Pages of results hold what `find` finds, a release at a time, however they are walked through."""

from datetime import date

import pytest

from storage.archive import Archive
from storage.errors import CursorError
from storage.records import Block, Image, Reading, Release
from storage.search import find as finding
from storage.search.find import Among, count, find
from storage.search.pages import FoundIn, result_page
from storage.search.query import parse
from tests.storage.builders import OTHER, announce, crawl_of, show

DAYS = [date(2025, 1, 9), date(2025, 1, 8), None, date(2025, 1, 8), None, date(2025, 1, 7)]


@pytest.fixture
def water(archive: Archive) -> Archive:
    """Six releases, two without a day; each has its place in the text of its points, and the third was edited."""
    crawl, other = crawl_of(archive), crawl_of(archive, OTHER)
    for place, day in enumerate(DAYS):
        of = other if place == 5 else crawl
        number = announce(archive, of, f"key {place}")[f"key {place}"]
        points = tuple(Block("point", f"water {place} {n}", str(n)) for n in range(1, place + 2))
        pictures = (Image("https://water.example/a.jpg", "A caption"),) if place % 2 else ()
        kind = "Speech" if place < 3 else None
        release = Release(f"Of water {place}", day, points, images=pictures, type=kind)
        show(archive, of, number, 1, Reading("read", release, layout="first"))
        if place == 2:
            later = Release("Of fire", None, (*points, Block("paragraph", "water again")), type=kind)
            show(archive, of, number, 2, Reading("read", later, layout="first"))
    return archive


def pages(archive: Archive, query: str, limit: int, each: int = 100, **filters) -> list[tuple[FoundIn, ...]]:
    found, after = [], None
    with archive.reading() as db:
        while True:
            page = result_page(db, parse(query), Among(**filters), after, limit, each)
            assert page.total == count(db, parse(query), Among(**filters))
            found.append(page.results)
            if page.next is None:
                return found
            after = page.next


ASKED = [
    ("water", {}),
    ("nothing", {}),
    ("fire OR 1", {"every_version": True}),
    ("wat* -2", {"since": date(2025, 1, 8)}),
    ("water", {"edited": False, "every_version": True}),
    ("of", {"pictures": True, "source": "xx_water", "type": "Speech"}),
]


@pytest.mark.parametrize("many", [0, 10_000], ids=["walked", "sorted"])
def test_all_pages_hold_what_is_found_in_its_order(water, monkeypatch, many):
    monkeypatch.setattr(finding, "MANY", many)
    for query, filters in ASKED:
        with water.reading() as db:
            wanted = find(db, parse(query), Among(**filters), 100)
        found = pages(water, query, 2, **filters)
        assert [hit for page in found for one in page for hit in one.hits] == wanted, (query, filters)
        assert [len(page) for page in found[:-1]] == [2] * (len(found) - 1)


def test_a_release_shows_its_first_hits_and_says_how_many_there_are(water):
    ((first, *_),) = pages(water, "water", 1, each=2, until=date(2025, 1, 7))
    assert [(hit.position, hit.text) for hit in first.hits] == [(0, "Of water 5"), (1, "water 5 1")]
    assert first.total == 7


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({"type": "Speech"}, [0, 1]),
        ({"type": "speech"}, []),
        ({"pictures": True}, [1, 3, 5]),
        ({"pictures": False}, [0, 4]),
        ({"edited": True}, []),
        ({"edited": True, "every_version": True}, [2]),
        ({"edited": False, "pictures": False}, [0, 4]),
    ],
)
def test_releases_are_filtered_by_what_they_have(water, filters, places):
    with water.reading() as db:
        titles = [hit.title for hit in find(db, parse("of water"), Among(**filters))]
    assert sorted(titles) == [f"Of water {place}" for place in places]


def test_the_next_page_of_no_page_is_refused(water):
    with water.reading() as db, pytest.raises(CursorError, match="'2025' leads to no page"):
        result_page(db, parse("water"), after="2025")
