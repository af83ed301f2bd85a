from collections import Counter
from pathlib import Path

import pytest
import torture
from archive_contents import differences

SEED = 8
KILLS = 15  # on each database


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_command_killed_at_any_moment_and_started_again_ends_as_an_undisturbed_one(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if dialect == "postgresql":
        request.getfixturevalue("server")
    ends: Counter[str] = Counter()
    with torture.works(tmp_path, [dialect]) as works:
        tried = [work for work in works if work.name != "reparse-by-workers"]  # they take a second to start
        for work in tried:
            work.learn(tmp_path)
        number = 0
        while ends["killed"] < KILLS:
            for work in tried:
                case = work.case(SEED, number)
                some, wrong = work.suffer(case, tmp_path)
                assert wrong == [], f'make torture CASE="{case}"'
                ends += some
            number += 1


def test_a_difference_is_told() -> None:
    whole = {"release": [("a", 1), ("b", 2), ("b", 2)], "block": [("text",)]}
    assert differences(whole, whole) == []
    (line,) = differences(whole, {**whole, "release": [("a", 1), ("b", 2), ("c", 3)]})
    assert line == "release: 1 missing, such as [('b', 2)]; 1 others: [('c', 3)]"
