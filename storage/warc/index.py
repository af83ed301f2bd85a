"""What a WARC holds, in a temporary database of its own: records by time, by address, and by whose they are."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from storage.warc.http_message import answer
from storage.warc.scan import Found

KINDS = ("response", "revisit", "resource")  # a request and what describes the recording are no captures
FEEDS = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/json")
PAGES = ("text/html", "application/xhtml+xml", *FEEDS, "")
ROWS = 500  # taken from the index at once
_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(T.+)?")

TABLE = """
CREATE TABLE record (
    id INTEGER PRIMARY KEY, warc INTEGER, offset INTEGER, length INTEGER, kind TEXT, url TEXT, host TEXT, at TEXT,
    status INTEGER, mime TEXT, location TEXT, digest TEXT, refers_url TEXT, refers_at TEXT, source TEXT, key TEXT
);
CREATE UNIQUE INDEX visit ON record (url, at);
CREATE INDEX turn ON record (source, at, id);
CREATE INDEX unsorted ON record (key) WHERE source IS NULL;
CREATE INDEX payload ON record (digest);
"""
_COLUMNS = "id, warc, offset, length, kind, url, at, status, location, source, key, digest, refers_url, refers_at"


@dataclass(frozen=True, slots=True)
class Record:
    """One visit that a file records: where it stands, and what its first bytes say.

    `source` and `key` are whose it is, once someone has sorted it: `key` names the release, and is None for a listing.
    `refers` is the visit whose payload a revisit shows again, as far as it says so.
    """

    id: int
    warc: int
    offset: int
    length: int
    kind: str
    url: str
    at: datetime
    status: int | None
    location: str | None
    source: str | None
    key: str | None
    digest: str | None
    refers: tuple[str, datetime] | None


class Index:
    """The records of one or several files. What it holds is on disk once it is large; nothing stays of it."""

    def __init__(self) -> None:
        # An unnamed database is a file that nobody sees and that its process's end removes, however it ends. A crawl
        # asks from helper threads, one question at a time.
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.executescript(TABLE)
        self.troubles = Counter[str]()
        self.examples: dict[str, str] = {}

    def close(self) -> None:
        """Drop it."""
        self._db.close()

    def note(self, kind: str, example: str) -> None:
        """Count a trouble, and remember where it was first met."""
        self.troubles[kind] += 1
        self.examples.setdefault(kind, example)

    def add(self, warc: int, name: str, found: Iterable[Found]) -> None:
        """Take up the records of one file, called `name` in what is noted."""
        with self._db:
            for one in found:
                if one.fields.get("warc-type", "").lower() in KINDS:
                    self._add(warc, name, one)

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    def newest(self, url: str) -> Record | None:
        """The newest HTTP answer from an address."""
        found = "WHERE url = ? AND kind = 'response' AND status IS NOT NULL ORDER BY at DESC"
        return next(self._records(found, url), None)

    def payload_of(self, revisit: Record) -> Record | None:
        """The record whose payload a revisit shows again: the one it names, else one with its payload's digest."""
        found = None
        if revisit.refers:
            url, at = revisit.refers
            found = next(self._records("WHERE url = ? AND at = ? AND kind != 'revisit'", url, _text(at)), None)
        if found is None and revisit.digest:
            found = next(self._records("WHERE digest = ? AND kind != 'revisit'", revisit.digest), None)
        return found

    def unsorted(self) -> Iterator[Record]:
        """All records that nobody has claimed, in the order they stand in the files."""
        after = 0
        while rows := list(self._records("WHERE id > ? AND source IS NULL ORDER BY id LIMIT ?", after, ROWS)):
            yield from rows
            after = rows[-1].id

    def of_source(self, source: str, *, listings_only: bool = False) -> Iterator[Record]:
        """A source's records in order of time."""
        at, after = "", 0
        wanted = "AND key IS NULL" if listings_only else ""
        page = f"WHERE source = ? AND (at, id) > (?, ?) {wanted} ORDER BY at, id LIMIT ?"
        while rows := list(self._records(page, source, at, after, ROWS)):
            yield from rows
            at, after = _text(rows[-1].at), rows[-1].id

    def redirects(self) -> Iterator[Record]:
        """The visits to releases that were sent elsewhere, in the order they stand in the files."""
        after = 0
        wanted = "WHERE id > ? AND source IS NOT NULL AND key IS NOT NULL AND location IS NOT NULL ORDER BY id LIMIT ?"
        while rows := list(self._records(wanted, after, ROWS)):
            yield from rows
            after = rows[-1].id

    def sort(self, sorted_: Iterable[tuple[int, str | None, str | None]]) -> None:
        """Say whose records are: number, source, key. A key without a source waits for `claim`."""
        with self._db:
            self._db.executemany(
                "UPDATE record SET source = ?2, key = ?3 WHERE id = ?1 AND source IS NULL", list(sorted_)
            )

    def claim(self, keys: Iterable[tuple[str, str, str]]) -> int:
        """Give the records that wait under an address to a source: address, source, key. Says how many found one."""
        with self._db:
            claim = "UPDATE record SET source = ?2, key = ?3 WHERE source IS NULL AND key = ?1"
            return self._db.executemany(claim, list(keys)).rowcount

    def counts(self) -> dict[str, int]:
        """How many records each source has."""
        count = "SELECT source, count(*) FROM record WHERE source IS NOT NULL GROUP BY source ORDER BY source"
        return dict(self._db.execute(count))

    def foreign(self) -> list[tuple[str, int]]:
        """The hosts of pages that belong to no source, with their number, most first."""
        return self._left("host", "")

    def no_pages(self) -> list[tuple[str, int]]:
        """The media types of what belongs to no source and is no page, with their number, most first."""
        return self._left("mime", "NOT ")

    def _left(self, column: str, negation: str) -> list[tuple[str, int]]:
        pages = ", ".join("?" * len(PAGES))
        where = f"source IS NULL AND mime {negation}IN ({pages})"
        count = f"SELECT {column}, count(*) AS n FROM record WHERE {where} GROUP BY 1 ORDER BY n DESC, 1"  # noqa: S608
        return self._db.execute(count, PAGES).fetchall()

    def _records(self, rest: str, *values: str | int) -> Iterator[Record]:
        query = f"SELECT {_COLUMNS} FROM record {rest}"  # noqa: S608 - clauses of this module
        for *first, at, status, location, source, key, digest, url, when in self._db.execute(query, values):
            refers = (url, datetime.fromisoformat(when)) if url and when else None
            number, warc, offset, length, kind, address = first
            when_seen = datetime.fromisoformat(at)
            yield Record(
                *(number, warc, offset, length, kind, address, when_seen, status, location, source, key, digest), refers
            )

    def _add(self, warc: int, name: str, found: Found) -> None:
        fields = found.fields
        where = f"{name}, byte {found.offset}"
        url, at = _url(fields.get("warc-target-uri", "")), date_of(fields.get("warc-date", ""))
        if url is None or at is None:
            self.note("records without an address or a date", where)
            return
        kind = fields["warc-type"].lower()
        heard = answer(found.head) if kind != "resource" else None
        mime = heard.headers.get("content-type", "") if heard else fields.get("content-type", "")
        refers_at = date_of(fields.get("warc-refers-to-date", ""))
        row = (
            *(warc, found.offset, found.length, kind, url[0], url[1], _text(at), heard.status if heard else None),
            *(mime.partition(";")[0].strip().lower(), heard.headers.get("location") if heard else None),
            *(fields.get("warc-payload-digest"), fields.get("warc-refers-to-target-uri", "").strip("<>") or None),
            refers_at and _text(refers_at),
        )
        marks = ", ".join("?" * len(row))
        insert = f"INSERT OR IGNORE INTO record VALUES (NULL, {marks}, NULL, NULL)"  # noqa: S608
        if not self._db.execute(insert, row).rowcount:
            self.note("records of a visit that another record has", f"{url[0]} ({where})")


def date_of(text: str) -> datetime | None:
    """A WARC-Date (a W3C profile of ISO 8601, as coarse as a year in WARC 1.1) in UTC, or None."""
    parts = _DATE.fullmatch(text.strip())
    if parts is None:
        return None
    try:
        at = datetime.fromisoformat(parts[1] + (parts[2] or "-01") + (parts[3] or "-01") + (parts[4] or ""))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _url(text: str) -> tuple[str, str] | None:
    """An address and its host, or None where it is none."""
    url = text.strip().strip("<>")
    try:
        return (url, urlsplit(url).hostname or url.partition(":")[0]) if url else None
    except ValueError:  # a bracket in the host
        return None
