"""Commits captures in batches, then has each batch read and keeps what was read, in the order of the commits.

Two bounded queues: what waits to be committed, and what is committed and being read. A crawl that fetches faster than
the archive keeps waits at the first.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.ingest import fences
from crawler.ingest.fences import Incoming, Read
from crawler.ingest.listing_history import settle_listings
from crawler.ingest.rereading import settle
from crawler.ingest.runtime import Runtime
from crawler.ingest.weight import HEAVY, by_weight, weight
from crawler.sources.source import Source
from storage.locks import SourceLock, source_lock
from storage.records import Capture, Crawl, Reading, StoredCapture
from storage.write import captures, crawls, snapshots

BATCH = 64  # captures in one commit
LINGER = 0.25  # seconds to wait for a batch to fill; no page waits for its capture, so this holds up nothing
WAITING = 4 * BATCH  # captures that wait to be committed
FEEDS = ("listing", "unchanged")  # verdicts on feeds whose items are read
BACKLOG = 2  # batches being read while the next are being captured


@dataclass(slots=True)
class _Group:
    """Captures to be committed together, a listing with what was read from it; `done` when they are."""

    captures: Sequence[Incoming]
    urgent: bool
    done: asyncio.Future[None] = field(repr=False)


@dataclass(slots=True)
class _Batch:
    """Committed captures on their way through the workers."""

    last_id: int | None  # of the captures that are new; those held before were read then
    reading: "asyncio.Future[tuple[Read, list[tuple[StoredCapture, list[Reading]]]]]"  # of releases, and of feeds


class CaptureWriter:
    """Writes one crawl: the captures it is handed, and what they show. Open it, and close it whatever happens."""

    def __init__(self, runtime: Runtime, source: Source, crawl: Crawl, lock: SourceLock) -> None:
        self.runtime = runtime
        self.source = source
        self.crawl = crawl
        self.verdicts = Counter[str]()  # so far, for a line of progress and for the outcome
        self.examples: dict[str, str] = {}  # the first address of each verdict
        self.known = self.logged = 0  # captures held already; rows that the log got as the crawl closes
        self.error: Exception | None = None
        self._lock = lock
        self._late, self._last_id = False, 0  # whether listings came out of order; the last capture that is read
        self._to_commit: asyncio.Queue[_Group] = asyncio.Queue(WAITING)
        self._to_keep: asyncio.Queue[_Batch] = asyncio.Queue(BACKLOG)
        self._tasks = [asyncio.create_task(self._commit_batches()), asyncio.create_task(self._keep_batches())]

    @classmethod
    async def open(cls, runtime: Runtime, source: Source, mode: str, options: str) -> "CaptureWriter":
        """Take the source's lock and open a crawl, or continue an interrupted one. Raises SourceBusy, ArchiveError."""
        lock = source_lock(runtime.archive.engine, source.name)
        try:
            crawl = await runtime.write(crawls.open_crawl_of, source.info, mode, options, runtime.clock())
        except BaseException:
            lock.release()
            raise
        return cls(runtime, source, crawl, lock)

    async def keep(self, *group: Capture, urgent: bool = False) -> None:
        """Hand in captures of which none may be kept without the others; returns once they are committed.

        What an `urgent` one shows is needed before the crawl can continue. Raises whatever the archive raises.
        """
        await self._hand_in([(capture, None) for capture in group], urgent)

    async def keep_listing(self, *group: tuple[Capture, Reading], urgent: bool = True) -> None:
        """The same of listing pages, each with what was read from it, and of the redirects that led there."""
        await self._hand_in(group, urgent)

    async def drain(self) -> None:
        """Wait until all that was handed in is committed, read and kept, and listings are told in order of time."""
        await self._to_commit.join()
        await self._to_keep.join()
        if self._late and self.error is None:
            await self.settle_listings()
            self._late = False
            await self.runtime.write(crawls.mark_read, self.crawl.id, self._last_id)

    async def close(self) -> None:
        """End the tasks and let others have the source. What was not drained is left to the next crawl."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._to_commit.empty():
            self._to_commit.get_nowait().done.cancel()
        while not self._to_keep.empty():
            self._to_keep.get_nowait().reading.cancel()
        self._lock.release()

    def note(self, verdict: str, example: str) -> None:
        """Count what became of a visit, and keep the first of each kind to show."""
        self.verdicts[verdict] += 1
        self.examples.setdefault(verdict, example)

    async def keep_read(self, read: Read) -> None:
        """Keep what was read from captures; releases that have to be read as a whole are settled at once."""
        if not read:
            return
        write, crawl = self.runtime.write, self.crawl
        kept, unsettled, damaged = await fences.keep(lambda some: write(snapshots.keep_readings, crawl, some), read)
        for capture, reading in kept:
            self.note(reading.verdict, f"{capture.url}: {reading.message}")
        for message in damaged:
            self.note("damaged", message)
        for release_id in sorted(unsettled):
            await self.settle(release_id)

    async def settle(self, release_id: int) -> None:
        """Build the snapshots of a release anew from all its captures, or let the next crawl try."""
        if failed := await settle(self.runtime, self.source, self.crawl, release_id):
            self.note(*failed)

    async def settle_listings(self) -> None:
        """Tell all that the source's listings showed in order of time, or let `reparse` try."""
        for verdict, message in await settle_listings(self.runtime, self.source, self.crawl.source_id):
            self.note(verdict, message)

    async def keep_feeds(self, feeds: Sequence[tuple[StoredCapture, list[Reading]]]) -> None:
        """Keep what feeds show; one with the bytes it had before shows the same releases."""
        for capture, items in feeds:
            if capture.repeats:
                await self.runtime.write(snapshots.extend_feed, capture.id)
            else:
                await self.keep_read([(capture, reading) for reading in items])

    async def _hand_in(self, group: Sequence[Incoming], urgent: bool) -> None:
        done = asyncio.get_running_loop().create_future()
        await self._to_commit.put(_Group(group, urgent, done))
        await done

    async def _commit_batches(self) -> None:
        while True:
            batch = await self._next_batch()
            try:
                await self._commit(batch)
            except Exception as error:  # handed on to whoever waits for the captures
                self.error = self.error or error
                for group in batch:
                    if not group.done.done():  # who waited may have been stopped
                        group.done.set_exception(error)
            except asyncio.CancelledError:
                for group in batch:
                    group.done.cancel()
                raise
            finally:
                for _ in batch:
                    self._to_commit.task_done()

    async def _next_batch(self) -> list[_Group]:
        """What was handed in, as soon as it fills a batch, something urgent is among it, or no more comes."""
        batch = [await self._to_commit.get()]
        clock = asyncio.get_running_loop().time
        deadline = clock() + LINGER
        while len(batch) < BATCH and not batch[-1].urgent:
            try:
                batch.append(await asyncio.wait_for(self._to_commit.get(), deadline - clock()))
            except TimeoutError:
                break
        return batch

    async def _commit(self, batch: Sequence[_Group]) -> None:
        await self.runtime.in_thread(self._lock.hold)
        run, groups = self.runtime, [group.captures for group in batch]  # whose payloads change with a refusal
        kept = await fences.commit(lambda some: run.write(captures.commit, run.payloads, self.crawl, some), groups)
        for group in batch:
            if not group.done.done():
                group.done.set_result(None)
        self.known += sum(capture.known for capture, _ in kept)
        self._late = self._late or any(capture.late for capture, _ in kept)
        fresh = [(capture, reading) for capture, reading in kept if not capture.known]
        read = (reading for group in groups for _, reading in group)
        for (capture, listed), before in zip(kept, read, strict=True):
            if listed and listed is not before:
                self.note(listed.verdict, f"listing {capture.url}: {listed.message}")
        pages = [capture for capture, _ in fresh if capture.release_id is not None]
        feeds = [capture for capture, shown in fresh if self.source.split and shown and shown.verdict in FEEDS]
        *parts, last = [*by_weight(pages)] or [[]]
        for part in parts:
            await self._read(part, [], None)
        await self._read(last, feeds, max((capture.id for capture, _ in fresh), default=None))

    async def _read(self, pages: list[StoredCapture], feeds: list[StoredCapture], last_id: int | None) -> None:
        both = self.runtime.read_pages(self.source, pages), self.runtime.read_feeds(self.source, feeds)
        await self._to_keep.put(_Batch(last_id, asyncio.gather(*both)))
        if sum(map(weight, [*pages, *feeds])) > HEAVY:  # nothing else is in memory with it
            await self._to_keep.join()

    async def _keep_batches(self) -> None:
        while True:
            await self._keep_next()  # whose variables end with it: no two heavy batches are in memory at once

    async def _keep_next(self) -> None:
        batch = await self._to_keep.get()
        try:
            pages, feeds = await batch.reading
            await self.keep_read(pages)
            await self.keep_feeds(feeds)
            self._last_id = batch.last_id or self._last_id
            if self.error is None and batch.last_id is not None and not self._late:
                await self.runtime.write(crawls.mark_read, self.crawl.id, batch.last_id)
        except Exception as error:  # what is not kept stays unread, for the next crawl to read
            self.error = self.error or error
        finally:
            self._to_keep.task_done()
