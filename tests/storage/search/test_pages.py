"""Pages of results hold what `find` finds, a release at a time, however they are walked through."""

from datetime import date

import pytest
from sqlalchemy import text

from storage.archive import Archive
from storage.errors import CursorError
from storage.models.fences import fenced
from storage.search import find as finding
from storage.search import pages as pages_of
from storage.search.find import EVERY_VERSION, Among, count, find
from storage.search.pages import FoundIn, result_page
from storage.search.query import parse
from tests.storage.proof.tampering import unguarded
from tests.storage.search.searched import of_water


@pytest.fixture
def water(archive: Archive) -> Archive:
    of_water(archive)
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


@pytest.mark.parametrize("seek", [1, 200], ids=["in stretches", "in all"])
@pytest.mark.parametrize(
    ("many", "first", "newest", "further"),
    [
        (0, 60, 300, 900),
        (1, 60, 300, 900),
        (1, 2, 300, 900),
        (1, 1, 3, 900),
        (1, 2, 3, 2),
        (1, 1, 1, 1),
        (10_000, 60, 300, 900),
    ],
    ids=["of none", "first", "newest", "further", "walked on", "walked", "sorted"],
)
def test_all_pages_hold_what_is_found_in_its_order(water, monkeypatch, many, first, newest, further, seek):
    limits = {"FIRST": first, "NEWEST": newest, "FURTHER": further, "SEEK": seek, "MANY": many}
    for name, value in ({"FREQUENT": 0, "FEWEST": 0} | limits).items():
        monkeypatch.setattr(pages_of, name, value)
    monkeypatch.setattr(finding, "MANY", many)
    for query, filters in ASKED:
        with water.reading() as db:
            wanted = find(db, parse(query), Among(**filters), 100)
        found = pages(water, query, 2, **filters)
        assert [hit for page in found for one in page for hit in one.hits] == wanted, (query, filters)
        assert [len(page) for page in found[:-1]] == [2] * (len(found) - 1)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["release_id", "version", "title"])
def test_a_damaged_version_takes_no_other_from_the_pages(water, monkeypatch, column):
    monkeypatch.setattr(pages_of, "MANY", 0)
    with water.reading() as db:
        ids = db.execute(text("SELECT id FROM snapshot ORDER BY id")).scalars().all()
    for number in ids:
        with unguarded(water) as db:
            db.execute(text(f"UPDATE snapshot SET {column} = x'ff' WHERE id = {number}"))  # noqa: S608
            with fenced():
                whole = {hit.text for one in result_page(db, parse("wat*"), limit=100).results for hit in one.hits}
                found, after = set(), None
                while True:
                    page = result_page(db, parse("wat*"), after=after, limit=2)
                    found |= {hit.text for one in page.results for hit in one.hits}
                    if (after := page.next) is None:
                        break
            assert found == whole, number


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["dated_on", "title"])
@pytest.mark.parametrize("query", ["water", "wat* -2", "fire OR 1", "nothing"])
def test_where_all_that_is_found_is_damaged_the_total_still_says_how_much_it_is(water, column, query):
    with unguarded(water) as db:
        total = result_page(db, parse(query), EVERY_VERSION).total
        db.execute(text(f"UPDATE snapshot SET {column} = x'ff'"))  # noqa: S608
        with fenced() as left_out:
            page = result_page(db, parse(query), EVERY_VERSION)
            assert (page.results, page.next, page.total) == ((), None, total)
        assert bool(left_out) is bool(total) is (query != "nothing")


def test_a_release_shows_its_first_hits_and_says_how_many_there_are(water):
    ((first, *_),) = pages(water, "water", 1, each=2, until=date(2024, 12, 31))
    assert [(hit.position, hit.text) for hit in first.hits] == [(0, "Of water 5"), (1, "water 5 1")]
    assert first.total == 7


def test_releases_are_filtered_by_what_they_have(water):
    for filters, places in (
        ({"type": "Speech"}, "01"),
        ({"type": "speech"}, ""),
        ({"pictures": True}, "135"),
        ({"pictures": False}, "04"),
        ({"edited": True}, ""),
        ({"edited": True, "every_version": True}, "2"),
        ({"edited": False, "pictures": False}, "04"),
    ):
        with water.reading() as db:
            titles = [hit.title for hit in find(db, parse("of water"), Among(**filters))]
        assert sorted(titles) == [f"Of water {place}" for place in places], filters


def test_the_next_page_of_no_page_is_refused(water):
    with water.reading() as db, pytest.raises(CursorError, match="'2025' leads to no page"):
        result_page(db, parse("water"), after="2025")
