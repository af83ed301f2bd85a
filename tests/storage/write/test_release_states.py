import pytest

from tests.storage.builders import (
    BLOCKED,
    FAILED,
    GONE,
    NOT_FOUND,
    UNCHANGED,
    UNREADABLE,
    announce,
    at,
    commit,
    keep_readings,
    read_as,
    reading,
    show,
    visit,
)
from tests.storage.derived import row_of, settle, state


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([FAILED], "pending"),
        ([BLOCKED], "pending"),
        ([UNREADABLE], "unreadable"),
        ([UNREADABLE, FAILED], "unreadable"),
        ([NOT_FOUND], "absent"),
        ([GONE], "absent"),
        ([NOT_FOUND, "A"], "held"),
        (["A", NOT_FOUND], "held"),
        (["A", GONE], "gone"),
        (["A", GONE, FAILED], "gone"),
        (["A", GONE, "A"], "held"),
        (["A", GONE, UNCHANGED], "held"),
        (["A", NOT_FOUND, FAILED, NOT_FOUND], "gone"),
        (["A", NOT_FOUND, "A", NOT_FOUND], "held"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_what_captures_make_of_a_release(archive, crawl, one, shown, expected, together):
    readings = [reading(s) if isinstance(s, str) else s for s in shown]
    kept = commit(archive, crawl, [visit(one, 12 * n) for n in range(len(shown))])
    for pairs in [read_as(kept, readings)] if together else [[pair] for pair in read_as(kept, readings)]:
        keep_readings(archive, crawl, pairs)
    assert state(archive, one) == expected
    settle(archive, one)
    assert state(archive, one) == expected


def test_two_absences_less_than_a_day_apart_are_no_disappearance(archive, crawl, one):
    for hour, shown in [(0, "A"), (1, NOT_FOUND), (20, NOT_FOUND)]:
        show(archive, crawl, one, hour, shown)
    assert state(archive, one) == "held"
    show(archive, crawl, one, 25, NOT_FOUND)
    assert state(archive, one) == "gone"


def test_times_are_those_of_the_captures_however_they_are_batched(archive, crawl):
    ids = announce(archive, crawl, "one", "two")
    shown = [(0, "A"), (1, "A"), (5, "B"), (6, "B")]
    for hour, text in shown:
        show(archive, crawl, ids["one"], hour, text)
    kept = commit(archive, crawl, [visit(ids["two"], hour, text) for hour, text in shown])
    keep_readings(archive, crawl, read_as(kept, [reading(text) for _, text in shown]))
    one, two = (row_of(archive, release_id) for release_id in ids.values())
    assert (one.held_at, one.changed_at, one.visited_at, one.due_at) == (at(0), at(5), at(6), two.due_at)
    assert (two.held_at, two.changed_at, two.visited_at) == (at(0), at(5), at(6))


def test_what_a_late_capture_tells_counts_where_later_ones_tell_nothing(archive, crawl, one):
    given = {}
    for hours, shown in [(30, UNCHANGED), (20, NOT_FOUND), (10, UNREADABLE)]:
        kept = commit(archive, crawl, [visit(one, hours)])
        given |= {kept[0].id: shown}
        if keep_readings(archive, crawl, read_as(kept, [shown])).unsettled:
            settle(archive, one, given)
    assert state(archive, one) == "absent"
