"""How long the pages of a reader wait for the archive, in an archive of a hundred thousand releases."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from sqlalchemy import Connection, select

from benchmarks._measure import Figure, quickly, show
from benchmarks._rows import Visit
from benchmarks._synthetic import Vocabulary, fill
from benchmarks.search import BLOCKS, NEWEST, RELEASES, SOURCES, WORDS, questions
from storage.archive import Archive
from storage.models import SnapshotRow
from storage.read.events.calendar import calendar
from storage.read.events.pages import change_page
from storage.read.lists.releases import Listed, list_page
from storage.read.views.release import release_view
from storage.read.views.source import source_view
from storage.read.views.timemap import addresses_of, around
from storage.records import Block, Image, Release
from storage.search.facets import facets
from storage.search.find import Among
from storage.search.pages import result_page
from storage.search.query import parse

TYPES = "Press release", "Press release", "Statement", "Speech", None
EDITED = Visit(0, "read"), Visit(2, "read", 2)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = "2012-06-01.1"  # a page far from the first
BUDGETS = {
    "results, first page": 100,
    "results, a later page": 100,
    "facets": 100,
    "releases, first page": 100,
    "releases, a later page": 100,
    "changes": 100,
    "calendar of a year": 100,
    "release": 20,
    "mementos around a time": 20,
    "source": 50,
}


def figures() -> list[Figure]:
    times: dict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        archive = Archive.open(f"sqlite:///{Path(folder) / 'archive.db'}")
        make(archive)
        for what, milliseconds in ask(archive):
            times[what].append(milliseconds)
        archive.close()
    sizes = f"{RELEASES:,} releases of {BLOCKS} blocks, one in twenty edited; processor time"
    return [quickly(f"{what} (ms)", times[what], budget, sizes) for what, budget in BUDGETS.items()]


def make(archive: Archive, releases: int = RELEASES) -> None:
    """Fill an archive with releases of all types, two in five with a picture, and one in twenty edited."""
    share = releases // len(SOURCES)
    for place, facts in enumerate(SOURCES):
        words = Vocabulary(facts.language)

        def write(number: int, version: int, words: Vocabulary = words) -> Release:
            title, *texts = words.texts(Random(number), BLOCKS + 1, WORDS)  # noqa: S311 - the same texts every time
            if version > 1:
                (texts[-1],) = words.texts(Random(-number), 1, WORDS)  # noqa: S311 - as above
            day = NEWEST - timedelta(days=number % share // 2)
            pictures = (
                (Image(f"https://example/{number}.jpg", "A caption", None),) if number // len(TYPES) % 5 < 2 else ()
            )
            blocks = tuple(Block("paragraph", text) for text in texts)
            return Release(title[:80], day, blocks, images=pictures, type=TYPES[number % len(TYPES)])

        def visits(number: int) -> tuple[Visit, ...]:
            return EDITED if number % 20 == 3 else EDITED[:1]

        fill(archive, facts, range(1 + place * share, 1 + (place + 1) * share), write, visits)


def ask(archive: Archive) -> Iterator[tuple[str, float]]:
    """What was asked, and the milliseconds of processor time that it took."""
    with archive.reading() as db:
        held = [*db.execute(select(SnapshotRow.release_id).distinct()).scalars()]
    for number, question in enumerate(questions()):
        random = Random(number)  # noqa: S311 - the same every time
        query, among = parse(question["query"]), Among(**question["among"], type=random.choice((None, "Speech")))
        release = str(random.choice(held))
        day = date(random.randrange(2005, 2026), 1, 1)
        asked = {
            "results, first page": lambda db, q=query, a=among: result_page(db, q, a),
            "results, a later page": lambda db, q=query, a=among: result_page(db, q, a, LATER),
            "facets": lambda db, q=query, a=among, n=number: facets(db, q if n % 10 else None, a),
            "releases, first page": lambda db, a=among, d=day: list_page(db, Listed(a.source, type=a.type, until=d)),
            "releases, a later page": lambda db, a=among: list_page(db, Listed(type=a.type), LATER),
            "changes": lambda db, a=among: change_page(db, source=a.source),
            "calendar of a year": lambda db, a=among: calendar(db, 2020, a.source),
            "release": lambda db, r=release: release_view(db, r),
            "mementos around a time": lambda db, r=release: around(db, archive.payloads, addresses_of(db, r), NOW),
            "source": lambda db, n=number: source_view(db, SOURCES[n % len(SOURCES)].name, NOW),
        }
        for what, ask_it in asked.items():
            yield what, _timed(archive, ask_it)


def _timed(archive: Archive, question: Callable[[Connection], object]) -> float:
    started = process_time()
    archive.read(question)
    return 1000 * (process_time() - started)


if __name__ == "__main__":
    show(figures())
