"""Records that belong to a capture without being one: requests, metadata, conversions, and the rest of a segmented one.

They belong to it by its record id (WARC-Concurrent-To, WARC-Refers-To, WARC-Segment-Origin-ID). Recorders that leave
such a link out write the address and the date of the capture itself (WARC 1.1, 5.7 asks for the same date).
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from storage.warc.record import Record, id_of, ids, text_of, visit_of
from storage.warc.scan.plain import Found

MOST = 32  # records kept with one capture
ALONE = ("request", "metadata")  # harmless where they belong to no capture: they tell of the recording
STANDARD = (*ALONE, "conversion")  # belong to a capture by address and date as well
_LINKS = ("warc-concurrent-to", "warc-refers-to")
_DIGITS = 18

TABLE = """
CREATE TABLE companion (
    id INTEGER PRIMARY KEY, warc INTEGER, offset INTEGER, length INTEGER, type TEXT, record_id TEXT, url TEXT, at TEXT
);
CREATE TABLE companion_link (companion INTEGER, target TEXT);
CREATE TABLE record_link (record INTEGER, target TEXT);
CREATE TABLE segment (origin TEXT, number INTEGER, warc INTEGER, offset INTEGER, length INTEGER, total INTEGER);
CREATE INDEX companion_named ON companion (record_id);
CREATE INDEX companion_visit ON companion (url, at);
CREATE INDEX companion_target ON companion_link (target);
CREATE INDEX companion_own ON companion_link (companion);
CREATE INDEX record_own ON record_link (record);
CREATE INDEX record_target ON record_link (target);
CREATE INDEX segment_origin ON segment (origin, number);
"""
_LINKED = """
SELECT warc, offset, length, type FROM companion WHERE id IN (
    SELECT * FROM (SELECT companion FROM companion_link WHERE target = :name LIMIT :most)
    UNION
    SELECT * FROM (
        SELECT c.id FROM record_link l JOIN companion c ON c.record_id = l.target WHERE l.record = :id LIMIT :most
    )
) ORDER BY id LIMIT :most
"""
_OF_VISIT = """
SELECT warc, offset, length, type FROM companion c WHERE url = :url AND at = :at
AND NOT EXISTS (SELECT 1 FROM companion_link l JOIN record r ON r.record_id = l.target WHERE l.companion = c.id)
AND NOT EXISTS (SELECT 1 FROM record_link l WHERE l.target = c.record_id)
ORDER BY id LIMIT :most
"""
_LEFT_OVER = """
SELECT c.warc, c.offset, c.type FROM companion c WHERE c.type NOT IN ('request', 'metadata', 'resource')
AND NOT EXISTS (SELECT 1 FROM companion_link l JOIN record r ON r.record_id = l.target WHERE l.companion = c.id)
AND NOT EXISTS (SELECT 1 FROM record_link l WHERE l.target = c.record_id)
AND NOT EXISTS (SELECT 1 FROM record r WHERE r.url = c.url AND r.at = c.at)
UNION ALL
SELECT s.warc, s.offset, 'continuation' FROM segment s
WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.record_id = s.origin)
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands, and how many bytes of its block are there."""

    warc: int
    offset: int
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A continuation of a segmented record: its number, counted from 2; the last one states the whole length."""

    number: int
    place: Place
    total: int | None


class Companions:
    """The companions in the index of a recording."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._any = False

    def add(self, warc: int, found: Found) -> None:
        """Take up a record that is no capture, or not only one."""
        fields = found.head.fields
        kind = fields.get("warc-type", "").lower()
        if kind == "continuation":
            self._add_segment(warc, found)
            return
        self._any = True
        # What no standard knows belongs to a capture only where it says so itself.
        visit = visit_of(fields) if kind in STANDARD else None
        url, at = (visit[0], text_of(visit[1])) if visit else (None, None)
        row = (warc, found.offset, found.length, kind, id_of(found), url, at)
        number = self._db.execute("INSERT INTO companion VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        links = [(number, target) for target in _links(found)]
        self._db.executemany("INSERT INTO companion_link VALUES (?, ?)", links)

    def link(self, record: int, found: Found) -> None:
        """Take up what a capture itself says of its companions."""
        targets = ids(found.head.fields.get("warc-concurrent-to", ""))
        self._db.executemany("INSERT INTO record_link VALUES (?, ?)", [(record, target) for target in targets])

    def of(self, record: Record) -> list[Place]:
        """The companions of a capture, in the order they stand in the files."""
        if not self._any:
            return []
        names = {"id": record.id, "name": record.record_id, "url": record.url, "at": text_of(record.at), "most": MOST}
        rows = self._db.execute(_LINKED, names).fetchall()
        visits = "SELECT 1 FROM record WHERE url = :url AND at = :at LIMIT 2"
        if len(rows) < MOST and len(self._db.execute(visits, names).fetchall()) == 1:  # else whose they are is a guess
            rows += self._db.execute(_OF_VISIT, names).fetchall()
        return [Place(*row) for row in sorted(rows)[:MOST]]

    def segments(self, record_id: str | None) -> list[Segment]:
        """The continuations of a record, one of each number."""
        query = """
            SELECT number, warc, offset, length, total, min(rowid) FROM segment WHERE origin = ? AND number > 1
            GROUP BY number ORDER BY number
        """
        rows = self._db.execute(query, (record_id,))
        return [Segment(row[0], Place(row[1], row[2], row[3], "continuation"), row[4]) for row in rows]

    def left_over(self) -> Iterator[Place]:
        """The records that belong to no capture and should."""
        for warc, offset, kind in self._db.execute(_LEFT_OVER):
            yield Place(warc, offset, 0, kind)

    def _add_segment(self, warc: int, found: Found) -> None:
        fields = found.head.fields
        origin = next(iter(ids(fields.get("warc-segment-origin-id", ""))), None)
        number, total = (_number(fields.get(f"warc-segment-{name}", "")) for name in ("number", "total-length"))
        row = (origin, number, warc, found.offset, found.length, total)
        self._db.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", row)


def has_companions(found: Found) -> bool:
    """Whether a capture is a companion as well: a resource that says to which one it belongs."""
    return found.head.fields["warc-type"].lower() == "resource" and bool(_links(found))


def _links(found: Found) -> list[str]:
    return [name for one in _LINKS for name in ids(found.head.fields.get(one, ""))]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
