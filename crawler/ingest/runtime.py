"""What the crawls of a process share. One thread talks to the archive, so that no commit holds up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

from crawler.ingest.workers import Readers
from storage.archive import Archive

P = ParamSpec("P")
T = TypeVar("T")


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class Office:
    """The archive, its thread, the readers and the clock, for all crawls of a process. Close it when they are done."""

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
