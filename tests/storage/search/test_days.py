"""A release has one day, by its page or else by its listing: for lists and searches, their spans, pages and counts."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.models import CaptureRow, SnapshotRow
from storage.read.lists.months import months
from storage.read.lists.releases import Listed, list_page, listed
from storage.read.snapshots import altered
from storage.records import Crawl
from storage.search.facets import facets
from storage.search.find import Among, find, undated
from storage.search.pages import result_page
from storage.search.query import parse
from storage.write.rekey import rekey
from tests.storage.builders import address, at, commit, line, listing, next_crawl, reading, release_at, rows, show
from tests.storage.builders import settle_listings as settle

WATER = parse("water")
DAYS = {  # of the listing, of the page
    "both": (date(2025, 1, 3), date(2025, 1, 7)),
    "page": (None, date(2024, 12, 6)),
    "listing": (date(2025, 1, 5), None),
    "older": (date(2024, 11, 5), None),
    "neither": (None, None),
}


@pytest.fixture
def numbers(archive: Archive, crawl: Crawl) -> dict[str, int]:
    """Releases by the days that they have, of one word."""
    commit(archive, crawl, [listing([line(key, published=stated) for key, (stated, _) in DAYS.items()])])
    ids = {key: release_at(archive, crawl, key, address(key), at(0)).release_id or 0 for key in DAYS}
    for key, (_, printed) in DAYS.items():
        show(archive, crawl, ids[key], 1, reading("water", title=key, published=printed))
    return ids


def days(archive: Archive) -> dict[str, date | None]:
    """The day of each version, which is none that is altered."""
    found = rows(archive, SnapshotRow)
    with archive.reading() as db:
        assert altered(db, [row.id for row in found]) == set()
    return {row.title: row.dated_on for row in found}


@pytest.mark.parametrize(
    ("span", "keys"),
    [
        ({}, ["both", "listing", "page", "older", "neither"]),
        ({"since": date(2025, 1, 4)}, ["both", "listing"]),
        ({"since": date(2025, 1, 6)}, ["both"]),
        ({"until": date(2025, 1, 5)}, ["listing", "page", "older"]),
        ({"since": date(2024, 11, 5), "until": date(2024, 11, 5)}, ["older"]),
        ({"since": date(2024, 12, 1), "until": date(2025, 1, 6)}, ["listing", "page"]),
    ],
)
def test_lists_and_searches_have_the_same_releases_of_a_span_in_the_same_order(archive, numbers, span, keys):
    with archive.reading() as db:
        assert [one.title for one in listed(db, Listed(**span))] == keys
        assert [hit.title for hit in find(db, WATER, Among(**span))] == keys
        assert facets(db, WATER, Among(**span)) == facets(db, None, Among(**span))
        assert facets(db, WATER, Among(**span)).releases == len(keys)
        assert undated(db, WATER, Among(**span)) == 1
    for size in (1, 2):
        assert walked(archive, size, **span) == (keys, keys)


def walked(archive: Archive, size: int, **span: date) -> tuple[list[str], list[str]]:
    """The titles on all pages of a search, and of a list."""
    found, shown, after = list[str](), list[str](), None
    with archive.reading() as db:
        while (page := result_page(db, WATER, Among(**span), after, size)).results:
            found += [one.hits[0].title for one in page.results]
            if (after := page.next) is None:
                break
        after = None
        while (some := list_page(db, Listed(**span), after, size)).releases:
            shown += [one.title for one in some.releases]
            if (after := some.next) is None:
                break
    return found, shown


def test_a_hit_bears_the_day_that_a_list_has_for_it(archive, numbers):
    with archive.reading() as db:
        of_list = {one.title: one.published for one in listed(db, Listed())}
        assert {hit.title: hit.published for hit in find(db, WATER)} == of_list
        assert of_list["listing"] == "2025-01-05"
        assert months(db, "xx_water") == [("2025-01", 2), ("2024-12", 1), ("2024-11", 1), (None, 1)]
        assert [tuple(one) for one in facets(db, WATER).years] == [("2024", 2), ("2025", 2), (None, 1)]


def test_the_day_follows_what_the_listing_states_now_unless_the_page_states_one(archive, crawl, numbers):
    day = date(2025, 2, 1)
    commit(archive, crawl, [listing([line(key, published=day) for key in DAYS], 2)])
    printed = {key: of_page or day for key, (_, of_page) in DAYS.items()}
    assert days(archive) == printed
    show(archive, crawl, numbers["older"], 3, reading("water and fire", title="older, edited", published=None))
    show(archive, crawl, numbers["neither"], 3, reading("water", title="neither, dated", published=date(2025, 1, 1)))
    assert days(archive) == {**printed, "older, edited": day, "neither, dated": date(2025, 1, 1)}
    commit(archive, crawl, [listing([line(key) for key in DAYS], 4)])
    assert [key for key, found in days(archive).items() if found is None] == [
        "listing",
        "older",
        "neither",
        "older, edited",
    ]


def test_the_day_is_that_of_the_newest_listing_in_whatever_order_they_come(archive, crawl):
    handed = [listing([line("one", published=date(2025, 1, hour))], hour) for hour in (5, 1, 9)]
    kept = [commit(archive, crawl, [one])[0] for one in handed[:2]]
    number = release_at(archive, crawl, "one", address("one"), at(0)).release_id
    show(archive, crawl, number, 2, reading("water", title="one", published=None))
    settle(archive, crawl, *zip(kept, [told for _, told in handed], strict=False))
    assert days(archive) == {"one": date(2025, 1, 5)}
    kept += commit(archive, crawl, [handed[2]])
    assert days(archive) == {"one": date(2025, 1, 9)}
    told = [listing([line("one", published=date(2025, 2, hour))], hour)[1] for hour in (5, 1, 9)]
    settle(archive, crawl, *zip(kept, told, strict=True))  # as better code reads them
    assert days(archive) == {"one": date(2025, 2, 9)}


def test_two_releases_that_become_one_have_the_day_of_the_listing_that_was_read_last(archive, crawl):
    commit(archive, crawl, [listing([line("one", published=date(2025, 1, 1))])])
    number = release_at(archive, crawl, "one", address("one"), at(0)).release_id
    show(archive, crawl, number, 1, reading("water", title="one", published=None))
    later = next_crawl(archive, crawl)
    commit(archive, later, [listing([line("two", published=date(2025, 1, 2))], 5)])
    archive.write(rekey, crawl.source_id, {number: "two"})
    assert days(archive) == {"one": date(2025, 1, 2)}


@pytest.mark.parametrize("dialect", ["sqlite"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["listing", "older", "both"]), st.none() | st.dates()), min_size=1, max_size=5)
)
def test_whatever_is_stated_in_turn_every_version_has_the_day_of_its_release(archive, crawl, numbers, told):
    for who, stated in told:
        hour = 10 + len(rows(archive, CaptureRow))
        if who == "listing":
            commit(archive, crawl, [listing([line(key, published=stated) for key in DAYS], hour)])
        else:
            show(archive, crawl, numbers[who], hour, reading(f"water {stated}", published=stated))
    days(archive)
