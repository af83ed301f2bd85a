"""How `communique serve` holds up, in an archive of a hundred thousand releases: ten thousand requests of every kind.

They are asked by one client, then by twenty at once, and again while a crawl writes into the archive. One process
answers one request after another, so that twenty clients wait for one another: what a page costs is what it takes of
the processor when one client asks alone. `--releases N` and `--requests N` take fewer, for a quick look; `--archive
FILE` makes the archive there and keeps it, or takes the one that is there.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import sleep

from sqlalchemy import func, select

from benchmarks import memory, pages
from benchmarks._clients import Round, ask, watched
from benchmarks._measure import MEGABYTE, REPOSITORY, Figure, at_most, plain, show
from benchmarks._requests import requests
from benchmarks.search import RELEASES
from storage.archive import Archive
from storage.models import CaptureRow

REQUESTS, ALONE, CLIENTS = 10_000, 1_000, 20
WRITTEN = 45_000  # releases that the crawl brings: more than it can while the requests are answered
FIRST_BYTE = 100  # milliseconds, at the 95th percentile
FAST = "search", "release", "changes", "source"


def figures() -> list[Figure]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = _archive(folder)
        number = int(_option("--requests") or REQUESTS)
        wanted = [*requests(file, ALONE + 2 * number)]
        parts = wanted[:ALONE], wanted[ALONE:-number], wanted[-number:]  # what was asked before is answered sooner
        recorded = folder / "pages.warc.gz"
        memory.write(recorded, WRITTEN)
        with _serving(file) as (url, pid), watched(pid) as seen:
            ask(url, pid, [*{one.what: one for one in wanted}.values()], 1)  # each template is compiled once
            alone = ask(url, pid, parts[0], 1)
            first = len(seen)
            at_once = ask(url, pid, parts[1], CLIENTS)
            before = _captures(file)
            with _crawling(file, recorded) as crawl:
                beside = ask(url, pid, parts[2], CLIENTS)
                ended = crawl.poll() is not None
            brought = _captures(file) - before
    rounds = {"one client": alone, f"{CLIENTS} at once": at_once, f"{CLIENTS}, a crawl writes": beside}
    flat = max(seen[:first]) / MEGABYTE, max(seen) / MEGABYTE
    sizes = f"proportional set; at its most {flat[0]:.0f} after {len(alone.answers):,} requests"
    return [
        *(line for what in dict.fromkeys(one.what for one in wanted) for line in _of_page(what, rounds)),
        *(line for name, found in rounds.items() for line in _of_round(name, found)),
        at_most("memory of the server (MB)", [flat[1]], 300, sizes, "{:.0f}"),
        plain("captures that were written meanwhile", [brought], "by the crawl", "{:.0f}"),
        at_most("crawls that ended before the requests", [ended], 0, "of one; --requests takes fewer", "{:.0f}"),
    ]


def _of_page(what: str, rounds: dict[str, Round]) -> Iterator[Figure]:
    """How long a kind of page takes, of the processor and until its first byte."""
    for place, (name, found) in enumerate(rounds.items()):
        answers = [one for one in found.answers if one.wanted.what == what]
        if len(answers) < 2:
            continue
        if place == 0:
            limit = FIRST_BYTE if what in FAST else None
            yield _spread(f"{what}: processor (ms)", [one.processor for one in answers], name, limit)
        yield _spread(f"{what}: first byte (ms)", [one.milliseconds for one in answers], name)


def _spread(what: str, times: Sequence[float], name: str, limit: float | None = None) -> Figure:
    cut = quantiles(times, n=100)
    noise = f"p95 {cut[94]:.0f}, p99 {cut[98]:.0f} of {len(times):,}"
    budget, met = (f"p95 ≤ {limit:g}", cut[94] <= limit) if limit else ("", None)
    return Figure(what, f"{cut[49]:.0f}", name, noise, budget, met)


def _of_round(name: str, found: Round) -> Iterator[Figure]:
    number = len(found.answers)
    yield plain("requests a second", [number / found.seconds], f"{name}; {number:,} requests", "{:.0f}")
    yield plain("processor a request (ms)", [1000 * found.processor / number], name, "{:.1f}")
    failed = found.failed()
    example = f"; {failed[0].status} for {failed[0].wanted.path}" if failed else ""
    yield at_most("requests that failed", [len(failed)], 0, f"{name}{example}", "{:.0f}")


def _archive(folder: Path) -> Path:
    file = Path(_option("--archive") or folder / "archive.db")
    is_there = file.exists()
    archive = Archive.open(f"sqlite:///{file}")  # which brings one that is there up to date
    if not is_there:
        pages.make(archive, int(_option("--releases") or RELEASES))
    archive.close()
    return file


def _captures(file: Path) -> int:
    archive = Archive.open_read_only(f"sqlite:///{file}")
    held = archive.read(lambda db: db.execute(select(func.count(CaptureRow.id))).scalar_one())
    archive.close()
    return int(held)


@contextmanager
def _serving(file: Path) -> Iterator[tuple[str, int]]:
    """A reader of the archive, as a process of its own: its address and its number."""
    serve = [sys.executable, "-m", "communique", "--archive", f"sqlite:///{file}", "serve", "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stderr
        told = process.stderr.readline()
        try:
            yield told.split(" at ")[1].split()[0], process.pid
        finally:
            process.terminate()


@contextmanager
def _crawling(file: Path, recorded: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A crawl that writes into the archive as long as the context lasts, and is ended with it."""
    before = _captures(file)
    crawl = ["crawl", memory.SOURCE, "--backfill", "--quiet", "--replay", str(recorded)]
    command = [sys.executable, "-m", "communique", "--archive", f"sqlite:///{file}", *crawl]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=REPOSITORY) as process:
        try:
            while _captures(file) == before and process.poll() is None:
                sleep(1)
            if process.poll() is not None:
                raise RuntimeError("the crawl ended before it wrote: nothing can be said of requests beside it")
            yield process
        finally:
            process.terminate()


def _option(name: str) -> str | None:
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None


if __name__ == "__main__":
    show(figures())
