"""What a recording holds, in a temporary database of its own: records by time, by address, and by whose they are."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from storage.warc import companions, lookup, record
from storage.warc.capture_metadata import is_visit
from storage.warc.companions import Companions, has_companions
from storage.warc.lookup import Lookup
from storage.warc.record import Record, insert, selected, text_of, url_of, visit_of
from storage.warc.scan.plain import Found

KINDS = ("response", "revisit", "resource")  # a request and what describes the recording are no captures
FEEDS = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/json")
PAGES = ("text/html", "application/xhtml+xml", *FEEDS, "")
ROWS = 500  # taken from the index at once


class Index:
    """The records of one or several files. What it holds is on disk once it is large; nothing stays of it.

    `companions` and `lookup` are for whoever reads the records.
    """

    def __init__(self) -> None:
        # An unnamed database is a file that nobody sees and that its process's end removes, however it ends. A crawl
        # asks from helper threads, one question at a time.
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.executescript(record.TABLE + companions.TABLE + lookup.TABLE)
        self.companions = Companions(self._db)
        self.lookup = Lookup(self._db)
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
        """Take up the records of one file, called `name` in what is noted. All or, where `found` raises, none of it."""
        before = self.troubles.copy(), self.examples.copy()
        try:
            with self._db:
                for one in found:
                    self._add(warc, f"{name}, byte {one.offset}", one)
        except BaseException:
            self.troubles, self.examples = before
            raise

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    def unsorted(self) -> Iterator[Record]:
        """All records that nobody has claimed, in the order they stand in the files."""
        after = 0
        while rows := list(selected(self._db, "WHERE id > ? AND source IS NULL ORDER BY id LIMIT ?", after, ROWS)):
            yield from rows
            after = rows[-1].id

    def of_source(self, source: str, *, listings_only: bool = False) -> Iterator[Record]:
        """A source's records in order of time."""
        at, after = "", 0
        wanted = "AND key IS NULL" if listings_only else ""
        page = f"WHERE source = ? AND (at, id) > (?, ?) {wanted} ORDER BY at, id LIMIT ?"
        while rows := list(selected(self._db, page, source, at, after, ROWS)):
            yield from rows
            at, after = text_of(rows[-1].at), rows[-1].id

    def assets(self, source: str, url: str) -> list[Record]:
        """The records of an address that are nobody's, or the source's and of no release, in order of time."""
        wanted = "WHERE url = ? AND (source IS NULL OR (source = ? AND key IS NULL)) ORDER BY at, id"
        return list(selected(self._db, wanted, url, source))

    def redirects(self) -> Iterator[Record]:
        """The visits to releases that were sent elsewhere, in the order they stand in the files."""
        after = 0
        wanted = "WHERE id > ? AND source IS NOT NULL AND key IS NOT NULL AND location IS NOT NULL ORDER BY id LIMIT ?"
        while rows := list(selected(self._db, wanted, after, ROWS)):
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

    def _add(self, warc: int, where: str, found: Found) -> None:
        kind = found.head.fields.get("warc-type", "").lower()
        if kind == "warcinfo":
            return
        if kind not in KINDS and not is_visit(found.head.fields, found.beginning):
            if not kind:
                self.note("records without a type", where)
            else:
                self.companions.add(warc, found)
            return
        visit = visit_of(found.head.fields)
        if visit is None:
            dated = found.head.fields.get("warc-date") and url_of(found.head.fields.get("warc-target-uri", ""))
            self.note(f"records {'with a date that cannot be' if dated else 'without an address or a date'}", where)
            return
        number = insert(self._db, warc, found, visit)
        self.companions.link(number, found)
        if has_companions(found):
            self.companions.add(warc, found)
