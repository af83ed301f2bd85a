"""Clients of a web server of this machine: how long its answers take, and what they cost it."""

import http.client
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
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
    began, used = perf_counter(), processor_time(pid)
    with ThreadPoolExecutor(clients) as pool:
        asked = pool.map(lambda first: [*_client(url, pid, wanted[first::clients])], range(clients))
        answers = [one for some in asked for one in some]
    return Round(answers, perf_counter() - began, processor_time(pid) - used)


def _client(url: str, pid: int, wanted: Sequence[Wanted]) -> Iterator[Answer]:
    place = urlsplit(url).netloc
    with closing(http.client.HTTPConnection(place, timeout=PATIENCE)) as connection:
        for one in wanted:
            began, used, status = perf_counter(), processor_time(pid), 0
            try:
                connection.request("GET", f"/{one.path}")
                response = connection.getresponse()
                first = perf_counter()
                response.read()
                status = response.status
            except (OSError, http.client.HTTPException):
                first = perf_counter()
                connection.close()  # the next request opens another
            yield Answer(one, 1000 * (first - began), 1000 * (processor_time(pid) - used), status)


def processor_time(pid: int) -> float:
    """Seconds that the threads of a process have had a processor, to the nanosecond; 0 where Linux does not tell."""
    total = 0
    for thread in (PROCESSES / str(pid) / "task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except OSError:  # it has just ended
            continue
    return total / 1e9


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
