"""The write side of the archive: the one object that a crawl or an import holds.

Each method is one transaction: what it returns is committed. Bytes are committed before anything reads them
(`keep_captures`), readings afterwards (`keep_readings`). Not shared between threads.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, bindparam, insert, update
from sqlalchemy.exc import DBAPIError

from storage.database import open_archive, unavailable, writing
from storage.models import ReadingRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.read import recorded, stored_captures
from storage.read.stored_captures import HeldPage
from storage.records import Kept, Reading, SourceInfo, Visit, Visited
from storage.write import captures, crawls, snapshots
from storage.write.crawls import Crawl
from storage.write.release_states import Sighting
from storage.write.snapshots import Outcome

T = TypeVar("T")
# Verdicts by what they count as in a crawl's summary.
UNREADABLE = ("unreadable", "blocked", "soft_404", "empty")
FAILED = ("failed", "refused")


class Archive:
    """Writes to one archive. Raises ArchiveError, in one line, for whatever the database refuses (a full disk too)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._payloads = Payloads()

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> "Archive":
        """Open the archive at `url`, brought up to date first; see `open_archive`. Raises ArchiveError."""
        return cls(open_archive(url, create=create))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def open_crawl(self, facts: SourceInfo, mode: str, options: str, now: datetime) -> Crawl:
        """Begin a crawl of a source, or go on with an interrupted one of the same mode and options."""
        with self._writing() as db:
            return crawls.open_crawl(db, crawls.ensure_source(db, facts), mode, options, now)

    def close_crawl(self, crawl: Crawl, outcome: str, message: str | None, now: datetime) -> dict[str, int]:
        """Close a crawl and give its final counts."""
        with self._writing() as db:
            crawls.close_crawl(db, crawl.id, outcome, message, now)
            return crawls.counts_of(db, crawl.id)

    def keep_captures(self, crawl: Crawl, visited: Sequence[Visited]) -> list[Kept]:
        """Commit captures, their payloads, and the releases they announce as pending."""
        with self._writing() as db:
            kept = captures.keep(db, self._payloads, crawl.source_id, crawl.id, visited)
            released = {k.release_id for k in kept if k.release_id is not None}
            if released:
                change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
                marks = [{"row_id": release_id, "visited_crawl_id": crawl.id} for release_id in released]
                db.execute(change, marks)
            self._keep_listings(db, visited, kept)
            self._payloads.train(db, crawl.source_id)
            counts = Counter(listed=sum(k.newly_listed for k in kept))
            counts["unreadable"] += sum(1 for v in visited if v.reading and v.reading.verdict in UNREADABLE)
            counts["failed"] += sum(1 for v in visited if v.reading and v.reading.verdict in FAILED)
            crawls.tally(db, crawl.id, counts)
            return kept

    def keep_readings(self, crawl: Crawl, read: Sequence[tuple[Kept, Reading]]) -> Outcome:
        """Commit what was read from captures, as new versions where the content is new."""
        with self._writing() as db:
            keyed = crawls.release_ids(db, crawl.source_id, {r.key for _, r in read if r.key is not None})
            sightings = [
                Sighting(k.capture_id, k.at, release_id, r)
                for k, r in read
                if (release_id := k.release_id if r.key is None else keyed.get(r.key)) is not None
            ]
            outcome = snapshots.keep_sightings(db, sightings)
            verdicts = Counter[str](s.reading.verdict for s in sightings)
            counts = {
                "new": outcome.new,
                "changed": outcome.changed,
                "revisited": verdicts["read"] + verdicts["unchanged"] - outcome.new - outcome.changed,
                "gone": verdicts["not_found"] + verdicts["gone"],
                "unreadable": sum(verdicts[v] for v in UNREADABLE),
                "failed": sum(verdicts[v] for v in FAILED),
            }
            crawls.tally(db, crawl.id, counts)
            return outcome

    def extend_feed(self, kept: Kept) -> None:
        """Note that a feed still holds, in the same bytes, the releases it held at the visit before."""
        with self._writing() as db:
            snapshots.extend_feed(db, kept.capture_id)

    def settle(self, releases: Mapping[int, Sequence[Sighting]]) -> list[int]:
        """Build all versions of releases anew from their captures, read alike; gives the releases that changed."""
        with self._writing() as db:
            return [number for number, sightings in releases.items() if snapshots.settle(db, number, sightings)]

    def release_at(self, crawl: Crawl, key: str, url: str, now: datetime) -> Visit:
        """A visit to one address that a person asks for, its release made known first."""
        with self._writing() as db:
            return Visit(url, crawls.release_at(db, crawl.source_id, key, url, now))

    def releases_at(self, crawl: Crawl, found: Mapping[str, tuple[str, datetime]]) -> dict[str, int]:
        """The releases with these keys, made known first where they are new; each with where and when it was found."""
        with self._writing() as db:
            return {key: crawls.release_at(db, crawl.source_id, key, *place) for key, place in found.items()}

    def pending(
        self, crawl: Crawl, after: int, limit: int, now: datetime, since: date | None, until: date | None
    ) -> list[Visit]:
        """The next releases to visit that are not held yet; see `crawls.pending`."""
        return self._read(
            lambda db: crawls.pending(db, crawl, after=after, limit=limit, now=now, since=since, until=until)
        )

    def due(self, crawl: Crawl, limit: int, now: datetime) -> list[Visit]:
        """The held releases that are due for another look; see `crawls.due`."""
        return self._read(lambda db: crawls.due(db, crawl, limit=limit, now=now))

    def conditional(self, crawl: Crawl, visits: Sequence[Visit]) -> list[Visit]:
        """The visits with the validators of the last whole answers from their addresses."""
        return self._read(
            lambda db: [
                Visit(v.url, v.release_id, *stored_captures.validators(db, self._payloads, crawl.source_id, v.url))
                for v in visits
            ]
        )

    def page_of_crawl(self, crawl: Crawl, url: str) -> HeldPage | None:
        """The page that this crawl captured at `url` before it was interrupted."""
        return self._read(lambda db: stored_captures.page_of_crawl(db, self._payloads, crawl, url))

    def last_page(self, crawl: Crawl, url: str) -> HeldPage | None:
        """The newest page held from `url`: what a 304 says is still there."""
        return self._read(lambda db: stored_captures.last_page(db, self._payloads, crawl.source_id, url))

    def page_at(self, crawl: Crawl, url: str, at: datetime) -> HeldPage | None:
        """The page that was captured at `url` at that very time, where its bytes are held."""
        return self._read(lambda db: recorded.page_at(db, self._payloads, crawl.source_id, url, at))

    def visits_held(self, name: str, wanted: Collection[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
        """Those of these visits to a source, by address and time, that are held already."""
        return self._read(lambda db: recorded.held(db, name, wanted))

    def known_keys(self, name: str, addresses: Mapping[str, str]) -> dict[str, str]:
        """The releases of a source that stand at addresses; see `recorded.known_keys`."""
        return self._read(lambda db: recorded.known_keys(db, name, addresses))

    def unread(self, crawl: Crawl, limit: int) -> list[HeldPage]:
        """Captures kept by a crawl that died before it read them."""
        return self._read(lambda db: stored_captures.unread(db, self._payloads, crawl.source_id, limit))

    def last_feeds(self, crawl: Crawl, limit: int) -> list[HeldPage]:
        """The feeds captured last, as far as a crawl that died may have left them unread; see `recorded.last_feeds`."""
        return self._read(lambda db: recorded.last_feeds(db, self._payloads, crawl.source_id, limit))

    def unsettled(self, crawl: Crawl) -> list[int]:
        """The releases that a crawl that died has read and not settled."""
        return self._read(lambda db: recorded.unsettled(db, crawl.source_id))

    def pages_of_release(self, release_id: int) -> list[tuple[HeldPage, Reading | None]]:
        """All captures of a release in order of time, each with what was made of it so far."""
        return self._read(lambda db: stored_captures.pages_of_release(db, self._payloads, release_id))

    def to_reread(self, name: str, layout: str, after: int, limit: int) -> list[int]:
        """The next releases of a source that were read by other code than `layout`; see `stored_captures.to_reread`."""

        def question(db: Connection) -> list[int]:
            source_id = crawls.source_id_of(db, name)
            return [] if source_id is None else stored_captures.to_reread(db, source_id, layout, after, limit)

        return self._read(question)

    def would_change(self, release_id: int, sightings: Sequence[Sighting]) -> frozenset[str]:
        """The fields that `settle` would change; see `snapshots.differences`."""
        return self._read(lambda db: snapshots.differences(db, release_id, sightings))

    def all_held(self, crawl: Crawl, keys: Sequence[str]) -> bool:
        """Whether every one of these releases is held: where an update may stop."""
        return self._read(lambda db: crawls.all_held(db, crawl.source_id, keys))

    def counts(self, crawl: Crawl) -> dict[str, int]:
        """The counts of a crawl so far."""
        return self._read(lambda db: crawls.counts_of(db, crawl.id))

    def missing(self, crawl: Crawl) -> int:
        """How many releases this crawl saw announced and the archive does not hold."""
        return self._read(lambda db: crawls.missing(db, crawl.id))

    def newest_listed(self, crawl: Crawl) -> date | None:
        """The newest date a listing of the source has stated."""
        return self._read(lambda db: crawls.newest_listed(db, crawl.source_id))

    def _keep_listings(self, db: Connection, visited: Sequence[Visited], kept: Sequence[Kept]) -> None:
        rows = [
            {
                "capture_id": k.capture_id,
                "fragment": "",
                "verdict": "unchanged" if k.as_before and v.reading.verdict == "listing" else v.reading.verdict,
                "message": v.reading.message,
            }
            for v, k in zip(visited, kept, strict=True)
            if v.reading is not None and not k.again
        ]
        if rows:
            db.execute(insert(ReadingRow), rows)

    def _read(self, question: Callable[[Connection], T]) -> T:
        try:
            with self.engine.begin() as db:
                return question(db)
        except DBAPIError as error:
            raise unavailable(self.engine.url, error) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with writing(self.engine) as db:
                yield db
        except BaseException as error:
            self._payloads = Payloads()  # it may know dictionaries that were rolled back
            if isinstance(error, DBAPIError):
                raise unavailable(self.engine.url, error) from error
            raise
