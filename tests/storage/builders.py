"""What the tests of the archive are made of: a source, crawls of it, captures and releases, and times to order them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from storage.archive import Archive
from storage.records import (
    Announcement,
    Block,
    Capture,
    CaptureKind,
    Entry,
    Kept,
    Reading,
    Release,
    SourceInfo,
    Visited,
)
from storage.write.crawls import Crawl
from storage.write.snapshots import Outcome

START = datetime(2025, 1, 7, 9, tzinfo=UTC)
FACTS = SourceInfo("xx_water", "Ministry of Water", "XX", "en")
OTHER = SourceInfo("yy_fire", "Ministry of Fire", "YY", "fr")
LISTING = "https://water.example/press"
HEADERS = {"content-type": "text/html; charset=utf-8", "server": "water"}


def at(hours: float) -> datetime:
    """The time so many hours after the first."""
    return START + timedelta(hours=hours)


def address(key: str) -> str:
    """Where a release stands."""
    return f"https://water.example/press/{key}"


def crawl_of(archive: Archive, facts: SourceInfo = FACTS, mode: str = "update") -> Crawl:
    """A crawl, open."""
    return archive.open_crawl(facts, mode, "{}", START)


def capture(url: str, hours: float = 0, body: bytes | None = b"<p>text", **fields) -> Capture:
    """A visit that brought a page."""
    status = fields.pop("status", 200)
    kind: CaptureKind = fields.pop("kind", "release")
    return Capture(url, at(hours), kind, status, fields.pop("headers", HEADERS), body, **fields)


def line(key: str, title: str = "A title", published=None, url: str | None = None, **fields) -> Announcement:
    """A line of a listing."""
    return Announcement(Entry(url or address(key), title, published), key, **fields)


def listing(lines: Iterable[Announcement], hours: float = 0, url: str = LISTING) -> Visited:
    """A visit to a listing that announces these lines."""
    lines = tuple(lines)
    body = "\n".join(a.entry.title for a in lines).encode("utf-8", "replace")
    return Visited(capture(url, hours, body, kind="listing"), announced=lines, reading=Reading("listing"))


def announce(archive: Archive, crawl: Crawl, *keys: str) -> dict[str, int]:
    """The releases with these keys, announced at the first hour."""
    archive.keep_captures(crawl, [listing([line(key) for key in keys])])
    return {key: archive.release_at(crawl, key, address(key), START).release_id for key in keys}


def release(*texts: str, title: str = "A title", **fields) -> Release:
    """A release with these paragraphs."""
    published = fields.pop("published", START.date())
    return Release(title, published, tuple(Block("paragraph", text) for text in texts), **fields)


def visit(
    release_id: int, hours: float, text: str | None = "text", url: str | None = None, status: int = 200
) -> Visited:
    """A visit to a release's page; without a text there is no body."""
    body = None if text is None else f"<p>{text}".encode()
    return Visited(capture(url or address(str(release_id)), hours, body, status=status), release_id)


def reading(text: str, layout: str = "first", **fields) -> Reading:
    """What was read from a page with one paragraph."""
    return Reading("read", release(text, **fields), layout=layout)


def show(archive: Archive, crawl: Crawl, release_id: int, hours: float, shown: Reading | str) -> Outcome:
    """One visit, kept and read: a text, or any reading of a page."""
    page = shown if isinstance(shown, str) else repr(shown)
    kept = archive.keep_captures(crawl, [visit(release_id, hours, page)])
    return archive.keep_readings(crawl, read_as(kept, [reading(shown) if isinstance(shown, str) else shown]))


def read_as(kept: Iterable[Kept], readings: Iterable[Reading]) -> list[tuple[Kept, Reading]]:
    """Captures paired with what was read from them."""
    return list(zip(kept, readings, strict=True))
