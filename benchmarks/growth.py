"""What keeping one more release costs in a small archive and in a large one.

`--full` compares ten thousand releases with a million, which takes half an hour to make.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks._measure import Figure, at_most, plain, show
from benchmarks._synthetic import START, Vocabulary, fill
from storage.archive import Archive
from storage.records import Announcement, Block, Capture, Entry, Reading, Release, SourceInfo
from tests.storage.builders import close_crawl, commit, keep_readings, open_crawl, pending, visited

SMALL, LARGE, FULL = 10_000, 200_000, 1_000_000
BLOCKS, WORDS = 3, 12
ROUNDS, BATCH = 7, 64  # a crawl commits so many captures at once
FACTS = SourceInfo("xx_growing", "Ministry of Growth", "XX", "en")
VOCABULARY = Vocabulary("en")


def figures() -> list[Figure]:
    large = FULL if "--full" in sys.argv else LARGE
    with TemporaryDirectory() as folder:
        archives = [_made(Path(folder) / f"{size}.db", size) for size in (SMALL, large)]
        costs: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            for size, archive, cost in zip((SMALL, large), archives, costs, strict=True):
                seconds = _one_more_batch(archive, size + 1 + turn * BATCH)
                if turn:  # the first round warms up
                    cost.append(1000 * seconds / BATCH)
        for archive in archives:
            archive.close()
    ratios = [later / early for early, later in zip(*costs, strict=True)]
    sizes = f"{large:,} releases against {SMALL:,}; listing line, capture, reading and snapshot; processor time"
    return [
        at_most("one more release, large / small archive", ratios, 1.3, sizes),
        plain(f"one more release among {SMALL:,} (ms)", costs[0], f"batches of {BATCH}"),
        plain(f"one more release among {large:,} (ms)", costs[1], f"batches of {BATCH}"),
    ]


def _made(path: Path, size: int) -> Archive:
    archive = Archive.open(f"sqlite:///{path}")
    fill(archive, FACTS, 1, size, _release)
    return archive


def _one_more_batch(archive: Archive, first: int) -> float:
    """Announce releases, keep a page of each, and keep what it says; gives seconds."""
    releases = [_release(number) for number in range(first, first + BATCH)]
    urls = [f"https://ministry.example/growing/{number}.html" for number in range(first, first + BATCH)]
    at = START + timedelta(days=365, seconds=first)
    started = process_time()
    crawl = open_crawl(archive, FACTS, "update", "", at)
    lines = tuple(Announcement(Entry(url, r.title, r.published), url) for url, r in zip(urls, releases, strict=True))
    listing = Capture("https://ministry.example/growing/", at, "listing", 200, {}, f"listing {first}".encode())
    commit(archive, crawl, [visited(listing, announced=lines, reading=Reading("listing"))])
    numbers = {visit.url: visit.release_id for visit in pending(archive, crawl, 0, BATCH, at, None, None)}
    pages = [Capture(url, at, "release", 200, {}, f"page of {url}".encode()) for url in urls]
    kept = commit(archive, crawl, [visited(page, numbers[page.url]) for page in pages])
    readings = [Reading("read", release, layout="0" * 16) for release in releases]
    outcome = keep_readings(archive, crawl, list(zip(kept, readings, strict=True)))
    if outcome.new != BATCH:
        raise RuntimeError(f"{outcome.new} of {BATCH} releases were new")
    close_crawl(archive, crawl, "complete", [], at)
    return process_time() - started


def _release(number: int) -> Release:
    title, *texts = VOCABULARY.texts(Random(number), BLOCKS + 1, WORDS)  # noqa: S311 - the same texts every time
    return Release(title, date(2026, 1, 1) - timedelta(days=number // 50), tuple(Block("paragraph", t) for t in texts))


if __name__ == "__main__":
    show(figures())
