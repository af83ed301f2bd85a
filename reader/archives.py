"""The archive that is read, opened several times: requests that run in different threads share none."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from queue import LifoQueue

from sqlalchemy import Connection

from storage.archive import Archive
from storage.errors import ArchiveError

# https://www.sqlite.org/pragma.html#pragma_data_version: to one connection, another number after a commit of any other.
# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT: which transactions are seen.
STATE = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT CAST(pg_current_snapshot() AS text)"}
AT_ONCE = 3  # requests that ask the archive at the same time; others wait


class Archives:
    """The archive at `url`, open for reading alone. Raises ArchiveError, in one line, where it cannot be asked."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: LifoQueue[Archive | None] = LifoQueue()
        # What has much in memory is made in one thread: the C library keeps what others gave back, each its own.
        self.large = ThreadPoolExecutor(1, "large")
        self.turn = asyncio.Lock()  # of whoever has that made
        first = Archive.open_read_only(url)  # an archive that is not there is said before anything is served
        self._watched = Archive.open_read_only(url)  # in one thread at a time
        for archive in (*(None,) * (AT_ONCE - 1), first):
            self._idle.put(archive)

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """The archive, for one thread."""
        lent = self._idle.get()
        try:
            if lent is None:
                lent = Archive.open_read_only(self._url)
            yield lent
        finally:
            self._idle.put(lent)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to ask with, one state of the archive as long as it is open."""
        with self.archive() as archive, archive.reading() as db:
            yield db

    def state(self) -> str:
        """How the archive stands: another text after each change, and from hour to hour, as some pages tell the time.

        An empty one where the archive cannot be asked.
        """
        try:
            with self._watched.reading() as db:
                found = db.exec_driver_sql(STATE[db.dialect.name]).scalar_one()
        except ArchiveError:
            return ""
        return f"{found} {datetime.now(UTC):%F %H}"

    def close(self) -> None:
        """Give the connections back."""
        self.large.shutdown()
        self._watched.close()
        while not self._idle.empty():
            if (archive := self._idle.get()) is not None:
                archive.close()
