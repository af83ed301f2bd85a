"""What an archive weighs: real captures against the same captures as gzip WARC records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select, table, text

from benchmarks._measure import Figure, at_most, corpus, plain, responses, run, show, without_corpus
from storage.archive import Archive
from storage.records import Announcement, Block, Capture, Entry, Reading, Release, SourceInfo, Visited
from storage.write.crawls import Crawl
from tests.storage.builders import close_crawl, commit, keep_readings, open_crawl, visited

PAGES, FEED = "cn_fmprc.warc.gz", "us_state_feed_2021.warc.gz"
SOURCES = ("cn_fmprc_en", "cn_fmprc_zh")
EVIDENCE = ("payload", "dictionary", "capture")
REVISITS = 2_000
START = datetime(2026, 1, 1, tzinfo=UTC)
WHAT = "one site's pages / gzip WARC", "one feed, captured 340 times / gzip WARC"


def figures() -> list[Figure]:
    with TemporaryDirectory() as folder:
        pages, feed = corpus(PAGES), corpus(FEED)
        found = _site(pages, Path(folder) / "site.db") if pages else without_corpus(WHAT[0])
        found += _feed(feed, Path(folder) / "feed.db") if feed else without_corpus(WHAT[1])
        return found + _revisits(Path(folder) / "again.db")


def _site(recorded: Path, path: Path) -> list[Figure]:
    """A replay through the command line, as a person would import the file."""
    run(
        "-m", "communique", "--archive", f"sqlite:///{path}", "crawl", *SOURCES, "--replay", str(recorded), "--backfill"
    )
    archive = Archive.open(f"sqlite:///{path}")
    with archive.engine.connect() as db:
        captures, payloads = _count(db, "capture"), _count(db, "payload")
        sizes = f"{captures} captures, {payloads} payloads; WARC {recorded.stat().st_size:,} B"
        warc, (rows, pages) = recorded.stat().st_size, _evidence(db)
        rest = ", ".join(f"{name} {size:,}" for name, size in _largest(db))
    archive.close()
    return [
        at_most(WHAT[0], [rows / warc], 0.40, f"{sizes}; rows and index entries of {', '.join(EVIDENCE)}: {rows:,} B"),
        plain("the same, with slack in SQLite's pages", [pages / warc], f"{pages:,} B on disk"),
        plain("the same, whole archive / gzip WARC", [path.stat().st_size / warc], f"with texts and index; {rest}"),
    ]


def _feed(recorded: Path, path: Path) -> list[Figure]:
    """Every snapshot of one feed, as captures of one listing."""
    archive = Archive.open(f"sqlite:///{path}")
    crawl = open_crawl(archive, SourceInfo("us_state", "Department of State", "US", "en"), "import", "", START)
    for found in responses(recorded):
        capture = Capture(found.url, found.at, "listing", found.status, found.headers, found.body)
        commit(archive, crawl, [visited(capture, reading=Reading("listing"))])
    close_crawl(archive, crawl, "complete", [], START)
    with archive.engine.connect() as db:
        warc, (rows, pages) = recorded.stat().st_size, _evidence(db)
        sizes = f"{_count(db, 'capture')} captures, {_count(db, 'payload')} payloads; {rows:,} of {warc:,} B"
    archive.close()
    return [
        at_most(WHAT[1], [rows / warc], 0.10, sizes, "{:.3f}"),
        plain("the same, with slack in SQLite's pages", [pages / warc], f"{pages:,} B on disk", "{:.3f}"),
    ]


def _revisits(path: Path) -> list[Figure]:
    """What one more look at an unchanged page adds to the whole file, and one that the server answers with 304."""
    archive = Archive.open(f"sqlite:///{path}")
    facts = SourceInfo("xx_again", "Ministry of Repetition", "XX", "en")
    crawl = open_crawl(archive, facts, "recheck", "", START)
    url = "https://ministry.example/press/1.html"
    entry = Announcement(Entry(url, "One"), url)
    commit(archive, crawl, [visited(_answer(url + "/listing", 0, "listing"), announced=(entry,))])
    release = Release("One", None, (Block("paragraph", "Nothing has changed."),))
    once = visited(_answer(url, 0, "release"), release_id=1)
    _keep(archive, crawl, [once], Reading("read", release, layout="0" * 16))
    same = _added(archive, crawl, once, Reading("read", release, layout="0" * 16))
    unchanged = replace(once, capture=replace(once.capture, status=304, body=None))
    not_modified = _added(archive, crawl, unchanged, Reading("unchanged", layout="0" * 16))
    archive.close()
    sizes = f"{REVISITS} of one release, each with its own Date; all tables and indexes"
    return [
        at_most("bytes of a revisit, same payload", [same], 300, sizes, "{:.0f}"),
        at_most("bytes of a revisit, 304", [not_modified], 300, sizes, "{:.0f}"),
    ]


def _added(archive: Archive, crawl: Crawl, once: Visited, reading: Reading) -> float:
    with archive.engine.connect() as db:
        before, first = _bytes(db), _count(db, "capture")
    for start in range(first, first + REVISITS, 50):
        again = [replace(once, capture=_later(once.capture, number)) for number in range(start, start + 50)]
        _keep(archive, crawl, again, reading)
    with archive.engine.connect() as db:
        return (_bytes(db) - before) / REVISITS


def _keep(archive: Archive, crawl: Crawl, visited: Sequence[Visited], reading: Reading) -> None:
    kept = commit(archive, crawl, visited)
    keep_readings(archive, crawl, [(one, reading) for one in kept])


def _answer(url: str, number: int, kind: str) -> Capture:
    body = b"<h1>One</h1><p>Nothing has changed.</p>"
    capture = Capture(url, START, "listing" if kind == "listing" else "release", 200, {}, body)
    return _later(capture, number)


def _later(capture: Capture, number: int) -> Capture:
    at = START + timedelta(hours=number, microseconds=number)
    headers = {
        "content-type": "text/html; charset=UTF-8",
        "date": f"{at:%a, %d %b %Y %H:%M:%S} GMT",
        "etag": '"5e4c3-59f8a1b2c3d40"',
        "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
        "server": "Apache",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "x-frame-options": "SAMEORIGIN",
    }
    return replace(capture, at=at, headers=headers)


def _evidence(db: Connection) -> tuple[int, int]:
    """Bytes of the rows of evidence with their index entries, and of the pages that hold them, by SQLite's dbstat."""
    query = "SELECT tbl_name, sum(payload), sum(pgsize) FROM dbstat JOIN sqlite_schema USING (name) GROUP BY tbl_name"
    sizes = [(rows, pages) for name, rows, pages in db.execute(text(query)) if name in EVIDENCE]
    return sum(rows for rows, _ in sizes), sum(pages for _, pages in sizes)


def _bytes(db: Connection) -> int:
    """Bytes of all pages in use."""
    return int(db.execute(text("SELECT sum(pgsize) FROM dbstat")).scalar_one())


def _largest(db: Connection) -> list[tuple[str, int]]:
    query = "SELECT tbl_name, sum(pgsize) AS held FROM dbstat JOIN sqlite_schema USING (name) GROUP BY tbl_name"
    return [(name, int(size)) for name, size in db.execute(text(f"{query} ORDER BY held DESC LIMIT 7"))]


def _count(db: Connection, name: str) -> int:
    return int(db.execute(select(func.count()).select_from(table(name))).scalar_one())


if __name__ == "__main__":
    show(figures())
