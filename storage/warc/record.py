"""One record of a recording as its index keeps it: where it stands, and what its head and its first bytes say."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from storage.warc.digest import digest_of
from storage.warc.http_message import head_of
from storage.warc.scan.plain import Found

# No answer of the web is older than the web; what bears a later date than this was damaged or made up.
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(T.+)?", re.ASCII)
_ID = re.compile(r"[^\s<>,]+")

TABLE = """
CREATE TABLE record (
    id INTEGER PRIMARY KEY, warc INTEGER, offset INTEGER, length INTEGER, kind TEXT, url TEXT, host TEXT, at TEXT,
    status INTEGER, mime TEXT, location TEXT, record_id TEXT, source TEXT, key TEXT
);
CREATE INDEX visit ON record (url, at);
CREATE INDEX turn ON record (source, at, id);
CREATE INDEX unsorted ON record (key) WHERE source IS NULL;
CREATE INDEX named ON record (record_id);
"""
_COLUMNS = "id, warc, offset, length, kind, url, at, status, location, source, key, record_id"


@dataclass(frozen=True, slots=True)
class Record:
    """One visit that a file records. `length` counts the bytes of its block that are there.

    `source` and `key` are whose it is, once someone has sorted it: `key` names the release, and is None for a listing.
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
    record_id: str | None


def selected(db: sqlite3.Connection, clauses: str, *values: str | int | None) -> Iterator[Record]:
    """The records that a query's clauses choose."""
    for row in db.execute(f"SELECT {_COLUMNS} FROM record {clauses}", values):  # noqa: S608 - clauses of this package
        number, warc, offset, length, kind, url, at, *rest = row
        yield Record(number, warc, offset, length, kind, url, datetime.fromisoformat(at), *rest)


def insert(db: sqlite3.Connection, warc: int, found: Found, visit: tuple[str, datetime]) -> int:
    """Keep a record of a visit to an address at a time; gives its number."""
    fields, (url, at) = found.head.fields, visit
    kind = fields["warc-type"].lower()
    heard = head_of(found.beginning) if kind != "resource" else None
    mime = heard.headers.get("content-type", "") if heard else fields.get("content-type", "")
    row = (
        *(warc, found.offset, found.length, kind, url, _host(url), text_of(at), heard.status if heard else None),
        *(mime.partition(";")[0].strip().lower(), heard.headers.get("location") if heard else None),
        id_of(found),
    )
    marks = ", ".join("?" * len(row))
    number = db.execute(f"INSERT INTO record VALUES (NULL, {marks}, NULL, NULL)", row).lastrowid  # noqa: S608
    assert number is not None
    digest = digest_of(fields.get("warc-payload-digest", ""))
    if kind != "revisit" and digest and digest.text:
        db.execute("INSERT INTO payload VALUES (?, ?)", (digest.text, number))
    return number


def visit_of(fields: Mapping[str, str]) -> tuple[str, datetime] | None:
    """The address and the time of a record, or None where it lacks either or one cannot be."""
    url, at = url_of(fields.get("warc-target-uri", "")), date_of(fields.get("warc-date", ""))
    return (url, at) if url and at else None


def date_of(text: str) -> datetime | None:
    """A WARC-Date (a W3C profile of ISO 8601, as coarse as a year in WARC 1.1) in UTC; None for none that can be."""
    parts = _DATE.fullmatch(text.strip())
    if parts is None:
        return None
    try:
        at = datetime.fromisoformat(parts[1] + (parts[2] or "-01") + (parts[3] or "-01") + (parts[4] or ""))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if EARLIEST <= at < LATEST else None


def text_of(at: datetime) -> str:
    """A time as the index keeps it, so that it sorts."""
    return at.isoformat(timespec="microseconds")


def url_of(text: str) -> str | None:
    """An address, which WARC 1.0 may have in angle brackets; None where it is none."""
    url = text.strip().removeprefix("<").removesuffix(">")
    try:
        urlsplit(url)
    except ValueError:  # a bracket in the host
        return None
    return url or None


def ids(text: str) -> list[str]:
    """The record ids that a field names, without their angle brackets."""
    return _ID.findall(text)


def id_of(found: Found) -> str | None:
    """The id of a record, if it has one."""
    return next(iter(ids(found.head.fields.get("warc-record-id", ""))), None)


def _host(url: str) -> str:
    return urlsplit(url).hostname or url.partition(":")[0]
