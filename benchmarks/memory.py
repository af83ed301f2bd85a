"""How much memory crawling and reparsing take: the same at ten times the size."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._measure import MEGABYTE, Figure, at_most, run, show
from communique.demo.pages import archive_path
from communique.demo.releases import days_back
from communique.demo.site import INDEX, Site

SIZES = 1_000, 10_000
SOURCE, HOST = "jp_mofa_en", "https://www.mofa.go.jp"  # the stand-in is modelled on it, so its layout reads the pages
TODAY = date(2026, 6, 30)


def figures() -> list[Figure]:
    found = []
    for size in SIZES:
        with TemporaryDirectory() as folder:
            recorded, archive = Path(folder) / "pages.warc.gz", Path(folder) / "archive.db"
            write(recorded, size)
            communique = ("-m", "communique", "--archive", f"sqlite:///{archive}")
            _, crawling = run(*communique, "crawl", SOURCE, "--backfill", "--replay", str(recorded))
            with closing(sqlite3.connect(archive)) as db, db:
                held = db.execute("SELECT count(*) FROM snapshot").fetchone()[0]
                db.execute("UPDATE reading SET layout = 'another'")  # as if other code had read them
            if held != size:
                raise RuntimeError(f"{held} of {size} releases were read")
            _, reparsing = run(*communique, "reparse", SOURCE)
        sizes = f"{size:,} releases; all processes together, peak"
        found.append(at_most("memory of a replay (MB)", [crawling / MEGABYTE], 300, sizes, "{:.0f}"))
        found.append(at_most("memory of reparse (MB)", [reparsing / MEGABYTE], 300, sizes, "{:.0f}"))
    return found


def write(path: Path, releases: int) -> None:
    """Write a stand-in ministry's site as a WARC, compressed record by record (WARC 1.1, annex D)."""
    site = Site(releases, today=TODAY)
    with path.open("wb") as file:
        for place in _paths(site, releases):
            found = site.find(place)
            if found is not None:
                file.write(gzip.compress(record(HOST + place, found.page.encode()), 1))


def _paths(site: Site, releases: int) -> Iterator[str]:
    yield INDEX
    yield from sorted({archive_path(day.year, day.month) for day in days_back(TODAY, releases)})
    for number in range(1, releases + 1):
        yield site.release(number).path


def record(url: str, body: bytes) -> bytes:
    """A page as a WARC's record."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + body
    fields = (
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Record-ID: <{url}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {TODAY}T03:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(http)}",
    )
    return "\r\n".join((*fields, "", "")).encode() + http + b"\r\n\r\n"


if __name__ == "__main__":
    show(figures())
