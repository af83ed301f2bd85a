"""Engines for an archive's URL: SQLite in a file, or PostgreSQL; one transaction that writes at a time."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    SQLColumnExpression,
    Text,
    create_engine,
    event,
    func,
    make_url,
    type_coerce,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError

from storage import postgresql, sqlite
from storage.archive_url import DEFAULT_URL
from storage.errors import ArchiveError, ArchiveUrlError, UnstorableError

T = TypeVar("T")
CHUNK = 500  # values in one statement
LOGIN = re.compile(r"(?<=//).*@|^(?!.*//).*@")
# Of the query part (libpq, 34.1.2): password, sslpassword, passfile, scram_client_key, oauth_client_secret.
SECRET = re.compile(r"pass|secret|scram", re.IGNORECASE)
SECRETS = re.compile(rf"([?&][^=&]*(?:{SECRET.pattern})[^=&]*=)[^&]*", re.IGNORECASE)
WRITER = 0x636F6D6D  # the number of PostgreSQL's advisory lock; it is the database's own


def connect(url: str, *, read_only: bool = False) -> Engine:
    """Give an engine for the archive at `url`, without touching its tables. Raises ArchiveUrlError."""
    try:
        parsed = make_url(url_of(url))
        if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        _demand_place(parsed, url)
        file = parsed.database if parsed.get_backend_name() == "sqlite" else None
        if read_only and file:
            engine = create_engine(parsed, creator=lambda: sqlite.open_read_only(file))
        elif file is not None:
            engine = create_engine(parsed)
        else:
            # A server may have been restarted since the last transaction: the next one gets a connection that answers.
            # What is asked sees one state of the archive, as on SQLite, whoever writes to it meanwhile.
            asks = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"} if read_only else {}
            told = postgresql.connect_args(parsed)
            engine = create_engine(parsed, pool_pre_ping=True, execution_options=asks, connect_args=told)
    except (ArgumentError, NoSuchModuleError, ValueError):
        safe = LOGIN.sub("***@", SECRETS.sub(r"\1***", url))
        raise ArchiveUrlError(f"{safe!r} is no archive URL; try {DEFAULT_URL}") from None
    except ModuleNotFoundError:
        raise ArchiveError("PostgreSQL needs its driver: `pipx install '.[postgresql]'` in a checkout") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite.configure_reader if read_only else sqlite.configure)
        event.listen(engine, "begin", sqlite.begin)
    else:
        event.listen(engine, "connect", postgresql.configure)
    return engine


def _demand_place(parsed: URL, url: str) -> None:
    """Raise ArchiveUrlError for a URL, `url` as it was typed, that names no file and no server."""
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise ArchiveUrlError(f"{shown(parsed)}: an archive is a file (FILE, sqlite:///FILE) or postgresql://HOST/NAME")
    if kind == "sqlite" and "?" in url:
        raise ArchiveUrlError(f"{shown(parsed)}: the address of a file has no query part (from the ? on)")
    if kind == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ArchiveUrlError(f"{url!r} names no file, and an archive is to last; try {DEFAULT_URL}")
    if kind == "postgresql" and parsed.drivername != "postgresql+psycopg":
        raise ArchiveUrlError(f"{shown(parsed)}: the only driver is psycopg; write postgresql://HOST/NAME")
    if "@" in (parsed.host or ""):  # part of a password, which nobody should see
        raise ArchiveUrlError("the archive's URL has an @ too many; write one in a password as %40")


def url_of(archive: str) -> str:
    """The URL of an archive that a person named: a file's name stands for that file."""
    archive = archive.strip()
    return archive if not archive or ":" in archive else f"sqlite:///{archive}"


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


def unavailable(url: URL, error: DBAPIError) -> ArchiveError:
    """One line for an archive the database will not serve, without the password that may stand in its URL."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else "unknown error"
    # Class 54 of PostgreSQL's codes is "program limit exceeded": a row too long for its index (manual, appendix A).
    unstorable = isinstance(error, DataError) or str(getattr(error.orig, "sqlstate", "")).startswith("54")
    kind = UnstorableError if unstorable else ArchiveError
    advice = "; what was committed is kept, and the same command goes on when it is back"
    return kind(f"cannot use the archive {shown(url)}: {reason}{advice if error.connection_invalidated else ''}")


def shown(url: URL) -> str:
    """The URL as a person may see it: no password."""
    secret = {name: "***" for name in url.query if SECRET.search(name)}
    return url.update_query_dict(secret).render_as_string(hide_password=True)


def iso_day(db: Connection, day: SQLColumnExpression[date | None]) -> ColumnElement[str]:
    """A day as ISO 8601 writes it, as a part of a query: SQLite keeps it so."""
    return func.to_char(day, "YYYY-MM-DD") if db.dialect.name == "postgresql" else type_coerce(day, Text)


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists short enough for one `IN (...)` of any database."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
