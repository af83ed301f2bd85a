"""Runs cases in processes of their own, each under a bound of time and memory, and keeps those that fail."""

import os
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from types import FrameType

from fuzz.kinds import KINDS, Case

MOST_SECONDS = 5  # of a processor, for one case: its files have 200 kB at most
MOST_WAITING = 60  # seconds without a word from a process: what runs there cannot be interrupted
MOST_MEMORY = 2**30  # bytes that a process may take beyond what it has when it begins
TELL = 1.0  # seconds between two words from a process
# Kinds take their turns; those whose cases are quick have several.
TURNS = {"date": 8, "address": 8, "coding": 4, "comparison": 2}
ROOT = Path(__file__).parents[2]


class _TooSlow(BaseException):
    """Raised in a case that takes too long; no `except Exception` may swallow it."""


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
    with _bounded():
        made(seed, kind, number).check()


def attempt(seed: int, kind: str, number: int) -> Fault | None:
    """Run one case and give what is wrong with it."""
    data = b""
    try:
        case = made(seed, kind, number)
        data = case.data
        with _bounded():
            case.check()
    except (Exception, _TooSlow) as error:
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
    workers = _Workers(seed, kinds, seconds, processes)
    for done, fault in workers.words():
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


class _Workers:
    """The processes that run cases; one that falls silent is ended, and another takes its place."""

    def __init__(self, seed: int, kinds: Sequence[str], seconds: float, processes: int) -> None:
        self._arguments = seed, kinds, time.monotonic() + seconds, processes
        self._running: dict[Connection, tuple[int, float, tuple[str, int]]] = {}
        self._processes: dict[Connection, object] = {}
        self._context = get_context("fork")
        for place in range(processes):
            self._start(place, 0)

    def words(self) -> Iterator[tuple[Counter[str], Fault | None]]:
        """What the processes say, until the last has ended."""
        while self._running:
            for ready in wait(list(self._running), timeout=TELL):
                try:
                    begun, done, fault = ready.recv()
                except EOFError:
                    yield from self._ended(ready)
                    continue
                self._running[ready] = self._running[ready][0], time.monotonic(), begun
                yield done, fault
            for silent in [one for one, (_, at, _) in self._running.items() if time.monotonic() - at > MOST_WAITING]:
                self._processes[silent].kill()
                yield from self._ended(silent)

    def _ended(self, connection: Connection) -> Iterator[tuple[Counter[str], Fault | None]]:
        place, _, (kind, number) = self._running.pop(connection)
        process = self._processes.pop(connection)
        process.join()
        if process.exitcode == 0:
            return
        case = made(self._arguments[0], kind, number)
        said = f"the process ended with {process.exitcode} at this case, or within {TELL:g} s of it"
        yield Counter(), Fault(kind, number, case.data, f"{kind} process {process.exitcode}", said)
        self._start(place, number // self._arguments[3] + 1)

    def _start(self, place: int, turn: int) -> None:
        mine, its = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(its, place, turn, *self._arguments), daemon=True)
        process.start()
        its.close()
        self._running[mine] = place, time.monotonic(), ("", 0)
        self._processes[mine] = process


def _work(
    connection: Connection, place: int, turn: int, seed: int, kinds: Sequence[str], end: float, step: int
) -> None:
    """Run every `step`-th case, and tell now and then how many."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    turns = [kind for kind in kinds for _ in range(TURNS.get(kind, 1))]
    done: Counter[str] = Counter()
    told = 0.0
    while time.monotonic() < end:
        number = turn * step + place
        kind = turns[turn % len(turns)]
        if time.monotonic() - told > TELL:
            connection.send(((kind, number), done, None))
            done, told = Counter(), time.monotonic()
        fault = attempt(seed, kind, number)
        done[kind] += 1
        if fault is not None:
            connection.send(((kind, number), Counter(), fault))
        turn += 1
    connection.send((("", 0), done, None))


def _limit_memory() -> None:
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + MOST_MEMORY, held + MOST_MEMORY))


@contextmanager
def _bounded() -> Iterator[None]:
    """Raise _TooSlow in what takes too much of a processor, however busy the machine is."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise _TooSlow(f"more than {MOST_SECONDS} seconds of a processor")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _kept(into: Path, seed: int, fault: Fault) -> Path:
    folder = into / f"{fault.kind}-{seed}-{fault.number}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").write_bytes(fault.data)
    command = f"PYTHONPATH=tests python -m fuzz --seed {seed} --case {fault.kind}:{fault.number}"
    (folder / "how.txt").write_text(f"{command}\n\n{fault.trace}", "utf-8", "backslashreplace")
    return folder
