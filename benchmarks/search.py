"""How long a reader waits for the first page of results, in an archive of a hundred thousand releases."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks._measure import Figure, at_most, plain, show
from benchmarks._synthetic import Vocabulary, fill
from storage.archive import Archive
from storage.records import Block, Release, SourceInfo
from storage.search.find import Among, find
from storage.search.query import parse

RELEASES = 100_000
BLOCKS, WORDS = 10, 30
QUERIES, ROUNDS = 200, 3
NEWEST = date(2026, 1, 1)
SOURCES = [
    SourceInfo(f"{country.lower()}_{part}", f"Ministry of {country}", country, language)
    for country, language in (("GB", "en"), ("JP", "ja"), ("CN", "zh"))
    for part in ("mfa", "spokesperson")
]
# The ranks of common, middling and rare words among the 30,000 of a language.
RANKS = range(20), range(100, 2_000), range(10_000, 30_000)


def figures() -> list[Figure]:
    with TemporaryDirectory() as folder:
        archive = Archive.open(f"sqlite:///{Path(folder) / 'archive.db'}")
        make(archive)
        rounds = [[seconds * 1000 for seconds, _, _ in ask(archive)] for _ in range(ROUNDS)]
        archive.close()
        size = (Path(folder) / "archive.db").stat().st_size
    sizes = f"{RELEASES:,} releases of {BLOCKS} blocks, {size / 1e9:.1f} GB; {QUERIES} queries, {ROUNDS} rounds"
    return [
        at_most("search, 95 % under (ms)", [quantiles(times, n=20)[-1] for times in rounds], 50, sizes, "{:.1f}"),
        plain("search, median (ms)", [median(times) for times in rounds], sizes, "{:.1f}"),
        plain("search, worst (ms)", [max(times) for times in rounds], sizes, "{:.1f}"),
    ]


def make(archive: Archive) -> None:
    """Fill an archive as backfills do: source by source, newest release first."""
    share = RELEASES // len(SOURCES)
    for place, facts in enumerate(SOURCES):
        words = Vocabulary(facts.language)

        def write(number: int, _version: int, words: Vocabulary = words) -> Release:
            title, *texts = words.texts(Random(number), BLOCKS + 1, WORDS)  # noqa: S311 - the same texts every time
            day = NEWEST - timedelta(days=number % share // 2)
            return Release(title[:80], day, tuple(Block("paragraph", text) for text in texts))

        fill(archive, facts, range(1 + place * share, 1 + (place + 1) * share), write)


def ask(archive: Archive) -> Iterator[tuple[float, dict[str, Any], int]]:
    """Ask all queries once; give of each the seconds it took, what was asked, and the number of hits."""
    with archive.engine.connect() as db:
        for question in questions():
            started = perf_counter()
            hits = find(db, parse(question["query"]), Among(**question["among"]))
            yield perf_counter() - started, question, len(hits)


def questions() -> Iterator[dict[str, Any]]:
    """Common, middling and rare words, pairs, phrases, -words, ORs, beginnings of words; half of them with filters."""
    random = Random("questions")  # noqa: S311 - the same questions every time
    vocabularies = {facts.language: Vocabulary(facts.language) for facts in SOURCES}
    for number in range(QUERIES):
        facts = random.choice(SOURCES)
        words = vocabularies[facts.language]
        ranks = RANKS[number % len(RANKS)]
        one, other = words.words[random.choice(ranks)], words.words[random.choice(RANKS[number % 2])]
        queries = one, f"{one} {other}", f'"{one}{words.apart}{other}"', f"{one} -{other}", f"{one} OR {other}"
        piece = f"{one[:4]}*" if words.apart else one[0]
        query = (*queries, piece)[number // 3 % 6]
        filters: tuple[dict[str, str], ...] = (
            {},
            {"source": facts.name},
            {"country": facts.country},
            {"language": facts.language},
        )
        dates = {"since": date(2010, 1, 1), "until": date(2015, 12, 31)} if number % 5 == 0 else {}
        yield {"query": query, "among": {**(filters[number % len(filters)] if number % 2 else {}), **dates}}


if __name__ == "__main__":
    show(figures())
