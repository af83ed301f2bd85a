"""Copies a live SQLite archive into a file of its own, consistent to the last commit, while others write to it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from storage.database import connect, shown, unavailable
from storage.errors import ArchiveError, NewFileError
from storage.export.new_file import demand_free, new_file
from storage.opening import demand_archive
from storage.sqlite import open_read_only

AT_ONCE = 2_000  # pages copied between two looks at signals and progress
JOURNALS = ("-wal", "-journal")  # SQLite would take what they hold for a part of whatever stands beside them

Tell = Callable[[int, int], None]  # pages copied, pages in all


def back_up(url: str, path: Path, *, force: bool = False, tell: Tell = lambda _done, _all: None) -> int:
    """Copy the archive at `url` to the file `path` and check the copy; gives its size in bytes.

    The copy is one state of the archive, page for page: SQLite's backup within one reading transaction, which no writer
    waits for, and which none can make begin again (https://www.sqlite.org/backup.html). Raises ArchiveError where the
    archive is no SQLite file, or is damaged: then no file is left.
    """
    engine = connect(url, read_only=True)
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        place = shown(engine.url)
        raise ArchiveError(f"{place} is no SQLite file; a PostgreSQL archive is backed up by pg_dump, or by `copy`")
    try:
        demand_archive(engine)
    except DBAPIError as error:
        raise unavailable(engine.url, error) from None
    finally:
        engine.dispose()
    if path.exists() and path.samefile(file):
        raise NewFileError(f"{path} is the archive itself; give another name")
    demand_free(path, force=force)
    for journal in (path.with_name(f"{path.name}{end}") for end in JOURNALS):
        if journal.exists():
            raise NewFileError(f"{path} is no name for a copy: {journal.name} belongs to a database; give another")
    with new_file(path, force=force) as beside:
        try:
            _copy(file, beside, tell)
            _demand_sound(beside)
        except sqlite3.Error as error:
            raise ArchiveError(f"cannot back up {shown(engine.url)}: {error}") from None
        return beside.stat().st_size


def _copy(file: str, beside: Path, tell: Tell) -> None:
    with closing(open_read_only(file)) as source, closing(sqlite3.connect(beside)) as copy:
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on it is one state
        source.backup(copy, pages=AT_ONCE, progress=lambda _status, left, pages: tell(pages - left, pages))


def _demand_sound(file: Path) -> None:
    """Raise ArchiveError where SQLite finds a page, an index or a reference of the file wrong."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise ArchiveError(f"the archive is damaged, and so was its copy, which is not kept: {found}")
        if broken := copy.execute("PRAGMA foreign_key_check").fetchone():
            raise ArchiveError(
                f"the archive is damaged, and so was its copy, which is not kept: row {broken[1]} of table "
                f"{broken[0]} refers to nothing"
            )
