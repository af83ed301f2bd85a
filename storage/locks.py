"""One crawl a source at a time, over all processes. The operating system or the database drops a dead crawl's lock.

On PostgreSQL over all machines too: the server has the lock, for as long as it has the connection.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import unavailable
from storage.errors import ArchiveError, CommuniqueError

ATTEMPTS = 10  # files of one lock, and folders, that may be removed while it is taken


class SourceBusy(CommuniqueError):  # noqa: N818 (it is no error of anybody's)
    """Raised by `source_lock` where another process crawls the source, imports it or reads it again."""


class SourceLock:
    """Held until `release`, or until the process ends, however it ends.

    On SQLite it is a file in the folder ARCHIVE.locks, taken away on release, and the folder with the last of them; on
    PostgreSQL an advisory lock of a connection of its own.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._path = Path(engine.url.database or "")
        self._archive: tuple[int, int] | None = None  # which file it was, and which the lock's is
        self._held: tuple[int, int] | None = None
        self._file: FileLock | None = None
        self._connection: Connection | None = None
        if engine.dialect.name == "postgresql":
            self._connection = self._connected()
        elif engine.url.database and engine.url.database != ":memory:":
            self._file = self._locked()
            self._archive = _place(self._path)

    def hold(self) -> None:
        """Make sure that the lock is still held, and take it again where it was lost.

        A server that restarts, a firewall or an administrator ends connections, and whoever removes the file of a lock
        lets others make a new one: who was let in meanwhile has the source. Raises ArchiveError then, or where there is
        no server; and where an archive's file was removed, or another put in its place: what is written would go to
        where nobody finds it.
        """
        try:
            if self._file is not None:
                if self._archive != _place(self._path):
                    raise ArchiveError(
                        "the archive's file was removed or replaced while it was written to; start this again"
                    )
                if self._held != _place(self._lock_path):
                    self._file.release()
                    self._file = self._locked()
            elif self._engine.dialect.name == "postgresql" and not self._answers():
                self._connection = self._connected()
        except SourceBusy:
            raise ArchiveError(
                f"the lock of {self._name} was lost, and another process has it now; what was committed is kept, and "
                "the next run continues"
            ) from None

    def _answers(self) -> bool:
        """Whether the connection that holds the lock is there; it is closed where it is not."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
            self._connection.commit()
        except DBAPIError:
            self._connection.close()
            self._connection = None
            return False
        return True

    def release(self) -> None:
        """Let others have the source; once is enough."""
        if self._file is not None and self._file.is_locked:
            with suppress(OSError):  # while it is locked: who opened it before finds that it is no file any more
                if self._held == _place(self._lock_path):
                    self._lock_path.unlink()
            self._file.release()
            with suppress(OSError):  # others are locked
                self._lock_path.parent.rmdir()
        if self._connection is not None:
            with suppress(DBAPIError):  # a lost connection holds nothing
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        """A connection that holds the lock: both live and die together, so the pool must not keep it."""
        number = int.from_bytes(sha256(f"communique {self._name}".encode()).digest()[:8], "big", signed=True)
        connection: Connection | None = None
        try:
            connection = self._engine.connect()
            connection.detach()
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar()
            connection.commit()
        except DBAPIError as error:
            if connection is not None:
                connection.close()
            raise unavailable(self._engine.url, error) from None
        if not taken:
            connection.close()
            raise self._busy()
        return connection

    def _locked(self) -> FileLock:
        """The lock's file, locked. One that was removed meanwhile locks nobody out, and is not taken for it."""
        lock = FileLock(self._lock_path)
        try:
            for _ in range(ATTEMPTS):
                with suppress(FileNotFoundError):  # the folder goes with the last lock in it
                    self._lock_path.parent.mkdir(exist_ok=True)
                    self._lock_path.touch()
                    there = _place(self._lock_path)
                    lock.acquire(timeout=0)
                    if there == _place(self._lock_path):
                        self._held = there
                        return lock
                    lock.release()
        except Timeout:
            pass
        except OSError as error:
            raise ArchiveError(f"cannot lock {self._name}: {error.strerror or error}: {error.filename}") from None
        raise self._busy()

    @property
    def _lock_path(self) -> Path:
        return self._path.with_name(f"{self._path.name}.locks") / f"{self._name}.lock"

    def _busy(self) -> SourceBusy:
        return SourceBusy(f"{self._name} is being worked on by another process")


def source_lock(engine: Engine, name: str) -> SourceLock:
    """Take the lock of a source at once, or raise SourceBusy; ArchiveError where there can be no lock."""
    return SourceLock(engine, name)


def _place(path: Path) -> tuple[int, int] | None:
    """What tells a file from any other (stat(2)); None where it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
