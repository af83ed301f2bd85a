"""Where crawls hand in what they captured and ask what to visit next.

One thread talks to the archive for all crawls of the process, so that no commit holds up the event loop. Captures
are committed in batches; each batch is then read and committed once more. What is under way is bounded.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import ParamSpec, TypeVar

from crawler.readers import Readers, pages_to_read, sightings_of
from crawler.source import Source
from storage.archive import Archive
from storage.crawls import Crawl, HeldPage
from storage.records import Facts, Kept, Reading, Visit, Visited

P = ParamSpec("P")
T = TypeVar("T")
BATCH = 64  # captures in one commit
LINGER = 0.05  # seconds to wait for a batch to fill; no page waits for its capture, so this holds up nothing
BACKLOG = 2  # batches being read while the next are being captured


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class Office:
    """The archive, its one thread, the readers and the clock, for all crawls of a process. Close it when they are done."""

    def __init__(self, archive: Archive, workers: int | None = None, clock: Callable[[], datetime] = now) -> None:
        self.archive = archive
        self.clock = clock
        self.readers = Readers(workers)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")

    async def call(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the archive something, in its thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: question(*args, **kwargs))

    def close(self) -> None:
        """End the readers and the thread; the archive stays open."""
        self.readers.close()
        self._thread.shutdown()


class Desk:
    """One crawl's place at the office."""

    def __init__(self, office: Office, source: Source, crawl: Crawl) -> None:
        self.office = office
        self.source = source
        self.crawl = crawl
        self.done = Counter[str]()  # verdicts so far, for a line of progress
        self.examples: dict[str, str] = {}  # the first address of each verdict that needs a person
        self.error: Exception | None = None
        self._waiting: list[tuple[Visited, asyncio.Future[Kept]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(BACKLOG)

    @classmethod
    async def open(cls, office: Office, source: Source, mode: str, options: str) -> "Desk":
        """Open a crawl in the archive, or go on with an interrupted one, and read what that left unread."""
        crawl = await office.call(office.archive.open_crawl, facts(source), mode, options, office.clock())
        desk = cls(office, source, crawl)
        while left := await office.call(office.archive.unread, crawl, BATCH):
            await desk._read([(_kept(page), page, None) for page in left])
        return desk

    async def keep(self, visited: Visited, *, urgent: bool = False) -> Kept:
        """Hand in a capture; returns once it is committed. What an `urgent` one says is needed before going on."""
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((visited, future))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush(0 if urgent else LINGER))
        return await future

    async def visits(self, mode: str, since: date | None, until: date | None, after: int) -> Sequence[Visit]:
        """The next releases to visit, beyond the release number `after`; those visited before conditionally."""
        if mode == "recheck":
            due = await self.office.call(self.office.archive.due, self.crawl, BATCH, self.office.clock())
            return await self.office.call(self.office.archive.conditional, self.crawl, due)
        return await self.office.call(self.office.archive.pending, self.crawl, after, BATCH, self.office.clock(), since, until)

    async def conditional(self, visit: Visit) -> Visit:
        """The visit made conditional on what is held."""
        return (await self.office.call(self.office.archive.conditional, self.crawl, [visit]))[0]

    async def all_held(self, keys: Iterable[str]) -> bool:
        """Whether all these releases are held already."""
        return await self.office.call(self.office.archive.all_held, self.crawl, list(keys))

    async def drain(self) -> None:
        """Wait until all that was handed in is committed and read."""
        while self._flushing is not None or self._reading:
            tasks = [*self._reading, *([self._flushing] if self._flushing else [])]
            await asyncio.wait(tasks)

    async def _flush(self, linger: float) -> None:
        await asyncio.sleep(linger)
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            await self._room.acquire()
            try:
                kept = await self.office.call(
                    self.office.archive.keep_captures, self.crawl, [visited for visited, _ in batch]
                )
            except Exception as error:  # handed on to whoever waits for the capture
                self._room.release()
                self._fail(error, [future for _, future in batch])
                continue
            for (_, future), one in zip(batch, kept, strict=True):
                future.set_result(one)
            task = asyncio.create_task(self._read_kept([visited for visited, _ in batch], kept))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        self._flushing = None

    async def _read_kept(self, visited: Sequence[Visited], kept: Sequence[Kept]) -> None:
        try:
            captures = [
                (k, _page(v, k), v.reading)
                for v, k in zip(visited, kept, strict=True)
                if v.release_id is not None and not k.again
            ]
            if captures:
                await self._read(captures)
            if self.source.split is not None:
                await self._read_feeds([(v, k) for v, k in zip(visited, kept, strict=True) if not k.again])
        except Exception as error:  # noqa: BLE001
            self._fail(error, [])
        finally:
            self._room.release()

    async def _read(self, captures: Sequence[tuple[Kept, HeldPage, Reading | None]]) -> None:
        unread = [(k, page) for k, page, reading in captures if reading is None]
        given = [(k, reading) for k, _, reading in captures if reading is not None]
        readings = await self.office.readers.read(self.source, [page for _, page in unread]) if unread else []
        read = [(k, reading) for (k, _), reading in zip(unread, readings, strict=True)] + given
        await self._keep(sorted(read, key=lambda pair: pair[0].at), {k.capture_id: page.url for k, page, _ in captures})

    async def _read_feeds(self, captures: Sequence[tuple[Visited, Kept]]) -> None:
        """Read the releases that feeds hold whole; a feed that shows the bytes it showed before shows the same releases."""
        feeds = [(v, k) for v, k in captures if v.reading is not None and v.reading.verdict in ("listing", "unchanged")]
        fresh = [(v, k) for v, k in feeds if not k.as_before]
        readings = await self.office.readers.read_feeds(self.source, [_page(v, k) for v, k in fresh])
        found = {k.capture_id: items for (_, k), items in zip(fresh, readings, strict=True)}
        for v, k in sorted(feeds, key=lambda pair: pair[1].at):
            if k.as_before:
                await self.office.call(self.office.archive.extend_feed, k)
            else:
                await self._keep([(k, reading) for reading in found[k.capture_id]], {k.capture_id: v.capture.url})

    async def _keep(self, read: Sequence[tuple[Kept, Reading]], addresses: Mapping[int, str]) -> None:
        outcome = await self.office.call(self.office.archive.keep_readings, self.crawl, read)
        for k, reading in read:
            self.done[reading.verdict] += 1
            self.examples.setdefault(reading.verdict, f"{addresses[k.capture_id]}: {reading.says}")
        for release_id in sorted(outcome.unsettled):
            await settle(self.office, self.source, release_id)

    def _fail(self, error: Exception, futures: Iterable[asyncio.Future[Kept]]) -> None:
        self.error = self.error or error
        for future in futures:
            future.set_exception(error)


async def settle(office: Office, source: Source, release_id: int) -> None:
    """Read all captures of a release anew, by today's layouts, and build its versions from them."""
    held = await office.call(office.archive.pages_of_release, release_id)
    readings = await office.readers.read(source, pages_to_read(held))
    await office.call(office.archive.settle, {release_id: sightings_of(release_id, held, readings)})


def facts(source: Source) -> Facts:
    """What the archive keeps of a source."""
    return Facts(source.name, source.ministry, source.country, source.language)


def _page(visited: Visited, kept: Kept) -> HeldPage:
    c = visited.capture
    return HeldPage(kept.capture_id, c.url, c.at, c.status, c.headers, c.body, kept.release_id, c.reason)


def _kept(page: HeldPage) -> Kept:
    return Kept(page.capture_id, page.at, page.release_id, None)
