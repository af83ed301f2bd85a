"""What keeping one more release costs in a small archive and in a large one, and how long questions to it take.

`--full` compares ten thousand releases with a million instead of 200,000; `--releases N`, for a quick look, with N.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import func, select

from benchmarks._measure import Figure, at_most, plain, quickly, show
from benchmarks._questions import ask
from benchmarks._rows import LAYOUT, Visit
from benchmarks._synthetic import START, Vocabulary, fill
from storage.archive import Archive
from storage.models import CaptureRow
from storage.read import frontier
from storage.records import Block, Capture, Entry, ListingPage, Reading, Release, SourceInfo
from storage.write import captures, crawls, snapshots

SMALL, LARGE, FULL = 10_000, 200_000, 1_000_000
BLOCKS, WORDS = 3, 12
ROUNDS, BATCH = 7, 64  # a crawl commits so many captures at once
ASKED = 300  # times that each question is asked
FACTS = [SourceInfo(f"xx_growing_{number}", "Ministry of Growth", "XX", "en") for number in range(10)]
VOCABULARY = Vocabulary("en")
AGAIN = 1, 3, 7, 15  # a release is visited so many crawls after the one that found it
LISTING = "https://ministry.example/growing/"


def figures() -> list[Figure]:
    large = _large()
    with TemporaryDirectory() as folder:
        started = perf_counter()
        archives = [_made(Path(folder) / f"{size}.db", size) for size in (SMALL, large)]
        made = perf_counter() - started
        costs: list[list[float]] = [[], []]
        for turn in range(ROUNDS + 1):
            for size, archive, cost in zip((SMALL, large), archives, costs, strict=True):
                seconds = _one_more_batch(archive, size + 1 + turn * BATCH)
                if turn:  # the first round warms up
                    cost.append(1000 * seconds / BATCH)
        asked = ask(archives[1], FACTS[0], _later(large), ASKED)
        held = archives[1].read(lambda db: db.execute(select(func.count(CaptureRow.id))).scalar_one())
        for archive in archives:
            archive.close()
    ratios = [later / early for early, later in zip(*costs, strict=True)]
    sizes = f"{large:,} releases against {SMALL:,}; listing line, capture, reading and snapshot; processor time"
    on = f"{held:,} captures; processor time"
    return [
        at_most("one more release, large / small archive", ratios, 1.3, sizes),
        plain(f"one more release among {SMALL:,} (ms)", costs[0], f"batches of {BATCH}"),
        plain(f"one more release among {large:,} (ms)", costs[1], f"batches of {BATCH}"),
        *(quickly(f"{q.what} (ms)", times, q.wanted, on) for q, times in asked.items()),
        plain("making both archives (s)", [made], "in bulk", "{:.0f}"),
    ]


def _large() -> int:
    if "--releases" in sys.argv:
        return int(sys.argv[sys.argv.index("--releases") + 1])
    return FULL if "--full" in sys.argv else LARGE


def _made(path: Path, size: int) -> Archive:
    """An archive in which the first source has half of all releases, and the others the rest."""
    archive = Archive.open(f"sqlite:///{path}")
    first, share = 1 + size // 2, size // 2 // (len(FACTS) - 1)
    fill(archive, FACTS[0], range(1, first), _release, _visits)
    for facts in FACTS[1:]:
        end = size + 1 if facts is FACTS[-1] else first + share
        fill(archive, facts, range(first, end), _release, _visits)
        first = end
    return archive


def _visits(number: int) -> list[Visit]:
    """Five visits: one release of ten is edited, one of fifty away for a while, one of a hundred moves.

    One of two hundred never was where its listing said.
    """
    visits = [Visit(0, "read"), *(Visit(after, "unchanged" if after % 2 else "read") for after in AGAIN)]
    if number % 200 == 13:
        return [visit._replace(verdict="not_found") for visit in visits]
    if number % 10 == 3:
        visits[2:] = [Visit(after, "read", 2) for after in AGAIN[1:]]
    elif number % 50 == 7:
        visits[1:3] = [visit._replace(verdict="not_found") for visit in visits[1:3]]
    elif number % 100 == 11:
        last = AGAIN[-1]
        visits[4:] = [Visit(last, "redirected"), Visit(last, "read", moved=True)]
    return visits


def _one_more_batch(archive: Archive, first: int) -> float:
    """Announce releases, keep a page of each, and keep what it says; gives seconds."""
    releases = [_release(number) for number in range(first, first + BATCH)]
    urls = [f"https://ministry.example/growing/{number}.html" for number in range(first, first + BATCH)]
    at = _later(first)
    started = process_time()
    crawl = archive.write(crawls.open_crawl_of, FACTS[0], "update", "", at)
    lines = tuple(Entry(url, r.title, r.published, url) for url, r in zip(urls, releases, strict=True))
    listing = Capture(url=LISTING, at=at, kind="listing", status=200, body=f"listing {first}".encode())
    reading = Reading("listing", listing=ListingPage(lines))
    archive.write(captures.commit, archive.payloads, crawl, [(listing, reading)])
    targets = archive.read(frontier.pending, crawl, after=first - 1, limit=BATCH, now=at)
    pages = [
        Capture(url=t.url, at=at, kind="release", status=200, body=f"page of {t.url}".encode(), release_id=t.release_id)
        for t in targets
    ]
    kept = archive.write(captures.commit, archive.payloads, crawl, [(page, None) for page in pages])
    readings = [Reading("read", release, layout=LAYOUT) for release in releases]
    outcome = archive.write(snapshots.keep_readings, crawl, list(zip(kept, readings, strict=True)))
    if outcome.new != BATCH:
        raise RuntimeError(f"{outcome.new} of {BATCH} releases were new")
    archive.write(crawls.close_crawl, crawl.id, "complete", [], at)
    return process_time() - started


def _later(number: int) -> datetime:
    """A time after all crawls that made the archive, another for each number."""
    return START + timedelta(days=3 * 366, seconds=number)


def _release(number: int, version: int = 1) -> Release:
    title, *texts = VOCABULARY.texts(Random(number), BLOCKS + 1, WORDS)  # noqa: S311 - the same texts every time
    texts[-1] += " amended" * (version - 1)
    return Release(title, date(2020, 1, 1) + timedelta(days=number // 100), tuple(Block("paragraph", t) for t in texts))


if __name__ == "__main__":
    show(figures())
