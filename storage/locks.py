"""One crawl a source at a time, over all processes. The operating system or the database drops a dead crawl's lock."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import unavailable
from storage.errors import ArchiveError, CommuniqueError


class SourceBusy(CommuniqueError):  # noqa: N818 (it is no error of anybody's)
    """Raised by `source_lock` where another crawl of the source is under way."""


class SourceLock:
    """Held until `release`, or until the process ends, however it ends."""

    def __init__(self, file: FileLock | None = None, connection: Connection | None = None) -> None:
        self._file = file
        self._connection = connection

    def release(self) -> None:
        """Let others have the source; once is enough."""
        if self._file is not None:
            self._file.release()
        if self._connection is not None:
            with suppress(DBAPIError):  # a lost connection holds nothing
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection = None


def source_lock(engine: Engine, name: str) -> SourceLock:
    """Take the lock of a source at once, or raise SourceBusy; ArchiveError where there can be no lock.

    On SQLite it is a file beside the archive's; on PostgreSQL an advisory lock of a connection of its own.
    """
    busy = SourceBusy(f"{name} is being crawled by another process")
    if engine.dialect.name == "postgresql":
        connection = _connection(engine)
        number = int.from_bytes(sha256(f"communique {name}".encode()).digest()[:8], "big", signed=True)
        try:
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar_one()
            connection.commit()
        except DBAPIError as error:
            connection.close()
            raise unavailable(engine.url, error) from None
        if taken:
            connection.detach()  # the lock lives and dies with this connection: the pool must not keep it
            return SourceLock(connection=connection)
        connection.close()
        raise busy
    if not engine.url.database or engine.url.database == ":memory:":
        return SourceLock()
    path = Path(engine.url.database)
    lock = FileLock(path.with_name(f"{path.name}.{name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise busy from None
    except OSError as error:
        raise ArchiveError(f"cannot lock {name}: {error.strerror or error}: {error.filename}") from None
    return SourceLock(file=lock)


def _connection(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        raise unavailable(engine.url, error) from None
