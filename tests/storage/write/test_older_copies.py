"""What dates an answer, and which answers are older copies of one that was captured before."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import Reading, StoredCapture
from storage.write.older_copies import is_dated, marked, older
from tests.storage.builders import at, reading

NAMES = {"modified": "Last-Modified", "date": "Date"}


def seen(hours: float, text: str = "A", built: float | None = None, age: float | None = None, **dates: float):
    """A capture with header fields, and what a feed says of itself."""
    fields = tuple((NAMES[name], format_datetime(at(when), usegmt=True)) for name, when in dates.items())
    fields += () if age is None else (("age", str(int(age * 3600))),)
    page = StoredCapture(id=int(hours * 10), url="u", at=at(hours), kind="release", status=200, fields=fields)
    shown = reading(text)
    return page, Reading("read", shown.release, dated=None if built is None else at(built))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (seen(2), seen(1), None),
        (seen(2, built=0), seen(1, built=1), "built"),
        (seen(2, built=1), seen(1, built=1), None),
        (seen(2, built=2), seen(1, built=1), None),
        (seen(2, built=0), seen(1), None),
        (seen(2, modified=0), seen(1, modified=0.5), "modified"),
        (seen(2, modified=2), seen(1, modified=1), None),  # dated anew at each answer
        (seen(2, date=0.5), seen(1, date=1), "made"),
        (seen(2, age=1.5), seen(1), "made"),
        (seen(2, age=0.5), seen(1), None),
        (seen(2, age=1.001), seen(1), None),  # a second more or less
        (seen(2, age=1), seen(1, age=0.5), None),
        (seen(2, date=9), seen(1, date=8), None),  # a clock that is fast
        (seen(2, built=2, modified=0, age=2), seen(1, built=1, modified=0.5), None),  # a date of its own says more
        (seen(2, built=1, modified=0), seen(1, built=1, modified=0.5), "modified"),
    ],
)
def test_an_answer_is_older_by_its_own_date_before_the_headers_and_never_without_any(one, other, expected):
    why = older(one, other)
    assert (expected is None) == (why is None)
    assert (expected or "") in (why or "")


def test_nothing_dates_an_answer_but_what_it_says():
    assert [is_dated(one) for one in (seen(2), seen(2, built=1), seen(2, modified=1), seen(2, age=1))] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("wrong", ["-1", "1e3", "", "999999999", "soon", "²"])
def test_an_age_that_is_none_says_nothing(wrong):
    page = StoredCapture(id=1, url="u", at=at(1), kind="release", status=200, fields=(("Age", wrong),))
    assert page.generated == at(1)


def test_the_first_times_that_there_are_have_no_earlier_ones():
    first = at(0).replace(year=1)
    page = StoredCapture(id=1, url="u", at=first, kind="release", status=200, fields=(("Age", "99999999"),))
    assert first - page.generated <= timedelta(days=6)


def verdicts(*shown) -> list[str]:
    return [read.verdict[0] for _, read in marked(shown)]


def test_only_a_text_that_was_seen_before_or_that_gives_way_to_the_newest_again_is_stale():
    first, newest, old = seen(0, "A", 0), seen(1, "B", 1), seen(2, "A", 0)
    assert verdicts(first, newest, old, seen(3, "B", 1), seen(4, "A", 0)) == ["r", "r", "s", "r", "s"]
    assert verdicts(newest, old, seen(3, "B", 1)) == ["r", "s", "r"]
    assert verdicts(first, newest, seen(2, "C", 0), seen(3, "D", 0)) == ["r", "r", "r", "r"]
    assert verdicts(first, newest, seen(2, "A", 2), seen(3, "B", 3)) == ["r", "r", "r", "r"]
    assert [read.release for _, read in marked([first, newest, old])][-1] is None


def test_a_page_that_a_cache_still_has_is_not_back():
    gone = StoredCapture(id=15, url="u", at=at(1.5), kind="release", status=404), Reading("not_found")
    assert verdicts(seen(0), seen(1), gone, seen(2, age=1), gone, seen(3)) == ["r", "r", "n", "s", "n", "r"]
    assert verdicts(seen(0), seen(1), gone, seen(2, age=0.25)) == ["r", "r", "n", "r"]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 2)), max_size=8))
def test_what_dates_itself_no_earlier_than_all_before_it_is_never_an_older_copy(shown):
    built, found = 0, []
    for hours, (text, later) in enumerate(shown):
        built += later
        found.append(seen(hours, text, built))
    assert marked(found) == found


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 5)), max_size=8))
def test_whatever_is_marked_only_verdicts_change_and_marking_again_changes_nothing(shown):
    found = marked([seen(hours, text, built) for hours, (text, built) in enumerate(shown)])
    assert [page.at for page, _ in found] == [at(hours) for hours in range(len(shown))]
    assert {read.verdict for _, read in found} <= {"read", "stale"}
    assert marked(found) == found
