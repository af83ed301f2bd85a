from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.write.schedule import due_at

START = datetime(2025, 1, 7, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 270 * DAY, 450 * DAY, 630 * DAY]

ages = st.timedeltas(timedelta(0), 5000 * DAY)
times = ages.map(lambda age: START + age)


def walk(first_held, last_changed=None):
    """The visits of a crawler that always comes on the minute."""
    visited = last_changed or first_held
    while True:
        visited = due_at(first_held, last_changed or first_held, visited)
        yield visited


def test_a_punctual_crawler_follows_the_plan():
    assert [visit - START for visit in islice(walk(START), len(PLAN))] == PLAN


@pytest.mark.parametrize("year", [1, 9999])
def test_a_capture_at_an_end_of_the_calendar_is_due_at_some_time(year):
    at = datetime(year, 12, 31, 23, tzinfo=UTC)
    for visited in (at, START, datetime.max.replace(tzinfo=UTC)):
        assert min(at, visited) <= due_at(at, at, visited)


def test_a_change_starts_the_plan_anew():
    changed = START + 40 * DAY
    assert [visit - changed for visit in islice(walk(START, changed), len(PLAN))] == PLAN


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        (timedelta(0), HOUR),
        (30 * timedelta(minutes=1), HOUR),
        (HOUR, 6 * HOUR),
        (2 * DAY, 3 * DAY),
        (100 * DAY, 270 * DAY),
        (-DAY, HOUR),
    ],
)
def test_a_visit_at_any_time_schedules_the_next_step(visited, due):
    assert due_at(START, START, START + visited) == START + due


@given(times, ages, ages)
def test_due_lies_ahead_of_the_visit_and_on_the_plan(first_held, changed, visited):
    last_changed = first_held + changed
    last_visited = last_changed + visited
    due = due_at(first_held, last_changed, last_visited)
    assert last_visited < due <= max(last_visited, last_changed + 90 * DAY) + 180 * DAY
    age = due - last_changed
    assert age in PLAN or (age - 90 * DAY) % (180 * DAY) == timedelta(0)


@given(times, ages, ages, ages)
def test_a_later_visit_is_never_due_earlier(first_held, changed, one, other):
    last_changed = first_held + changed
    early, late = (due_at(first_held, last_changed, last_changed + age) for age in sorted([one, other]))
    assert early <= late


@given(times, st.lists(st.timedeltas(timedelta(0), 100 * DAY), max_size=30))
def test_no_crawler_visits_more_often_than_the_plan(first_held, delays):
    visits = []
    visited = first_held
    for delay in delays:
        visited = due_at(first_held, first_held, visited) + delay
        visits.append(visited)
    for visit, planned in zip(visits, walk(first_held), strict=False):
        assert visit >= planned
