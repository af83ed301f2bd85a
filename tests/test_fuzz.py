"""The fuzzer itself: every kind of case is made and holds, the same every time, and what fails is kept."""

from pathlib import Path
from random import Random

import pytest
from fuzz import run
from fuzz.kinds import KINDS, Case
from fuzz.mutations import MUTATIONS

KINDS_OF_FAULT = {
    "raises": lambda: int("x"),
    "hangs": lambda: [None for _ in iter(int, 1)],
    "grows": lambda: bytearray(3 * run.MOST_MEMORY),
    "dies": lambda: __import__("os").kill(__import__("os").getpid(), 9),
}


@pytest.mark.parametrize("kind", KINDS)
def test_cases_of_every_kind_hold(kind: str) -> None:
    assert [fault for number in range(30) if (fault := run.attempt(1, kind, number))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_is_the_same_every_time(kind: str) -> None:
    made = [run.made(7, kind, number).data for number in range(20)]
    assert made == [run.made(7, kind, number).data for number in range(20)]
    assert len(set(made)) > 10


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("body", [b"", b"<", b"<a href=\"/1\">1</a><p class='x'>charset=utf-8</p>", b"[1"])
def test_a_mutation_takes_any_body(mutation, body: bytes) -> None:
    for seed in range(20):
        assert isinstance(mutation(Random(seed), body, [b"", b"<p>other</p>"]), bytes)


@pytest.fixture(params=KINDS_OF_FAULT)
def faulty(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind whose tenth case has a fault."""

    def kind(random: Random) -> Case:
        faulty = random.random() == Random("1 faulty 10").random()
        return Case(b"data", KINDS_OF_FAULT[request.param] if faulty else lambda: None)

    monkeypatch.setitem(KINDS, "faulty", kind)
    monkeypatch.setattr(run, "MOST_SECONDS", 0.05)


@pytest.mark.usefixtures("faulty")
def test_a_case_that_fails_is_kept_and_the_others_run(tmp_path: Path, capsys) -> None:
    assert run.run(1, ["faulty"], 1.5, tmp_path, processes=1) == 1
    printed = capsys.readouterr().out
    (folder,) = tmp_path.iterdir()
    assert (folder / "data").read_bytes() == b"data"
    command = (folder / "how.txt").read_text().splitlines()[0]
    assert command == "PYTHONPATH=tests python -m fuzz --seed 1 --case faulty:10"
    assert printed.startswith("seed 1, 1 processes")
    assert int(printed.partition("faulty ")[2].split()[0].replace(",", "")) > 10
