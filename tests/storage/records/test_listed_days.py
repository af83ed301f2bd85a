from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Entry, listed_days

DAYS = st.dates(date(2020, 1, 1), date(2022, 1, 1))


def page(days):
    return [Entry(f"https://water.example/{number}", "A title", day) for number, day in enumerate(days)]


def day(number):
    return date(2025, 3, number)


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([], None),
        ([None, None], None),
        ([day(5)], (day(5), day(5))),
        ([day(9), None, day(5)], (day(5), day(9))),
        ([datetime(2025, 3, 9, 23, 59).astimezone(), day(5)], (day(5), day(9))),
        ([date(2019, 1, 1), day(9), day(7), day(5)], (day(5), day(9))),  # one that is kept on top
        ([day(5), day(7), day(9), date(2019, 1, 1)], (day(5), day(9))),  # and below a listing in the other order
        ([date(2019, 1, 1), day(9), day(8)], (day(8), day(9))),  # newest first, where both orders would do
    ],
)
def test_the_days_between_the_lines_that_stand_in_order(days, shown):
    assert listed_days(page(days)) == shown


@given(st.lists(DAYS, min_size=2, max_size=30), st.booleans())
def test_a_listing_in_order_shows_all_its_days(days, falling):
    assert listed_days(page(sorted(days, reverse=falling))) == (min(days), max(days))


@given(st.lists(DAYS, min_size=1, max_size=30))
def test_no_day_is_shown_that_does_not_lie_between_two_lines(days):
    first, last = listed_days(page(days))
    assert {first, last} <= set(days)
    assert first <= last


def test_a_long_listing_is_no_burden():
    first = date(2000, 1, 1)
    assert listed_days(page(first + timedelta(n) for n in range(9000))) == (first, first + timedelta(8999))
