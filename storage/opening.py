"""Opens an archive from one URL, to write to it or only to ask it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage.database import connect, shown, unavailable
from storage.errors import ArchiveError, NoArchiveError
from storage.revisions import is_foreign, is_up_to_date, revision_of, upgrade

SHORTEST = 100  # bytes: the header of a SQLite file (https://www.sqlite.org/fileformat.html#the_database_header)


def open_archive(url: str, *, create: bool = True) -> Engine:
    """Give an engine for the archive at `url`, brought up to date first. Raises ArchiveError, saying why not.

    Where there is none yet it is created, unless `create` is false: a question to an archive that is not there is
    a mistake in its name.
    """
    engine = connect(url)
    with _kept_if_usable(engine):
        _demand_fit(engine)
        if not create:
            demand_archive(engine)
        upgrade(engine)
    return engine


def open_read_only(url: str) -> Engine:
    """Give an engine that only asks the archive at `url`. Raises NoArchiveError, and ArchiveError for an older one.

    Neither a SQLite file nor its folder is changed. One that may not be written to is taken to be changed by nobody,
    unless there are signs of a writer.
    """
    engine = connect(url, read_only=True)
    with _kept_if_usable(engine):
        _demand_fit(engine)
        demand_archive(engine)
        with engine.connect() as connection:
            if not is_up_to_date(connection):
                raise ArchiveError(
                    f"the archive {shown(engine.url)} was written by an earlier Communique (revision "
                    f"{revision_of(connection)}); a command that writes, such as `communique reparse`, brings it up to "
                    "date first"
                )
    return engine


@contextmanager
def _kept_if_usable(engine: Engine) -> Iterator[None]:
    """Give the engine up where its archive cannot be used, and say so as an ArchiveError."""
    try:
        yield
    except DBAPIError as error:
        engine.dispose()
        raise unavailable(engine.url, error) from None
    except UnicodeDecodeError:  # SQLite's message cites the damaged bytes of a schema
        engine.dispose()
        raise ArchiveError(f"cannot use the archive {shown(engine.url)}: malformed database schema") from None
    except ArchiveError:
        engine.dispose()
        raise


def _demand_fit(engine: Engine) -> None:
    """Raise ArchiveError where nothing can be an archive.

    A file too short for one: SQLite takes it for an empty one, and fills it. A database of another encoding than UTF-8:
    it refuses most of what is published.
    """
    file = engine.url.database
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise ArchiveError(
                f"the database {shown(engine.url)} is encoded in {encoding}, and an archive needs UTF8: make one with "
                "`createdb --encoding=UTF8 --template=template0`"
            )
        return
    if file in (None, "", ":memory:"):
        return
    with suppress(OSError):  # there is none, or none that can be looked at: whoever opens it says so
        if Path(str(file)).is_file() and 0 < (size := Path(str(file)).stat().st_size) < SHORTEST:
            raise ArchiveError(f"{file} ({size} B) is no archive, or what is left of one")


def demand_archive(engine: Engine) -> None:
    """Raise NoArchiveError where there is no archive, before SQLite makes an empty file."""
    file = engine.url.database
    there = engine.dialect.name != "sqlite" or (file not in (None, "", ":memory:") and Path(str(file)).exists())
    if there:
        with engine.connect() as connection:
            there = revision_of(connection) is not None or is_foreign(connection)
    if not there:
        raise NoArchiveError(
            f"there is no archive at {shown(engine.url)}; `communique crawl` or `import` makes one, "
            "and --archive names another"
        )
