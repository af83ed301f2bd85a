"""One crawl a source at a time, over all processes. The operating system or the database drops a dead crawl's lock."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import unavailable
from storage.errors import ArchiveError, CommuniqueError

ATTEMPTS = 3  # file and folder may be taken away in the very moment in which they are opened


class SourceBusy(CommuniqueError):  # noqa: N818 (it is no error of anybody's)
    """Raised by `source_lock` where another crawl of the source is under way."""


class SourceLock:
    """Held until `release`, or until the process ends, however it ends.

    On SQLite it is a file in the folder ARCHIVE.locks, taken away on release, and the folder with the last of them; on
    PostgreSQL an advisory lock of a connection of its own.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._file: FileLock | None = None
        self._connection: Connection | None = None
        if engine.dialect.name == "postgresql":
            self._connection = self._connected()
        elif engine.url.database and engine.url.database != ":memory:":
            self._file = self._locked(Path(engine.url.database))
        self._archive = _place(engine)

    def hold(self) -> None:
        """Make sure that the lock is still held, and take it again where its connection was lost.

        A server that restarts, a firewall or an administrator ends connections; whoever was let in meanwhile has the
        source. Raises ArchiveError then, or where there is no server; and where an archive's file was removed, or
        another put in its place: what is written would go to where nobody finds it.
        """
        if self._archive is not None and self._archive != _place(self._engine):
            raise ArchiveError("the archive's file was removed or replaced while it was written to; start this again")
        if self._engine.dialect.name != "postgresql":
            return
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                self._connection.commit()
                return
        except DBAPIError:
            assert self._connection is not None
            self._connection.close()
            self._connection = None
        try:
            self._connection = self._connected()
        except SourceBusy:
            raise ArchiveError(
                f"the lock of {self._name} was lost with its connection, and another process has it now; what was "
                "committed is kept, and the next run continues"
            ) from None

    def release(self) -> None:
        """Let others have the source; once is enough."""
        if self._file is not None and self._file.is_locked:
            file = Path(self._file.lock_file)
            with suppress(OSError):  # while it is locked: who opened it before finds that it is no file any more
                file.unlink()
            self._file.release()
            with suppress(OSError):  # others are locked
                file.parent.rmdir()
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

    def _locked(self, archive: Path) -> FileLock:
        lock = FileLock(archive.with_name(f"{archive.name}.locks") / f"{self._name}.lock")
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if last:
                    raise self._busy() from None
            except OSError as error:
                if last or not isinstance(error, FileNotFoundError):
                    why = f"{error.strerror or error}: {error.filename}"
                    raise ArchiveError(f"cannot lock {self._name}: {why}") from None
            else:
                break
        return lock

    def _busy(self) -> SourceBusy:
        return SourceBusy(f"{self._name} is being crawled by another process")


def source_lock(engine: Engine, name: str) -> SourceLock:
    """Take the lock of a source at once, or raise SourceBusy; ArchiveError where there can be no lock."""
    return SourceLock(engine, name)


def _place(engine: Engine) -> tuple[int, int] | None:
    """What tells a file from any other (stat(2)); None where the archive is none, or is not there."""
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        return None
    try:
        stat = Path(engine.url.database).stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
