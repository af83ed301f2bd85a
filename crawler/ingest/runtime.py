"""What the crawls of a process share. One thread talks to the archive, so that no commit holds up the event loop."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from storage.archive import Archive
from storage.payloads.store import Payloads
from storage.records import Capture, Reading, StoredCapture

P = ParamSpec("P")
T = TypeVar("T")


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class Reads(Protocol):
    """Whoever reads captures, off the event loop; see `crawler.ingest.workers.Workers`.

    What a source or a listing is, nobody here has to know.
    """

    async def read(self, source: Any, captures: Sequence[StoredCapture]) -> list[Reading]:
        """What captures of releases show."""

    async def read_feeds(self, source: Any, captures: Sequence[StoredCapture]) -> list[list[Reading]]:
        """What the items of feeds show."""

    async def read_listings(self, source: Any, captures: Sequence[tuple[Any, Capture]]) -> list[Reading]:
        """What listing pages announce."""

    async def read_asset(self, source: Any, capture: Capture) -> Reading:
        """What a visit to a document or a picture brought, with what its pages say."""

    def close(self) -> None:
        """End what reads."""


class Runtime:
    """The archive, its thread, the workers and the clock, for all crawls of a process. Close it when they are done."""

    def __init__(self, archive: Archive, workers: Reads, clock: Callable[[], datetime] = now) -> None:
        self.archive = archive
        self.clock = clock
        self.workers = workers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")

    @property
    def payloads(self) -> Payloads:
        """The archive's payloads, for what is asked or changed in its thread."""
        return self.archive.payloads

    async def read(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the archive, in its thread."""
        return await self.in_thread(lambda: self.archive.read(question, *args, **kwargs))

    async def write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Change the archive in one transaction, in its thread."""
        return await self.in_thread(lambda: self.archive.write(change, *args, **kwargs))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do what waits for the archive or its server in the archive's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def read_pages(self, source: Any, captures: Sequence[StoredCapture]) -> list[tuple[StoredCapture, Reading]]:
        """What captures of releases show, in order of time."""
        readings = await self.workers.read(source, captures) if captures else []
        return sorted(zip(captures, readings, strict=True), key=lambda one: one[0].at)

    async def read_feeds(
        self, source: Any, captures: Sequence[StoredCapture]
    ) -> list[tuple[StoredCapture, list[Reading]]]:
        """The releases that feeds hold whole, in order of time; nothing of one with the bytes it had before."""
        fresh = [capture for capture in captures if not capture.repeats]
        readings = iter(await self.workers.read_feeds(source, fresh) if fresh else [])
        read = [(capture, [] if capture.repeats else next(readings)) for capture in captures]
        return sorted(read, key=lambda one: one[0].at)

    def close(self) -> None:
        """End the workers and the thread; the archive stays open."""
        self.workers.close()
        self._thread.shutdown()
