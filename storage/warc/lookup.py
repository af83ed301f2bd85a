"""Finds records by what is asked of a recording: an address to replay, the payload of a revisit, exact duplicates."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from storage.warc.record import Record, selected, text_of

MOST = 10  # records tried for one question
ROWS = 500  # taken at once of those that are all wanted

# `payload` has the digests of payloads, as the records state them and, once they were needed, as their bytes have them.
TABLE = """
CREATE TABLE payload (digest TEXT, record INTEGER);
CREATE INDEX payload_digest ON payload (digest);
CREATE INDEX payload_record ON payload (record);
"""
# What an address answered, the most telling first: 200, then that it moved, then anything else that is no failure.
GOOD = 1
_RANK = """
CASE WHEN status = 200 OR (status IS NULL AND kind NOT IN ('response', 'metadata')) THEN 0
     WHEN status IN (301, 302, 303, 307, 308) THEN 1
     WHEN status IN (404, 410) THEN 2
     WHEN status IS NOT NULL AND status != 304 THEN 3 ELSE 4 END"""


class Lookup:
    """Questions to the index of a recording, each answered by an index of the database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def answers(self, url: str, *, good: bool) -> list[Record]:
        """The records of an address, the best first: by rank, then the newest, of one second the longest.

        `good` are those that show the page or where it is, the others say that it is not there.
        """
        wanted = f"{_RANK} {'<=' if good else '>'} {GOOD}"
        chosen = f"WHERE url = ? AND {wanted} ORDER BY {_RANK}, at DESC, length DESC, id LIMIT ?"
        return list(selected(self._db, chosen, url, MOST))

    def named(self, record_id: str) -> list[Record]:
        """The records that bear an id."""
        return list(selected(self._db, "WHERE record_id = ? ORDER BY id LIMIT ?", record_id, MOST))

    def at(self, url: str, at: datetime) -> list[Record]:
        """The records of a visit."""
        return list(selected(self._db, "WHERE url = ? AND at = ? ORDER BY id LIMIT ?", url, text_of(at), MOST))

    def with_payload(self, digest: str) -> list[Record]:
        """The records whose payload has a digest, by what they state or by what was computed."""
        chosen = "WHERE id IN (SELECT record FROM payload WHERE digest = ? LIMIT ?) ORDER BY id"
        return list(selected(self._db, chosen, digest, MOST))

    def undigested(self, algorithm: str) -> Iterator[Record]:
        """The records with a payload of their own whose digest by an algorithm is not known."""
        after, known = 0, "SELECT 1 FROM payload WHERE record = record.id AND digest LIKE ?"
        chosen = f"WHERE id > ? AND kind != 'revisit' AND NOT EXISTS ({known}) ORDER BY id LIMIT ?"
        while rows := list(selected(self._db, chosen, after, f"{algorithm}:%", ROWS)):
            yield from rows
            after = rows[-1].id

    def add_payload(self, record: Record, digests: Iterable[str]) -> None:
        """Keep the digests of a record's payload."""
        with self._db:
            self._db.executemany("INSERT INTO payload VALUES (?, ?)", [(digest, record.id) for digest in digests])

    def alike(self) -> Iterator[list[Record]]:
        """The records that share address, time, status and location, group by group."""
        groups = "SELECT url, at, status, location FROM record GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 ORDER BY 1, 2"
        chosen = "WHERE url = ? AND at = ? AND status IS ? AND location IS ? ORDER BY id"
        for group in self._db.execute(groups).fetchall():
            yield list(selected(self._db, chosen, *group))

    def drop(self, records: Iterable[Record]) -> None:
        """Forget records."""
        numbers = [(record.id,) for record in records]
        with self._db:
            self._db.executemany("DELETE FROM record WHERE id = ?", numbers)
            self._db.executemany("DELETE FROM payload WHERE record = ?", numbers)
