"""Pairs of sentences of official prose, language by language, with what the change from one to the other is.

A row that is beyond reach says why in its last column; such a row must be judged wrongly, or the mark is out of date.
"""

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from storage.edits.compare import compare
from storage.records import Block, Release

FILES = sorted(Path(__file__).with_name("pairs").glob("*.tsv"))
ENDS = tuple(".?!。？！।۔")
UNSPACED = {"ja", "zh"}
Row = dict[str, str]


def rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(row: Row, around: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Give class and flags of a pair as a title, alone in a block, and amid two other sentences."""
    before, after, language = row["before"], row["after"], row["language"]
    space = "" if language[:2] in UNSPACED else " "
    old, new = (space.join((around[0], text, around[1])) for text in (before, after))
    for texts in ((before, before), (after, after)), (("Note", old), ("Note", new)):
        versions = (Release(title, None, (Block("paragraph", text),)) for title, text in texts)
        yield from ((edit.cls, " ".join(edit.flags)) for edit in compare(*versions, language).edits)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pairs_are_judged_rightly(file: Path) -> None:
    pairs = rows(file)
    neighbours = list(pairwise(row["before"] for row in pairs if row["before"].endswith(ENDS)))
    for place, row in enumerate(pairs):
        around = neighbours[(place + len(neighbours) // 2) % len(neighbours)]
        found = [*judged(row, around)]
        is_right = found == [(row["class"], row["flag"])] * 3
        assert is_right == (not row.get("beyond")), (row["kind"], row["before"], row["after"], found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hardly_any_pair_is_beyond_reach(file: Path) -> None:
    pairs = rows(file)
    assert sum(bool(row.get("beyond")) for row in pairs) <= 0.03 * len(pairs)
