"""What an export has written so far: which record has which payload, and the index. On disk, once it is large."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_TABLES = """
CREATE TABLE payload (sha256 BLOB PRIMARY KEY, record_id TEXT, url TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE cdx (key TEXT, at TEXT, line TEXT);
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """The record that has a payload, and the visit that it is of."""

    record_id: str
    url: str
    at: datetime


class WrittenRecords:
    """The records of one file. Nothing of it stays: an unnamed database is a file that goes with the process."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Drop it."""
        self._db.close()

    def with_payload(self, sha256: bytes) -> Shown | None:
        """The record that has a payload, if one was written."""
        row = self._db.execute("SELECT record_id, url, at FROM payload WHERE sha256 = ?", (sha256,)).fetchone()
        return Shown(row[0], row[1], datetime.fromisoformat(row[2])) if row else None

    def add_payload(self, sha256: bytes, shown: Shown) -> None:
        """Note the first record that has a payload."""
        row = sha256, shown.record_id, shown.url, shown.at.isoformat()
        self._db.execute("INSERT OR IGNORE INTO payload VALUES (?, ?, ?, ?)", row)

    def add_line(self, key: str, at: str, line: str) -> None:
        """Note a line of the index."""
        self._db.execute("INSERT INTO cdx VALUES (?, ?, ?)", (key, at, line))

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """The lines of the index in its order: key, time, the rest."""
        yield from self._db.execute("SELECT key, at, line FROM cdx ORDER BY key, at, rowid")
