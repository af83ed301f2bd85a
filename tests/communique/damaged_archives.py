"""An archive of real pages, so that it can be read again, and its damage: past Communique, as other programs would."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from crawler.extract import blocks, captioned_images, links, one
from crawler.ingest.assets.files import reader_of
from crawler.ingest.reparse.run import reparse
from crawler.ingest.workers import read_batch, read_visit
from crawler.sources.page import Page
from crawler.sources.registry import source
from storage.archive import Archive
from storage.models import Base
from storage.records import Capture, Crawl, Entry, Release, SourceInfo, Transferred
from storage.write.assets import links as asset_links
from storage.write.assets import readings as asset_readings
from tests.pdf_files import pdf
from tests.storage.builders import (
    START,
    at,
    close_crawl,
    commit,
    keep_readings,
    line,
    listing,
    open_crawl,
    release_at,
    visited,
)

FACTS = SourceInfo("jp_mofa_en", "Ministry", "JP", "en")
URL = "https://www.mofa.go.jp/press/release/pressite_000001_9000{}.html"
ANNEX = "https://www.mofa.go.jp/files/Southport.pdf"
PARTS = ("snapshot", "block", "image", "link")
DERIVED = (*PARTS, "reading", "absence", "asset", "file", "passage", "release", "source")
NUMBERS = ("id", "examined")  # of rows
OF_A_SNAPSHOT = "snapshot_id IN (SELECT id FROM snapshot)"
VERSION = "SELECT (SELECT release_id * 100 + version FROM snapshot WHERE id = snapshot_id)"
PAGE = """<!doctype html><html lang="en"><head><title>Talks</title></head><body><main>
<h2>{title}</h2><p class="by">Desk</p><div class="body"><p>The two ministers spoke
of the harbor of {city} and agreed on a good deal of it. {more}</p><p>They met again at noon, and then
went home.</p><figure><img src="/files/1.jpg" width="400" height="300" alt="a harbor">
<figcaption>The harbor</figcaption></figure><p>See <a href="/files/{city}.pdf">the plan</a>.</p></div></main>
</body></html>"""


def layout(page: Page) -> Release:
    main = page.region("main")
    body = one(main, "div.body")
    found = Release(one(main, "h2").text, START, blocks(body), captioned_images(body), links(body))
    return replace(found, author=one(main, "p.by").text, type="Statement", tags=("harbors",))


SOURCE = replace(source("jp_mofa_en"), layout=layout, former={})


def make(path: Path) -> str:
    """Two releases, the first with two versions, a day on which it was gone, and a page that has moved; and its URL."""
    archive = Archive.open(f"sqlite:///{path}")
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    commit(archive, crawl, [listing([_line(1), _line(2)])])
    commit(archive, crawl, [listing([_line(2)], 70)])
    for key, hours, status, text in (
        (1, 1, 200, {"title": "Talks", "city": "Northport", "more": ""}),
        (1, 2, 200, {"title": "Talks", "city": "Southport", "more": "Nobody minded."}),
        (1, 30, 404, None),
        (1, 60, 404, None),
        (2, 3, 200, {"title": "Tea", "city": "Eastport", "more": ""}),
        (2, 9, 301, None),
    ):
        number = release_at(archive, crawl, SOURCE.key_of(URL.format(key)), URL.format(key), START).release_id
        body = PAGE.format(**text).encode() if text else None
        coded = Transferred("gzip", bytes([key]) * 20, bytes([hours]) * 32, 9) if hours == 1 else None
        fields = (("Content-Type", "text/html"), ("Location", "https://www.mofa.go.jp/moved.html"))
        seen = Capture(
            url=URL.format(key),
            at=at(hours),
            kind="release",
            status=status,
            fields=fields if status == 301 else fields[:1],
            body=body,
            transferred=coded,
        )
        (kept,) = commit(archive, crawl, [visited(seen, number)])
        keep_readings(archive, crawl, [(kept, read_batch(SOURCE, [kept])[0])])
    _annex(archive, crawl)
    close_crawl(archive, crawl, "complete", [], at(61))
    reparse(archive, SOURCE, workers=0, dry_run=False)  # all is as today's code has it
    archive.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return f"sqlite:///{path}"


def _annex(archive: Archive, crawl: Crawl) -> None:
    """A document of the first release's last version, which was replaced while it was seen."""
    number = release_at(archive, crawl, SOURCE.key_of(URL.format(1)), URL.format(1), START).release_id
    assert number is not None
    archive.write(asset_links.link, archive.payloads, crawl, number, [ANNEX], at(2))
    for hours, text in ((3, "The harbor has five piers."), (4, "The harbor has six piers.")):
        seen = Capture(url=ANNEX, at=at(hours), kind="asset", status=200, body=pdf(text))
        (kept,) = commit(archive, crawl, [(seen, None)])
        reading = replace(read_visit(SOURCE, kept), pages=(text,), reader=reader_of(seen.body or b""))
        archive.write(asset_readings.keep, [(kept, reading)])


def _line(number: int) -> Entry:
    url = URL.format(number)
    return line(SOURCE.key_of(url), published=START.date(), url=url)


def altered(whole: Path, copy: Path, *statements: str) -> str:
    """A copy of an archive in which these statements were executed, and its URL."""
    shutil.copy(whole, copy)
    with closing(sqlite3.connect(copy)) as db, db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0, statement
    return f"sqlite:///{copy}"


def derived_rows(path: Path) -> dict[str, list]:
    """All that an archive derives, but for the numbers of rows. A part of no snapshot is left lying, and harmless."""
    found = {}
    with closing(sqlite3.connect(path)) as db:
        for table in DERIVED:
            names = [column.name for column in Base.metadata.tables[table].columns if column.name not in NUMBERS]
            wanted = OF_A_SNAPSHOT if table in ("block", "image", "link") else "1"
            query = f"SELECT {', '.join(names)} FROM {table} WHERE {wanted}".replace("SELECT snapshot_id", VERSION)  # noqa: S608
            found[table] = sorted(db.execute(query.replace(", snapshot_id", f", {VERSION[7:]}")), key=repr)
    return found
