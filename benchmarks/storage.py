"""What an archive weighs: real captures against the same captures as gzip WARC records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select, table, text

from benchmarks._measure import Figure, at_most, captures, corpus, plain, run, show, without_corpus
from storage.archive import Archive
from storage.proof import log
from storage.records import (
    Block,
    Capture,
    CaptureKind,
    Crawl,
    Entry,
    HttpRequest,
    ListingPage,
    Reading,
    Release,
    SourceInfo,
)
from storage.write import crawls
from storage.write.captures import commit
from storage.write.snapshots import keep_readings

PAGES, FEED = "cn_fmprc.warc.gz", "us_state_feed_2021.warc.gz"
SOURCES = ("cn_fmprc_en", "cn_fmprc_zh")
EVIDENCE = ("payload", "encoded_payload", "dictionary", "capture", "recording", "related_record", "log", "tree_head")
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
    with archive.reading() as db:
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
    facts = SourceInfo("us_state", "Department of State", "US", "en")
    crawl = archive.write(crawls.open_crawl_of, facts, "import", "", START)
    for found in captures(recorded, "listing"):
        archive.write(commit, archive.payloads, crawl, [(found, Reading("listing"))])
    archive.write(log.append, archive.payloads)
    archive.write(crawls.close_crawl, crawl.id, "complete", [], START)
    with archive.reading() as db:
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
    crawl = archive.write(crawls.open_crawl_of, facts, "recheck", "", START)
    url = "https://ministry.example/press/1.html"
    announced = Reading("listing", listing=ListingPage((Entry(url, "One", key=url),)))
    archive.write(commit, archive.payloads, crawl, [(_answer(url + "/listing", "listing"), announced)])
    reading = Reading("read", Release("One", None, (Block("paragraph", "Nothing has changed."),)), layout="0" * 16)
    once = replace(_answer(url, "release"), release_id=1)
    _keep(archive, crawl, [once], reading)
    same = _added(archive, crawl, once, reading)
    unchanged = replace(once, status=304, status_line="HTTP/1.1 304", body=None)
    not_modified = _added(archive, crawl, unchanged, Reading("unchanged", layout="0" * 16))
    archive.close()
    sizes = f"{REVISITS} of one release, each with its own Date; all tables and indexes"
    return [
        at_most("bytes of a revisit, same payload", [same], 300, sizes, "{:.0f}"),
        at_most("bytes of a revisit, 304", [not_modified], 300, sizes, "{:.0f}"),
    ]


def _added(archive: Archive, crawl: Crawl, once: Capture, reading: Reading) -> float:
    with archive.reading() as db:
        before, first = _bytes(db), _count(db, "capture")
    for start in range(first, first + REVISITS, 50):
        _keep(archive, crawl, [_later(once, number) for number in range(start, start + 50)], reading)
    archive.write(log.append, archive.payloads)
    with archive.reading() as db:
        return (_bytes(db) - before) / REVISITS


def _keep(archive: Archive, crawl: Crawl, seen: Sequence[Capture], reading: Reading) -> None:
    kept = archive.write(commit, archive.payloads, crawl, [(one, None) for one in seen])
    archive.write(keep_readings, crawl, [(one, reading) for one in kept])


def _answer(url: str, kind: CaptureKind) -> Capture:
    body = b"<h1>One</h1><p>Nothing has changed.</p>"
    asked = HttpRequest("GET", (("User-Agent", "Communique"), ("Accept-Encoding", "gzip, deflate, br, zstd")))
    answer = Capture(
        url=url,
        at=START,
        kind=kind,
        status=200,
        status_line="HTTP/1.1 200",
        body=body,
        request=asked,
        peer="192.0.2.1",
    )
    return _later(answer, 0)


def _later(capture: Capture, number: int) -> Capture:
    at = START + timedelta(hours=number, microseconds=number)
    fields = (
        ("Date", f"{at:%a, %d %b %Y %H:%M:%S} GMT"),
        ("Server", "Apache"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("Etag", '"5e4c3-59f8a1b2c3d40"'),
        ("Content-Type", "text/html; charset=UTF-8"),
    )
    return replace(capture, at=at, fields=fields)


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
