"""A page in another dress has no edit, and an edit is found in any; `make redress` tries all pages in all ways."""

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from redress.injected import EDITS, edited
from redress.pages import Base, recorded
from redress.run import Trial, run, together
from redress.ways import WAYS
from redress.ways.way import Way

PAGES_EACH = 1  # in which a way is tried alone


@cache
def bases() -> list[Base]:
    return recorded()


def alone_by_turns() -> Iterator[Trial]:
    """Every way on a page and every page in some ways."""
    pages: Sequence[Base] = bases()
    for number, way in enumerate(WAYS.values()):
        yield from (Trial(pages[(number * PAGES_EACH + turn) % len(pages)], (way,)) for turn in range(PAGES_EACH))


def test_a_page_in_another_dress_has_no_edit() -> None:
    outcome = run(alone_by_turns())
    assert outcome.wrong == []
    assert len(outcome.pages) >= len(bases()) - 2
    assert len(outcome.ways) >= 230
    assert outcome.comparisons >= 0.9 * len(WAYS)


def test_a_page_in_several_dresses_at_once_has_no_edit() -> None:
    outcome = run(together(bases(), 150, seed=7))
    assert outcome.wrong == []
    assert outcome.comparisons >= 140


def test_an_edit_is_found_in_any_dress() -> None:
    outcome = run(together(bases(), 10 * len(EDITS), seed=11, edits=[*EDITS]))
    assert outcome.wrong == []
    assert min(outcome.edits[name] for name in EDITS) >= 7


def test_pages_are_furnished_with_what_ways_act_on() -> None:
    assert sum(bool(base.furniture) for base in bases()) >= len(bases()) - 2


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_without_any_dress_is_found(name: str) -> None:
    outcome = run([Trial(next(base for base in bases() if base.name == "jp_mofa_en/release"), (), name)])
    assert (outcome.comparisons, outcome.wrong) == (1, [])


@pytest.mark.parametrize("name", EDITS)
def test_what_is_no_dress_does_not_pass_for_one(name: str) -> None:
    """The trial itself: a way that makes an edit is found out."""
    base = next(base for base in bases() if base.name == "jp_mofa_en/release")
    (wrong,) = run([Trial(base, (Way("no dress", lambda markup: edited(markup, name)),))]).wrong
    assert wrong.startswith("jp_mofa_en/release, no dress: ")
