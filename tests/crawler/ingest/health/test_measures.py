from dataclasses import replace
from datetime import date, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ingest.health.measures import chance, findings, is_fall
from storage.read.coverage.first_readings import FirstReading

DAY = date(2025, 3, 3)
GOOD = FirstReading(1, "https://water.example/1", "On water", DAY, "On water", DAY, b"1", True, True)


def releases(count, first=1, **changed):
    return [replace(GOOD, release=n, content=b"%d" % n, **changed) for n in range(first, first + count)]


PAST = releases(60, 1000)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"published_on": None}, "pages_without_date"),
        ({"has_text": False}, "pages_without_text"),
        ({"has_images": False}, "pages_without_images"),
        ({"title": "Ministry of Fire"}, "other_titles"),
        ({"published_on": DAY - timedelta(40)}, "other_dates"),
    ],
)
def test_what_new_releases_lack_is_a_finding(changed, kind):
    (found,) = findings(releases(4, **changed), PAST)
    assert (found.kind, found.count) == (kind, 4)
    assert "4 of 4, before 0 of 60, first https://water.example/1" in found.message
    assert findings(releases(4), PAST) == []
    assert findings([*releases(1, **changed), *releases(9, 20)], PAST) == []  # one among ten
    assert findings(releases(4, **changed), [replace(one, **changed) for one in PAST]) == []  # it was always so


def test_releases_with_the_content_of_others_are_a_finding():
    again = [replace(one, release=n) for n, one in enumerate(PAST[:4])]
    assert [found.kind for found in findings(again, PAST)] == ["doubles"]
    assert [found.kind for found in findings([replace(one, content=b"x") for one in releases(4)], PAST)] == ["doubles"]


def test_a_listing_may_cut_titles_and_know_no_dates():
    cut = releases(4, listed_title="on WATER and ...", title="On water and fire, by the minister", listed_on=None)
    assert findings(cut, PAST) == []


def test_a_short_past_tells_nothing():
    bad = releases(4, published_on=None)
    assert findings(bad, []) == findings(bad, PAST[:3]) == findings([], PAST) == []
    assert findings(bad, PAST[:20]) != []


@given(st.integers(0, 40), st.integers(0, 200), st.data())
def test_chances_are_a_distribution(of, of_past, data):
    had = data.draw(st.integers(0, of_past))
    chances = [chance(most, of, had, of_past) for most in range(of + 1)]
    assert chances == sorted(chances)
    assert isclose(chances[-1], 1.0, abs_tol=1e-9)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 400), st.integers(0, 400))
def test_a_share_that_did_not_fall_is_no_finding(one, other, third, fourth):
    (having, of), (had, of_past) = sorted([one, other]), sorted([third, fourth])
    if having * of_past >= had * of:
        assert not is_fall(having, of, had, of_past)
