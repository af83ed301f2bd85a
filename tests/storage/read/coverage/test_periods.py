from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.read.coverage.periods import UNDATED, Counts, Listings, Period, periods, verdict

MARCH = Period.of("month", 2025, 3)
READ = Listings([(date(2025, 2, 20), date(2025, 4, 2))], date(2025, 4, 3), "listing")
TODAY = date(2025, 4, 4)
DAYS = st.dates(date(2020, 1, 1), date(2020, 4, 1))


@pytest.mark.parametrize(
    ("counts", "listings", "today", "expected"),
    [
        (Counts(held=3), READ, TODAY, "complete"),
        (Counts(), READ, TODAY, "complete"),
        (Counts(held=3, missing=1), READ, TODAY, "incomplete"),
        (Counts(held=3, gone=1), READ, TODAY, "incomplete"),
        (Counts(held=3, missing=2, told={"blocked": 1}), READ, TODAY, "blocked"),
        (Counts(held=3, missing=3, told={"blocked": 1}), READ, TODAY, "incomplete"),
        (Counts(held=3, unreadable=2, missing=1, told={"unreadable": 2, "blocked": 1}), READ, TODAY, "unreadable"),
        (Counts(held=3), Listings(), TODAY, "unknown"),
        (Counts(held=3), Listings([(date(2025, 3, 2), date(2025, 4, 2))], TODAY, "listing"), TODAY, "unknown"),
        (Counts(held=3), Listings([(date(2025, 2, 2), date(2025, 3, 9))], TODAY, "listing"), TODAY, "complete"),
        (Counts(held=3), Listings(READ.days, date(2025, 3, 9), "listing"), TODAY, "late"),
        (Counts(held=3), Listings(READ.days, date(2025, 3, 9), "listing"), date(2025, 3, 12), "complete"),
        (Counts(held=3), Listings(READ.days, date(2025, 3, 9), "failed"), TODAY, "late"),
        (Counts(held=3), Listings(READ.days, date(2025, 3, 9), "blocked"), TODAY, "blocked"),
        (Counts(held=3), Listings(READ.days, date(2025, 3, 9), "unreadable"), TODAY, "unreadable"),
        (Counts(), Listings([(date(2024, 2, 2), date(2024, 3, 9))], TODAY, "listing"), TODAY, "complete"),
    ],
)
def test_the_verdict_follows_from_the_evidence(counts, listings, today, expected):
    assert verdict(MARCH, counts, listings, today) == expected


def test_what_bears_no_date_is_judged_by_what_is_held():
    assert verdict(UNDATED, Counts(held=1), Listings(), TODAY) == "complete"
    assert verdict(UNDATED, Counts(held=1, missing=1), Listings(), TODAY) == "incomplete"


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=8), DAYS)
def test_a_day_was_seen_where_any_listing_showed_it(stretches, day):
    listings = Listings()
    for first, last in stretches:
        listings.show(first, last)
    assert listings.showed(day, day) == any(first <= day <= last for first, last in stretches)
    assert listings.days == sorted(listings.days)


def test_a_hole_between_two_listings_was_not_seen():
    listings = Listings()
    listings.show(date(2020, 1, 1), date(2020, 1, 9))
    listings.show(date(2020, 1, 11), date(2020, 1, 20))
    assert not listings.showed(date(2020, 1, 1), date(2020, 1, 20))
    listings.show(date(2020, 1, 10), date(2020, 1, 10))
    assert listings.showed(date(2020, 1, 1), date(2020, 1, 20))


@given(st.dates(), st.dates(), st.sampled_from(["month", "year"]))
def test_periods_follow_one_another_without_a_gap(one, other, by):
    first, last = sorted([one, other])
    last = min(last, first.replace(year=min(first.year + 3, 9999), day=1))
    found = list(periods(by, first, max(first, last)))
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= max(first, last) <= found[-1].last
    assert all((after.first - before.last).days == 1 for before, after in pairwise(found))
    assert Period.of(by, first.year, first.month) == found[0]


def test_periods_are_named_as_iso_8601_names_them():
    assert [Period.of("month", 1, 2).name, Period.of("year", 1, 2).name] == ["0001-02", "0001"]
    assert Period.of("month", 9999, 12).last == date.max
    stretch = Period.of("month", 2024, 11).until(Period.of("month", 2024, 12)).until(Period.of("month", 2025, 1))
    assert (stretch.name, stretch.first, stretch.last) == ("2024-11/2025-01", date(2024, 11, 1), date(2025, 1, 31))
