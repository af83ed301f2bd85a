import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.edits.changes import Effort, changes, longest_run

elements = st.lists(st.integers(0, 12), max_size=40)
efforts = st.integers(-1, 2) | st.just(1_000_000)


class Sparing(Effort):
    """Affords comparing a few elements with a few, and nothing else."""

    def compares(self, before, after):
        return before * after <= self.left


@given(elements, elements, efforts)
def test_changes_lead_from_the_one_to_the_other(before, after, left):
    place, after_place, equal_before = 0, 0, None
    for change in changes(before, after, Sparing(left)):
        assert (change.start, change.after_start) == (place, after_place)
        assert change.equal != equal_before
        assert change.equal == (before[place : change.end] == after[after_place : change.after_end])
        place, after_place, equal_before = change.end, change.after_end, change.equal
    assert (place, after_place) == (len(before), len(after))


@given(elements, elements)
def test_what_is_afforded_is_not_refused(before, after):
    effort = Effort()
    list(changes(before, after, effort))
    assert effort.refused == 0


def test_what_stands_once_in_each_divides_what_is_too_dear():
    before = ["a", "a", "ONE", "b", "b", "b", "OTHER", "a"]
    after = ["a", "ONE", "b", "c", "b", "OTHER", "a", "a"]
    effort = Sparing(1)
    assert list(changes(before, after, effort)) == [
        (True, 0, 1, 0, 1),
        (False, 1, 2, 1, 1),
        (True, 2, 4, 1, 3),
        (False, 4, 5, 3, 4),
        (True, 5, 8, 4, 7),
        (False, 8, 8, 7, 8),
    ]
    assert effort.refused == 0


def test_a_stretch_that_stays_too_dear_is_refused():
    effort = Sparing(1)
    assert list(changes("xabbay", "xbaaby", effort)) == [(True, 0, 1, 0, 1), (False, 1, 5, 1, 5), (True, 5, 6, 5, 6)]
    assert effort.refused == 1


@given(st.permutations(range(9)))
def test_the_longest_run_ascends(places):
    run = [places[index] for index in longest_run(places)]
    assert run == sorted(run)
    assert run


@pytest.mark.parametrize(("places", "run"), [([], []), ([3, 1, 2], [1, 2]), ([2, 0, 1, 5, 3, 4], [1, 2, 4, 5])])
def test_longest_runs(places, run):
    assert longest_run(places) == run


def test_an_effort_is_spent():
    effort = Effort(10)
    assert effort.allows(4)
    assert not effort.affords(7)
    assert effort.refused == 0
    assert not effort.allows(7)
    assert (effort.left, effort.refused) == (6, 1)
