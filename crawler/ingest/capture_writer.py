"""Where crawls hand in what they captured and ask what to visit next.

Captures are committed in batches; each batch is then read and committed once more. What is under way is bounded.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from crawler.ingest.plan import Plan
from crawler.ingest.runtime import Office
from crawler.ingest.workers import pages_to_read, sightings_of
from crawler.sources.source import Source
from storage.read.stored_captures import HeldPage
from storage.records import Kept, Reading, SourceInfo, Visit, Visited
from storage.write.crawls import Crawl

BATCH = 64  # captures in one commit
LINGER = 0.25  # seconds to wait for a batch to fill; no page waits for its capture, so this holds up nothing
BACKLOG = 2  # batches being read while the next are being captured


class Desk:
    """One crawl's place at the office."""

    def __init__(self, office: Office, source: Source, crawl: Crawl) -> None:
        self.office = office
        self.source = source
        self.crawl = crawl
        self.done = Counter[str]()  # verdicts so far, for a line of progress
        self.examples: dict[str, str] = {}  # the first address of each verdict that needs a person
        self.error: Exception | None = None
        self._waiting: list[tuple[tuple[Visited, ...], asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[None]] = set()
        self._newest: asyncio.Task[None] | None = None
        self._room = asyncio.Semaphore(BACKLOG)
        self._hurry = asyncio.Event()

    @classmethod
    async def open(cls, office: Office, source: Source, mode: str, options: str) -> "Desk":
        """Open a crawl in the archive, or go on with an interrupted one, and read what that left unread."""
        crawl = await office.call(office.archive.open_crawl, facts(source), mode, options, office.clock())
        desk = cls(office, source, crawl)
        await desk._catch_up()
        return desk

    async def keep(self, *visited: Visited, urgent: bool = False) -> None:
        """Hand in a capture, or several of which none may be kept without the others; returns once they are committed.

        What an `urgent` one says is needed before going on. Raises whatever the archive raises.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((visited, future))
        if urgent or len(self._waiting) >= BATCH:
            self._hurry.set()
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await future

    async def pending(self, plan: Plan, after: int) -> AsyncIterator[Visit]:
        """The releases beyond the number `after` that are not held yet, in the order they were found.

        What a feed holds whole is read from it, and never visited.
        """
        if self.source.split is not None:
            return
        ask, clock = self.office.archive.pending, self.office.clock
        while visits := await self.office.call(ask, self.crawl, after, BATCH, clock(), plan.since, plan.until):
            for visit in visits:
                after = visit.release_id or after
                yield visit

    async def due(self) -> AsyncIterator[Visit]:
        """The held releases that are due for another look, longest overdue first, to be visited conditionally."""
        if self.source.split is not None:
            return
        seen: set[int | None] = set()
        waiting = 0  # visits given already that are not committed yet: the archive gives them again
        while True:
            most = BATCH + waiting
            visits = await self.office.call(self.office.archive.due, self.crawl, most, self.office.clock())
            fresh = [visit for visit in visits if visit.release_id not in seen]
            for visit in await self.office.call(self.office.archive.conditional, self.crawl, fresh):
                yield visit
            if len(visits) < most:
                return
            seen.update(visit.release_id for visit in fresh)
            waiting = len(visits) - len(fresh)

    async def conditional(self, visit: Visit) -> Visit:
        """The visit made conditional on what is held."""
        return (await self.office.call(self.office.archive.conditional, self.crawl, [visit]))[0]

    async def all_held(self, keys: Iterable[str]) -> bool:
        """Whether all these releases are held already."""
        return await self.office.call(self.office.archive.all_held, self.crawl, list(keys))

    async def drain(self) -> None:
        """Wait until all that was handed in is committed and read."""
        # One that was cancelled before it began never says that it has ended.
        while tasks := [task for task in (*self._reading, self._flushing) if task is not None and not task.done()]:
            await asyncio.wait(tasks)

    def note(self, verdict: str, example: str) -> None:
        """Count what became of a visit, and keep the first of each kind to show."""
        self.done[verdict] += 1
        self.examples.setdefault(verdict, example)

    async def _flush(self) -> None:
        try:
            while self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), LINGER)
                self._hurry.clear()
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._room.acquire()
                await self._commit(batch)
        finally:
            self._flushing = None

    async def _commit(self, batch: Sequence[tuple[tuple[Visited, ...], asyncio.Future[None]]]) -> None:
        visited = [v for group, _ in batch for v in group]
        try:
            kept = await self.office.call(self.office.archive.keep_captures, self.crawl, visited)
        except Exception as error:  # handed on to whoever waits for the capture
            self._room.release()
            self._fail(error, [future for _, future in batch])
            return
        for _, future in batch:
            if not future.done():  # who waited may have been stopped
                future.set_result(None)
        task = self._newest = asyncio.create_task(self._read_kept(visited, kept, self._newest))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read_kept(
        self, visited: Sequence[Visited], kept: Sequence[Kept], before: asyncio.Task[None] | None
    ) -> None:
        """Read a batch while the one `before` it may still be read; keep what it shows once that one's is kept."""
        try:
            pairs = [(v, k) for v, k in zip(visited, kept, strict=True) if not k.again]
            read = await self._read([(k, _page(v, k)) for v, k in pairs if v.release_id is not None])
            feeds = [(k, _page(v, k)) for v, k in pairs if self.source.split is not None and _is_feed(v)]
            feeds.sort(key=lambda pair: pair[0].at)
            items = await self._read_feeds(feeds)
            if before is not None:
                await asyncio.wait([before])
            await self._keep_read(read)
            for (k, page), shown in zip(feeds, items, strict=True):
                await self._keep_items(k, page, shown)
        except Exception as error:
            self._fail(error, [])
        finally:
            self._room.release()

    async def _read(self, captures: Sequence[tuple[Kept, HeldPage]]) -> list[tuple[Kept, HeldPage, Reading]]:
        if not captures:
            return []
        readings = await self.office.readers.read(self.source, [page for _, page in captures])
        read = [(k, page, reading) for (k, page), reading in zip(captures, readings, strict=True)]
        return sorted(read, key=lambda one: one[0].at)

    async def _keep_read(self, read: Sequence[tuple[Kept, HeldPage, Reading]]) -> None:
        if read:
            await self._keep([(k, reading) for k, _, reading in read], {k.capture_id: page.url for k, page, _ in read})

    async def _read_feeds(self, feeds: Sequence[tuple[Kept, HeldPage]]) -> list[list[Reading]]:
        """Read the releases that feeds hold whole; nothing of a feed with the bytes it had before."""
        fresh = [page for k, page in feeds if not k.as_before]
        readings = iter(await self.office.readers.read_feeds(self.source, fresh) if fresh else [])
        return [[] if k.as_before else next(readings) for k, _ in feeds]

    async def _keep_items(self, k: Kept, page: HeldPage, items: Sequence[Reading]) -> None:
        """Keep what a feed shows; one with the bytes it had before shows the same releases."""
        if k.as_before:
            await self.office.call(self.office.archive.extend_feed, k)
        else:
            await self._keep([(k, reading) for reading in items], {k.capture_id: page.url})

    async def _catch_up(self) -> None:
        """Do what a crawl that died left undone: pages kept and not read, feeds not split, releases not settled.

        The feeds go in order of time, those too that showed the same again: noting that twice changes nothing.
        """
        archive = self.office.archive
        while left := await self.office.call(archive.unread, self.crawl, BATCH):
            await self._keep_read(await self._read([(_kept(page), page) for page in left]))
        if self.source.split is not None:
            feeds = await self.office.call(archive.last_feeds, self.crawl, (BACKLOG + 1) * BATCH)
            again = [(replace(_kept(page), as_before=page.shared), page) for page in feeds]
            if self.crawl.resumed or any(not page.shared for page in feeds):
                for (k, page), items in zip(again, await self._read_feeds(again), strict=True):
                    await self._keep_items(k, page, items)
        for release_id in await self.office.call(archive.unsettled, self.crawl):
            await settle(self.office, self.source, release_id)

    async def _keep(self, read: Sequence[tuple[Kept, Reading]], addresses: Mapping[int, str]) -> None:
        outcome = await self.office.call(self.office.archive.keep_readings, self.crawl, read)
        for k, reading in read:
            self.note(reading.verdict, f"{addresses[k.capture_id]}: {reading.message}")
        for release_id in sorted(outcome.unsettled):
            await settle(self.office, self.source, release_id)

    def _fail(self, error: Exception, futures: Iterable[asyncio.Future[None]]) -> None:
        self.error = self.error or error
        for future in futures:
            if not future.done():
                future.set_exception(error)


async def settle(office: Office, source: Source, release_id: int) -> None:
    """Read all captures of a release anew, by today's layouts, and build its versions from them."""
    held = await office.call(office.archive.pages_of_release, release_id)
    readings = await office.readers.read(source, pages_to_read(held))
    await office.call(office.archive.settle, {release_id: sightings_of(release_id, held, readings)})


def facts(source: Source) -> SourceInfo:
    """What the archive keeps of a source."""
    return SourceInfo(source.name, source.ministry, source.country, source.language)


def _is_feed(visited: Visited) -> bool:
    return visited.reading is not None and visited.reading.verdict in ("listing", "unchanged")


def _page(visited: Visited, kept: Kept) -> HeldPage:
    c = visited.capture
    return HeldPage(kept.capture_id, c.url, c.at, c.status, c.headers, c.body, kept.release_id, c.reason)


def _kept(page: HeldPage) -> Kept:
    return Kept(page.capture_id, page.at, page.release_id, None)
