"""Runs cases in processes of their own, each under a bound of time and memory, and keeps those that fail."""

import os
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from typing import Any

from processor_time import TooSlowError, at_most

from fuzz.kinds import KINDS, Case

MOST_SECONDS = 5  # of a processor, for one case: its files have 200 kB at most
MOST_WAITING = 60  # seconds without a word from a process: what runs there cannot be interrupted
MOST_MEMORY = 2**30  # bytes that a process may take beyond what it has when it begins
TELL = 1.0  # seconds between two words from a process
# Kinds take their turns; those whose cases are quick have several.
TURNS = {"date": 8, "address": 8, "coding": 4, "comparison": 2}
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """A case that failed: which it is, what it was made of, and what escaped."""

    kind: str
    number: int
    data: bytes
    place: str  # equal for cases that fail alike
    trace: str


def made(seed: int, kind: str, number: int) -> Case:
    """The case of that number; the same every time."""
    return KINDS[kind](Random(f"{seed} {kind} {number}"))


def again(seed: int, kind: str, number: int) -> None:
    """Run one case; what escapes it, escapes."""
    with at_most(MOST_SECONDS):
        made(seed, kind, number).check()


def attempt(seed: int, kind: str, number: int) -> Fault | None:
    """Run one case and give what is wrong with it."""
    data = b""
    try:
        case = made(seed, kind, number)
        data = case.data
        with at_most(MOST_SECONDS):
            case.check()
    except (Exception, TooSlowError) as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/tests/fuzz/" not in frame.filename]
        here = next((f for f in reversed(ours) if f.filename.startswith(str(ROOT)) and ".venv" not in f.filename), None)
        place = f"{kind} {type(error).__name__} {here.filename if here else ''}:{here.lineno if here else ''}"
        return Fault(kind, number, data, place, "".join(traceback.format_exception(error)))
    return None


def run(seed: int, kinds: Sequence[str], seconds: float, into: Path, processes: int | None = None) -> int:
    """Run cases for so many seconds, say how many, and give 1 where any failed."""
    processes = processes or os.cpu_count() or 1
    print(f"seed {seed}, {processes} processes, {seconds:g} seconds", flush=True)
    counts: Counter[str] = Counter()
    faults: dict[str, int] = {}
    plan = _Plan(seed, kinds, time.monotonic() + seconds, processes)
    for done, fault in _Workers(plan).words():
        counts.update(done)
        if fault is not None:
            faults[fault.place] = faults.get(fault.place, 0) + 1
            if faults[fault.place] == 1:
                print(f"FAILED {_kept(into, seed, fault)}: {fault.trace.splitlines()[-1][:200]}", flush=True)
    for kind in kinds:
        print(f"{kind:12}{counts[kind]:>12,} cases{counts[kind] / seconds:>10,.0f} a second")
    print(f"{'all':12}{counts.total():>12,} cases{counts.total() / seconds:>10,.0f} a second")
    for place, count in faults.items():
        print(f"{count:>6} failed: {place}")
    return 1 if faults else 0


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which cases a run has, in what order, and until when."""

    seed: int
    kinds: Sequence[str]
    end: float  # of the monotonic clock
    processes: int

    def case(self, place: int, turn: int) -> tuple[str, int]:
        """Kind and number of what the process at `place` runs in a turn."""
        turns = [kind for kind in self.kinds for _ in range(TURNS.get(kind, 1))]
        return turns[turn % len(turns)], turn * self.processes + place


@dataclass(slots=True)
class _Worker:
    """A process that runs cases; `turn`, shared with it, is that of the case it runs."""

    place: int
    process: Any
    turn: Any
    heard: float


class _Workers:
    """The processes that run cases; one that falls silent is ended, and another takes its place."""

    def __init__(self, plan: _Plan) -> None:
        self._plan = plan
        self._running: dict[Connection, _Worker] = {}
        self._context = get_context("fork")
        for place in range(plan.processes):
            self._start(place, 0)

    def words(self) -> Iterator[tuple[Counter[str], Fault | None]]:
        """What the processes say, until the last has ended."""
        while self._running:
            for ready in wait(list(self._running), timeout=TELL):
                try:
                    yield ready.recv()
                    self._running[ready].heard = time.monotonic()
                except EOFError:
                    yield from self._ended(ready)
            for connection, worker in list(self._running.items()):
                if time.monotonic() - worker.heard > MOST_WAITING:
                    worker.process.kill()
                    yield from self._ended(connection)

    def _ended(self, connection: Connection) -> Iterator[tuple[Counter[str], Fault | None]]:
        worker = self._running.pop(connection)
        worker.process.join()
        code = worker.process.exitcode
        if code:
            kind, number = self._plan.case(worker.place, worker.turn.value)
            data = made(self._plan.seed, kind, number).data
            yield Counter(), Fault(kind, number, data, f"{kind} process {code}", f"the process ended with {code}")
            self._start(worker.place, worker.turn.value + 1)

    def _start(self, place: int, turn: int) -> None:
        mine, its = self._context.Pipe(duplex=False)
        shared = self._context.Value("q", turn, lock=False)
        process = self._context.Process(target=_work, args=(its, self._plan, place, shared), daemon=True)
        process.start()
        its.close()
        self._running[mine] = _Worker(place, process, shared, time.monotonic())


def _work(connection: Connection, plan: _Plan, place: int, turn: Any) -> None:
    """Run the cases of one place, and tell now and then how many."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    done: Counter[str] = Counter()
    told = time.monotonic()
    while time.monotonic() < plan.end:
        kind, number = plan.case(place, turn.value)
        fault = attempt(plan.seed, kind, number)
        done[kind] += 1
        if fault is not None or time.monotonic() - told > TELL:
            connection.send((done, fault))
            done, told = Counter(), time.monotonic()
        turn.value += 1
    connection.send((done, None))


def _limit_memory() -> None:
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + MOST_MEMORY, held + MOST_MEMORY))


def _kept(into: Path, seed: int, fault: Fault) -> Path:
    folder = into / f"{fault.kind}-{seed}-{fault.number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").write_bytes(fault.data)
    command = f"PYTHONPATH=tests python -m fuzz --seed {seed} --case {fault.kind}:{fault.number}"
    (folder / "how.txt").write_text(f"{command}\n\n{fault.trace}", "utf-8", "backslashreplace")
    return folder
