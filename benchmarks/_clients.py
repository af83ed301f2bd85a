"""Clients of a web server of this machine: how long its answers take, and what they cost it."""

import http.client
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks._measure import LOOK, PROCESSES, held

PATIENCE = 60  # seconds that a client waits for an answer


class Wanted(NamedTuple):
    """A request: what kind of page it asks for, and where that is from the root."""

    what: str
    path: str


class Answer(NamedTuple):
    """An answer: milliseconds until its first byte and of the server's processor; a status of 0 where none came."""

    wanted: Wanted
    milliseconds: float
    processor: float
    status: int


@dataclass(frozen=True, slots=True)
class Round:
    """What came of many requests: `seconds` of time, and of the server's processor, for all of them."""

    answers: Sequence[Answer]
    seconds: float
    processor: float

    def failed(self) -> list[Answer]:
        """Those that were not answered with what was asked for."""
        return [one for one in self.answers if not 200 <= one.status < 400]


def ask(url: str, pid: int, wanted: Sequence[Wanted], clients: int) -> Round:
    """Ask the server at `url`, the process `pid`, for all of it: so many clients at once, each on one connection.

    What one answer costs the server's processor is known where there is one client alone.
    """
    began, used = perf_counter(), _ticks(pid)
    with ThreadPoolExecutor(clients) as pool:
        asked = pool.map(lambda first: [*_client(url, pid, wanted[first::clients])], range(clients))
        answers = [one for some in asked for one in some]
    return Round(answers, perf_counter() - began, _ticks(pid) - used)


def _client(url: str, pid: int, wanted: Sequence[Wanted]) -> Iterator[Answer]:
    place = urlsplit(url).netloc
    with closing(http.client.HTTPConnection(place, timeout=PATIENCE)) as connection:
        for one in wanted:
            began, used, status = perf_counter(), _by_thread(pid), 0
            try:
                connection.request("GET", f"/{one.path}")
                response = connection.getresponse()
                first = perf_counter()
                response.read()
                status = response.status
            except (OSError, http.client.HTTPException):
                first = perf_counter()
                connection.close()  # the next request opens another
            processor = sum(time - used.get(thread, 0) for thread, time in _by_thread(pid).items())
            yield Answer(one, 1000 * (first - began), processor / 1e6, status)


def _by_thread(pid: int) -> dict[str, int]:
    """Nanoseconds that each thread of a process has had a processor; none where Linux does not tell."""
    found = {}
    for thread in (PROCESSES / str(pid) / "task").glob("*/schedstat"):
        with suppress(OSError):  # it has just ended
            found[thread.parent.name] = int(thread.read_text().split()[0])
    return found


def _ticks(pid: int) -> float:
    """Seconds that a process has had a processor, with those of its threads that have ended; see proc_pid_stat(5)."""
    fields = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """What a process holds in memory, in bytes, looked at now and then as long as the context lasts."""
    seen: list[int] = []
    over = Event()

    def look() -> None:
        while not over.wait(LOOK):
            seen.append(held(pid))

    looking = Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()
