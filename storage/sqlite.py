"""What SQLite is told of each connection: how to wait, what to keep safe, and which files may be touched."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

# How long a writer waits for another before it gives up: one that closes an import of millions takes a minute or more.
BUSY_SECONDS = 300


def open_read_only(file: str) -> sqlite3.Connection:
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
    return sqlite3.connect(f"file:{quote(os.fsencode(path))}?{mode}", uri=True, check_same_thread=False)


def _text(data: bytes) -> str | bytes:
    """A text of the file. What is none stays as it is, and the type of its column refuses it (`storage.models`)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def configure_reader(connection: sqlite3.Connection, _record: object) -> None:
    """A connection that only asks."""
    connection.isolation_level = None
    connection.text_factory = _text
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA cache_size = -8000")  # of each connection, of which the reader has several


def configure(connection: sqlite3.Connection, _record: object) -> None:
    """A connection that reads and writes."""
    connection.text_factory = _text
    connection.isolation_level = None  # the driver's own BEGIN comes too late, see `begin`
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


def begin(connection: Connection) -> None:
    """Begin a transaction, saying whether it will write."""
    # A transaction that first reads and then writes fails at once where another wrote in between
    # (SQLITE_BUSY_SNAPSHOT); one that says at its start that it will write waits instead.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
