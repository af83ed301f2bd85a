"""The rhythm of sources that are made up; that of real ones is measured by `python -m benchmarks.cadence`."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.ingest.health.cadence import LEAST, Rhythm

FIRST = date(2023, 1, 2)  # a Monday
LAST = date(2024, 12, 27)  # a Friday, two years later


def days(first=FIRST, last=LAST):
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def working(quiet=lambda day: False, a_day=1):
    """Releases on each working day that is not quiet."""
    return {day: a_day for day in days() if day.weekday() < 5 and not quiet(day)}


def kind(released, today):
    alarm = Rhythm(released).alarm(today)
    return alarm and alarm.kind


def days_until_told(released):
    newest = max(released)
    rhythm = Rhythm(released)
    return next(n for n in range(1, 999) if (alarm := rhythm.alarm(newest + timedelta(n))) and alarm.kind == "silence")


def test_a_weekend_is_quiet_and_the_next_week_is_not():
    released = working()
    assert [kind(released, LAST + timedelta(n)) for n in range(4)] == [None] * 4  # until Monday
    assert days_until_told(released) <= 7


def test_a_silence_is_longer_at_a_time_of_the_year_that_is_always_quiet():
    before = {day: 1 for day in days(last=date(2024, 7, 19)) if day.toordinal() ** 3 % 101 < 40}
    august = {day: 1 for day in before if not date(2023, 7, 20) <= day < date(2023, 8, 20)}
    assert kind(before, date(2024, 8, 8)) == "silence"
    assert kind(august, date(2024, 8, 8)) is None
    assert kind(august, date(2024, 8, 20)) == "silence"


def test_a_source_that_publishes_seldom_is_waited_for():
    released = dict.fromkeys(days()[::13], 1)
    assert 14 < days_until_told(released) < 40


def test_a_silence_is_told_in_days():
    alarm = Rhythm(working()).alarm(LAST + timedelta(20))
    assert (alarm.kind, alarm.since, alarm.found) == ("silence", LAST, 19)
    assert 1 <= alarm.usual < 8


def test_a_source_that_ceased_ages_ago_is_no_burden():
    alarm = Rhythm(working()).alarm(date.max)
    assert (alarm.kind, alarm.since) == ("silence", LAST)


def test_one_in_five_is_too_few_though_it_is_no_silence():
    released = working(a_day=5)
    released |= {day: 1 for day in released if day > LAST - timedelta(60)}
    alarm = Rhythm(released).alarm(LAST)
    assert alarm.kind == "fewer"
    assert alarm.found > alarm.usual
    assert alarm.releases > 50


def test_ten_times_as_many_are_too_many_and_twice_as_many_are_not():
    released = working(a_day=2)
    assert kind(released | {LAST: 20}, LAST) == "more"
    assert kind(released | {LAST: 4}, LAST) is None


@pytest.mark.parametrize(
    "released",
    [
        {},
        {LAST: 0},
        {LAST: 500},
        dict.fromkeys(days(LAST - LEAST + timedelta(1)), 1),
        dict.fromkeys(days()[::40], 1),
        {date.min: 1, date.max: 1},
    ],
)
def test_a_short_history_has_no_rhythm(released):
    rhythm = Rhythm(released)
    assert rhythm.is_short
    assert rhythm.alarm(LAST + timedelta(9)) is None


released = st.dictionaries(st.sampled_from(days()), st.integers(1, 40), min_size=30, max_size=200)


@settings(max_examples=settings().max_examples // 12 or 1)
@given(released, st.integers(0, 60))
def test_a_silence_that_is_told_is_told_the_day_after_too(released, ago):
    rhythm = Rhythm(released)
    today = max(released) + timedelta(ago)
    alarm, next_day = rhythm.alarm(today), rhythm.alarm(today + timedelta(1))
    if alarm and alarm.kind == "silence":
        assert next_day
        assert (next_day.kind, next_day.since, next_day.usual) == ("silence", alarm.since, alarm.usual)
    assert rhythm.alarm(max(released)) is None or rhythm.alarm(max(released)).kind != "silence"


@settings(max_examples=settings().max_examples // 12 or 1)
@given(released, st.integers(1, 3000))
def test_a_rhythm_is_the_same_in_any_years(released, weeks):
    before = Rhythm(released).alarm(LAST + timedelta(9))
    years = timedelta(days=7 * weeks)
    after = Rhythm({day + years: count for day, count in released.items()}).alarm(LAST + timedelta(9) + years)
    assert (before and (before.kind, before.found, before.usual)) == (after and (after.kind, after.found, after.usual))
