"""Opens an archive from one URL: SQLite in a file, or PostgreSQL. Creates and upgrades it through Alembic alone."""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from storage.archive_url import DEFAULT_URL
from storage.errors import ArchiveError, NoArchiveError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
T = TypeVar("T")
CHUNK = 500  # values in one statement
PASSWORD = re.compile(r"(?<=//).*@|^(?!.*//).*@")
WRITER = 0x636F6D6D  # the number of PostgreSQL's advisory lock; it is the database's own
BUSY_SECONDS = 30  # how long a writer waits for another before it gives up


def connect(url: str, *, read_only: bool = False) -> Engine:
    """Give an engine for the archive at `url`, without touching its tables. Raises ArchiveError for a useless URL."""
    try:
        parsed = make_url(url.strip())
        if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArchiveError(f"{shown(parsed)}: an archive is sqlite:///FILE or postgresql://HOST/NAME")
        file = parsed.database if parsed.get_backend_name() == "sqlite" else None
        if read_only and file and file != ":memory:":
            engine = create_engine(parsed, creator=lambda: _open_read_only(file))
        else:
            engine = create_engine(parsed, execution_options={"postgresql_readonly": True} if read_only else {})
    except (ArgumentError, NoSuchModuleError, ValueError):
        safe = PASSWORD.sub("***@", url)
        raise ArchiveError(f"{safe!r} is no archive URL; try {DEFAULT_URL}") from None
    except ModuleNotFoundError:
        raise ArchiveError("PostgreSQL needs its driver: pip install 'communique[postgresql]'") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_reader if read_only else _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept, or nothing. Waits its turn: an archive has one writer at a time.

    So SQLite has it; on PostgreSQL a lock does the same, since two writers that met the same bytes, or the same new
    source, would fail each other's batches.
    """
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
        yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew; everything refers to something that is there when it ends.

    SQLite drops a table that others refer to only while it does not look at foreign keys, and is told so before the
    transaction begins (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    if engine.dialect.name != "sqlite":
        with writing(engine) as connection:
            yield connection
        return
    with engine.execution_options(writes=True).connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise ArchiveError(f"the migration would leave a row of {broken[0]} that refers to nothing")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def open_archive(url: str, *, create: bool = True) -> Engine:
    """Give an engine for the archive at `url`, brought up to date first. Raises ArchiveError, saying why not.

    Where there is none yet it is created, unless `create` is false: a question to an archive that is not there is
    a mistake in its name.
    """
    engine = connect(url)
    try:
        if not create:
            _demand(engine)
        upgrade(engine)
    except DBAPIError as error:
        engine.dispose()
        raise unavailable(engine.url, error) from None
    except ArchiveError:
        engine.dispose()
        raise
    return engine


def open_read_only(url: str) -> Engine:
    """Give an engine that only asks the archive at `url`. Raises NoArchiveError, and ArchiveError for an older one.

    Neither a SQLite file nor its folder is changed. One that may not be written to is taken to be changed by nobody,
    unless there are signs of a writer.
    """
    engine = connect(url, read_only=True)
    try:
        _demand(engine)
        with engine.connect() as connection:
            current, up_to_date = _revision(connection), _is_up_to_date(connection)
    except DBAPIError as error:
        engine.dispose()
        raise unavailable(engine.url, error) from None
    except ArchiveError:
        engine.dispose()
        raise
    if not up_to_date:
        engine.dispose()
        raise ArchiveError(
            f"the archive {shown(engine.url)} was written by an earlier Communique (revision {current}); "
            "a command that writes, such as `communique reparse`, brings it up to date first"
        )
    return engine


def unavailable(url: URL, error: DBAPIError) -> ArchiveError:
    """One line for an archive the database will not serve, without the password that may stand in its URL."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else "unknown error"
    return ArchiveError(f"cannot use the archive {shown(url)}: {reason}")


def shown(url: URL) -> str:
    """The URL as a person may see it: no password."""
    return url.render_as_string(hide_password=True)


def _demand(engine: Engine) -> None:
    """Raise NoArchiveError where there is no archive, before SQLite makes an empty file."""
    file = engine.url.database
    there = engine.dialect.name != "sqlite" or (file not in (None, "", ":memory:") and Path(str(file)).exists())
    if there:
        with engine.connect() as connection:
            there = _revision(connection) is not None or _is_foreign(connection)
    if not there:
        raise NoArchiveError(
            f"there is no archive at {shown(engine.url)}; `communique crawl` makes one, and --archive names another"
        )


def _revision(connection: Connection) -> str | None:
    """The migration that an archive's tables stand at, as Alembic notes it; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _is_up_to_date(connection: Connection) -> bool:
    """Whether an archive's tables are those of the newest migration.

    Raises ArchiveError where this program does not know them, or they are another program's.
    """
    current, url = _revision(connection), connection.engine.url
    if current is None and _is_foreign(connection):
        raise ArchiveError(f"{shown(url)} is another program's database, not an archive; give another name")
    if current == _newest_number():
        return True
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load

    scripts = ScriptDirectory.from_config(alembic_config())
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise ArchiveError(
            f"the archive {shown(url)} was written by a newer Communique (revision {current}); upgrade the program"
        )
    return current == scripts.get_current_head()


def _newest_number() -> str:
    """The newest migration by its file's name."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _is_foreign(connection: Connection) -> bool:
    """Whether a file holds tables, but none that Communique made. On PostgreSQL programs may share a database."""
    names = set(inspect(connection).get_table_names())
    return connection.dialect.name == "sqlite" and bool(names) and "alembic_version" not in names


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to `revision`.

    Raises ArchiveError where a newer program has written the archive, or the database is another program's.
    """
    with engine.connect() as connection:
        up_to_date = _is_up_to_date(connection)
    if not up_to_date or revision != "head":
        from alembic import command  # noqa: PLC0415 - slow to load

        with migrating(engine) as connection:
            command.upgrade(alembic_config(connection), revision)


def alembic_config(connection: Any = None) -> "Config":
    """Alembic's configuration for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - slow to load

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _open_read_only(file: str) -> sqlite3.Connection:
    """A connection that leaves a file and its folder as they were.

    A file in WAL mode is read beside two others (https://www.sqlite.org/wal.html#readonly). A connection that may not
    write makes them and leaves them lying; one that may takes them away again, but moves what waits in them as well.
    """
    path = Path(file).resolve()
    if path.is_dir():
        raise sqlite3.OperationalError("unable to open a folder as a database file")
    waiting = Path(f"{path}-wal")
    if waiting.exists() and waiting.stat().st_size:
        mode = "mode=ro"
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        mode = "mode=rw"
    else:
        mode = "mode=ro&immutable=1"  # the two others cannot be made
    return sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, check_same_thread=False)


def _configure_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA cache_size = -16000")


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late, see _begin_sqlite
    # WAL lets readers read while a crawl writes; NORMAL is safe against a killed process (a power cut may
    # lose the last commits, never corrupt: https://www.sqlite.org/pragma.html#pragma_synchronous).
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # A crawl's batch fills some 700 pages: it fits into memory, and not every commit brings a checkpoint.
    cursor.execute("PRAGMA cache_size = -16000")
    cursor.execute("PRAGMA wal_autocheckpoint = 8000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that first reads and then writes fails at once where another wrote in between
    # (SQLITE_BUSY_SNAPSHOT); one that says at its start that it will write waits instead.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one `IN (...)` of any database."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
