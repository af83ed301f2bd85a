"""Pairs of releases whose comparison once took time by the square of their length, at a size where that would show."""

from collections import Counter
from random import Random

import pytest

from storage.edits.compare import compare
from storage.records import Block, Image, Link, Release

SIZE = 400_000  # characters
WORDS = [f"{first}{second}{third}" for first in "bdfgklmnrst" for second in "aeiou" for third in "bdfgklmnrst"]


def prose(seed):
    random = Random(seed)
    sentences = [" ".join(random.choices(WORDS, k=12)).capitalize() for _ in range(SIZE // 50)]
    return ". ".join(sentences) + "."


def rows(seed):
    return [text.strip() for text in prose(seed).split(".") if text]


def release(texts):
    return Release("Title", None, tuple(Block("paragraph", text) for text in texts), language="en")


PAIRS = {
    "rewritten": ([prose(1)], [prose(2)]),
    "every word is the same": (["the " * (SIZE // 4)], ["the " * (SIZE // 4) + "end"]),
    "two words by turns": (["a b " * (SIZE // 4)], ["b a " * (SIZE // 4)]),
    "one word": (["a" * SIZE], ["a" * SIZE + "b"]),
    "one number": (["1" * SIZE], ["2" + "1" * SIZE]),
    "full stops": (["." * SIZE + "a"], ["." * SIZE + "b"]),
    "may": (["may " * (SIZE // 4)], ["march " * (SIZE // 6)]),
    "signs": (["-—" * (SIZE // 2)], ["—-" * (SIZE // 2)]),
    "short sentences": (["A. " * (SIZE // 3)], ["A. B. " * (SIZE // 6)]),
    "blocks of one word": (["a", "b"] * 10_000, ["b", "a"] * 10_000),
    "blocks alike": (["a"] * 10_000, ["b"] * 10_000),
    "blocks reversed": (rows(1), rows(1)[::-1]),
    "blocks rewritten": (rows(1), rows(2)),
    "one block is many": (["a" * SIZE], ["a"] * 10_000),
    "blocks that are nearly many": (["a" * 400] * 1_000, ["a" * 39] * 10_000),
}


@pytest.mark.parametrize("name", PAIRS)
def test_any_pair_is_compared(name):
    before, after = PAIRS[name]
    comparison = compare(release(before), release(after))
    assert comparison.edits
    for edit in comparison.edits:
        if edit.operations:
            assert "".join(step.before for step in edit.operations) == edit.before
            assert "".join(step.after for step in edit.operations) == edit.after
        assert "coarse" not in edit.flags or edit.cls == "substance"


@pytest.mark.parametrize(("count", "edits"), [(10_000, 10_000), (10_001, 1)])
def test_of_very_many_blocks_that_went_neighbours_are_one_edit(count, edits):
    went = [f"a{number}" for number in range(count)]
    found = compare(release([*went, "kept"]), release(["kept"])).edits
    assert len(found) == edits
    assert "\n".join(edit.before for edit in found).split("\n") == went
    assert [place.position for edit in found for place in edit.was] == [*range(1, count + 1)]


def test_a_long_table_of_which_each_row_changed():
    old = [
        f"{first} | {second} | {number}" for number, (first, second) in enumerate(zip(rows(3), rows(4), strict=True))
    ]
    before, after = old[:3_000], [f"{row}1" for row in old[:3_000]]
    edits = compare(release(before), release(after)).edits
    assert Counter(edit.kind for edit in edits) == {"reworded": 3_000}
    assert {edit.cls for edit in edits} == {"substance"}
    assert "number" in edits[0].flags
    assert "coarse" in edits[-1].flags


def test_what_was_not_sought_is_not_called_gone_for_certain():
    before = rows(1)
    edits = compare(release(before), release([f"{row} indeed" for row in before])).edits
    assert {edit.flags for edit in edits if edit.kind == "removed"} == {("sentence_removed", "coarse")}
    assert {edit.flags for edit in edits if edit.kind == "added"} == {("sentence_added", "coarse")}


def test_many_files_are_paired():
    def carrying(name):
        images = tuple(Image(f"https://a.example/{name}/{n}.jpg", f"picture {n}") for n in range(4_000))
        return Release("Title", None, (), images, tuple(Link("attachment", f"/{name}/{n}.pdf") for n in range(4_000)))

    edits = compare(carrying("old"), carrying("new")).edits
    assert Counter((edit.field, edit.kind, edit.cls) for edit in edits) == {
        ("image", "changed", "typography"): 4_000,
        ("attachment", "changed", "typography"): 4_000,
    }
