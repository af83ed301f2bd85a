"""The archive that is read, opened several times: requests that run in different threads share none."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import LifoQueue

from sqlalchemy import Connection

from storage.archive import Archive

AT_ONCE = 4  # requests that ask the archive at the same time; others wait


class Archives:
    """The archive at `url`, open for reading alone. Raises ArchiveError, in one line, where it cannot be asked."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: LifoQueue[Archive | None] = LifoQueue()
        first = Archive.open_read_only(url)  # an archive that is not there is said before anything is served
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

    def close(self) -> None:
        """Give the connections back."""
        while not self._idle.empty():
            if (archive := self._idle.get()) is not None:
                archive.close()
