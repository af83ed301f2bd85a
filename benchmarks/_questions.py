"""How long the questions take that are asked often: of people, and of every crawl at its start and its end."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from random import Random
from time import process_time
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, select

from storage.archive import Archive
from storage.models import ReleaseRow
from storage.read import frontier, history, sources, stored_captures, unread
from storage.read.absences import absences_of
from storage.read.changes import changes
from storage.read.lists import missing
from storage.records import SourceInfo
from storage.write import crawls

T = TypeVar("T")
PAGES, TARGETS, NEWEST = 64, 64, 10  # as a crawl reads them, as a crawl visits them, as a person wants them


class Question(NamedTuple):
    """What is asked, and how long it may take, in milliseconds."""

    what: str
    wanted: float


class Stopwatch:
    """Asks an archive, and keeps how much processor time each question took, in milliseconds."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.times: dict[Question, list[float]] = {}

    def read(self, what: str, wanted: float, question: Callable[[Connection], T]) -> T:
        """What a question gives."""
        return self._timed(Question(what, wanted), lambda: self.archive.read(question))

    def write(self, what: str, wanted: float, change: Callable[[Connection], T]) -> T:
        """What a change gives, committed."""
        return self._timed(Question(what, wanted), lambda: self.archive.write(change))

    def _timed(self, question: Question, work: Callable[[], T]) -> T:
        started = process_time()
        found = work()
        self.times.setdefault(question, []).append(1000 * (process_time() - started))
        return found


def ask(archive: Archive, facts: SourceInfo, now: datetime, times: int) -> dict[Question, list[float]]:
    """Ask everything so often, each time of another release or crawl; the source is one that is crawled `now`."""
    watch, random = Stopwatch(archive), Random("questions")  # noqa: S311 - the same questions every time
    with archive.reading() as db:
        releases = [*db.execute(select(ReleaseRow.id, ReleaseRow.url)).tuples()]
    for release_id, url in random.sample(releases, times):
        _ask_as_a_person(watch, release_id, url)
        _ask_as_a_crawl(watch, facts, now)
    return watch.times


def _ask_as_a_person(watch: Stopwatch, release_id: int, url: str) -> None:
    payloads = watch.archive.payloads
    told = history.versions, history.captures, absences_of
    watch.read("captures, with their bytes", 1, lambda db: stored_captures.of_release(db, payloads, release_id))
    watch.read("captures, as lines", 1, lambda db: history.captures(db, release_id))
    watch.read("history", 5, lambda db: [question(db, release_id) for question in told])
    watch.read("find_release by address", 2, lambda db: history.find_release(db, url))
    watch.read("changes, the ten newest", 20, lambda db: [*islice(changes(db), NEWEST)])
    watch.read("sources", 20, sources.source_states)


def _ask_as_a_crawl(watch: Stopwatch, facts: SourceInfo, now: datetime) -> None:
    payloads = watch.archive.payloads
    crawl = watch.write(
        "crawl's start, open_crawl_of", 5, lambda db: crawls.open_crawl_of(db, facts, "update", "", now)
    )
    watch.read("crawl's start, interrupted", 5, lambda db: unread.interrupted(db, crawl))
    watch.read("crawl's start, unread pages", 5, lambda db: unread.pages(db, payloads, crawl.id, 0, PAGES))
    watch.read("crawl's start, unread feeds", 5, lambda db: unread.feeds(db, payloads, crawl.id))
    watch.read("crawl's start, unsettled", 5, lambda db: unread.unsettled(db, crawl.source_id))
    watch.read("crawl's start, pending", 5, lambda db: frontier.pending(db, crawl, after=0, limit=TARGETS, now=now))
    watch.read("crawl's end, missing", 5, lambda db: missing.count(db, crawl.source_id))
    watch.read("crawl's end, newest_listed", 5, lambda db: frontier.newest_listed(db, crawl.source_id, now.date()))
    watch.write("crawl's end, close_crawl", 5, lambda db: crawls.close_crawl(db, crawl.id, "complete", [], now))
