"""What the tests of the archive are made of: a source, crawls of it, captures and releases, and times to order them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage.archive import Archive
from storage.read import frontier, stored_captures, unread
from storage.read.lists import missing as missing_releases
from storage.records import (
    Block,
    Capture,
    CaptureKind,
    Crawl,
    Entry,
    Finding,
    ListingPage,
    Reading,
    Release,
    SourceInfo,
    StoredCapture,
    Target,
)
from storage.write import captures, crawls, settle, snapshots
from storage.write.listings import settle as of_listings
from storage.write.listings.derivation import ReadListing
from storage.write.snapshots import BatchOutcome

Incoming = tuple[Capture, Reading | None]
START = datetime(2025, 1, 7, 9, tzinfo=UTC)
FACTS = SourceInfo("xx_water", "Ministry of Water", "XX", "en")
OTHER = SourceInfo("yy_fire", "Ministry of Fire", "YY", "fr")
LISTING = "https://water.example/press"
GONE, NOT_FOUND, UNREADABLE = Reading("gone"), Reading("not_found"), Reading("unreadable", message="no h1")
UNCHANGED, BLOCKED, FAILED = Reading("unchanged"), Reading("blocked"), Reading("failed")
HEADERS = {"content-type": "text/html; charset=utf-8", "server": "water"}


def at(hours: float) -> datetime:
    """The time so many hours after the first."""
    return START + timedelta(hours=hours)


def address(key: str) -> str:
    """Where a release stands."""
    return f"https://water.example/press/{key}"


def rows(archive: Archive, table: Any) -> list[Any]:
    """All rows of a table, in the order of their ids."""
    with archive.reading() as db:
        return list(db.execute(select(table).order_by(table.id)))


def crawl_of(archive: Archive, facts: SourceInfo = FACTS, mode: str = "update") -> Crawl:
    """A crawl, open."""
    return open_crawl(archive, facts, mode, "{}", START)


def open_crawl(archive: Archive, facts: SourceInfo, mode: str, options: str, now: datetime) -> Crawl:
    """A crawl, opened or continued."""
    return archive.write(crawls.open_crawl_of, facts, mode, options, now)


def close_crawl(
    archive: Archive, crawl: Crawl, outcome: str, findings: Sequence[Finding], now: datetime
) -> dict[str, int]:
    """Close a crawl, and give its counts."""
    return archive.write(crawls.close_crawl, crawl.id, outcome, findings, now)


def next_crawl(archive: Archive, crawl: Crawl, hours: float = 48) -> Crawl:
    """The crawl after this one, which is closed."""
    close_crawl(archive, crawl, "complete", [], at(hours))
    return open_crawl(archive, FACTS, "update", "{}", at(hours))


def counts_of(archive: Archive, crawl: Crawl) -> dict[str, int]:
    """What a crawl has counted so far."""
    return archive.read(crawls.counts_of, crawl.id)


def commit(archive: Archive, crawl: Crawl, handed: Iterable[Incoming]) -> list[StoredCapture]:
    """Captures, committed."""
    return archive.write(captures.commit, archive.payloads, crawl, list(handed))


def settle_listings(archive: Archive, crawl: Crawl, *told: tuple[StoredCapture, Reading]) -> dict[int, set[str]]:
    """Captures of listings, told again in order of time; what changed of which releases."""
    shown = [ReadListing(capture, reading) for capture, reading in told]
    return archive.write(of_listings.settle_listings, crawl.source_id, shown, "first")


def keep_readings(archive: Archive, crawl: Crawl, read: Sequence[tuple[StoredCapture, Reading]]) -> BatchOutcome:
    """What was read from captures, kept."""
    return archive.write(snapshots.keep_readings, crawl, read)


def settle_all(archive: Archive, releases: Mapping[int, Sequence[tuple[StoredCapture, Reading]]]) -> list[int]:
    """Releases, built anew; those that changed."""
    return [number for number, changed in archive.write(settle.settle_all, releases).items() if changed]


def pages_of_release(archive: Archive, release_id: int) -> stored_captures.Captured:
    """All captures of a release."""
    return archive.read(stored_captures.of_release, archive.payloads, release_id)


def page_of_crawl(archive: Archive, crawl: Crawl, url: str) -> StoredCapture | None:
    """What a crawl captured at an address."""
    return archive.read(stored_captures.of_crawl, archive.payloads, crawl, url)


def last_page(archive: Archive, crawl: Crawl, url: str) -> StoredCapture | None:
    """The newest whole answer from an address."""
    return archive.read(stored_captures.last_whole, archive.payloads, crawl.source_id, url)


def conditional(archive: Archive, crawl: Crawl, targets: Sequence[Target]) -> list[Target]:
    """Targets with validators."""
    return archive.read(stored_captures.conditional, archive.payloads, crawl.source_id, targets)


def release_at(archive: Archive, crawl: Crawl, key: str, url: str, now: datetime) -> Target:
    """A target that a person asks for."""
    return Target(url, archive.write(crawls.release_at, crawl.source_id, key, url, now))


def all_held(archive: Archive, crawl: Crawl, keys: Sequence[str]) -> bool:
    """Whether all these releases are held."""
    return archive.read(frontier.all_held, crawl.source_id, keys)


def newest_listed(archive: Archive, crawl: Crawl, until: date = date.max) -> date | None:
    """The newest day that a listing stated."""
    return archive.read(frontier.newest_listed, crawl.source_id, until)


def missing(archive: Archive, crawl: Crawl) -> int:
    """How many announced releases are not held."""
    return archive.read(missing_releases.count, crawl.source_id)


def due(archive: Archive, crawl: Crawl, limit: int, now: datetime) -> list[Target]:
    """The held releases that are due."""
    return archive.read(frontier.due, crawl, limit=limit, now=now)


def pending_targets(
    archive: Archive,
    crawl: Crawl,
    after: int,
    limit: int,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
) -> list[Target]:
    """The releases that are not held yet."""
    span = {"since": since, "until": until}
    return archive.read(frontier.pending, crawl, after=after, limit=limit, now=now, **span)


def unread_pages(archive: Archive, crawl: Crawl, limit: int) -> list[StoredCapture]:
    """What interrupted crawls of a source left unread."""
    crawl_ids = archive.read(unread.interrupted, crawl)
    return [one for n in crawl_ids for one in archive.read(unread.pages, archive.payloads, n, 0, limit).captures]


def capture(url: str, hours: float = 0, body: bytes | None = b"<p>text", **fields) -> Capture:
    """A visit that brought a page."""
    status = fields.pop("status", 200)
    kind: CaptureKind = fields.pop("kind", "release")
    headers = tuple(fields.pop("headers", HEADERS).items())
    return Capture(url=url, at=at(hours), kind=kind, status=status, fields=headers, body=body, **fields)


def visited(seen: Capture, release_id: int | None = None, reading: Reading | None = None) -> Incoming:
    """A capture as it is handed in."""
    return replace(seen, release_id=release_id), reading


def line(key: str, title: str = "A title", published=None, url: str | None = None, **fields) -> Entry:
    """A line of a listing."""
    return Entry(url or address(key), title, published, key, **fields)


def listing(lines: Iterable[Entry], hours: float = 0, url: str = LISTING) -> Incoming:
    """A visit to a listing that announces these lines."""
    lines = tuple(lines)
    body = "\n".join(a.title for a in lines).encode("utf-8", "replace")
    return capture(url, hours, body, kind="listing"), Reading("listing", listing=ListingPage(lines))


def announce(archive: Archive, crawl: Crawl, *keys: str) -> dict[str, int]:
    """The releases with these keys, announced at the first hour."""
    commit(archive, crawl, [listing([line(key) for key in keys])])
    return {key: release_at(archive, crawl, key, address(key), START).release_id or 0 for key in keys}


def release(*texts: str, title: str = "A title", **fields) -> Release:
    """A release with these paragraphs."""
    published = fields.pop("published", START.date())
    return Release(title, published, tuple(Block("paragraph", text) for text in texts), **fields)


def visit(
    release_id: int, hours: float, text: str | None = "text", url: str | None = None, status: int = 200
) -> Incoming:
    """A visit to a release's page; without a text there is no body."""
    body = None if text is None else f"<p>{text}".encode()
    return visited(capture(url or address(str(release_id)), hours, body, status=status), release_id)


def reading(text: str, layout: str = "first", **fields) -> Reading:
    """What was read from a page with one paragraph."""
    return Reading("read", release(text, **fields), layout=layout)


def show(archive: Archive, crawl: Crawl, release_id: int, hours: float, shown: Reading | str) -> BatchOutcome:
    """One visit, kept and read: a text, or any reading of a page."""
    page = shown if isinstance(shown, str) else repr(shown)
    kept = commit(archive, crawl, [visit(release_id, hours, page)])
    return keep_readings(archive, crawl, read_as(kept, [reading(shown) if isinstance(shown, str) else shown]))


def read_as(kept: Iterable[StoredCapture], readings: Iterable[Reading]) -> list[tuple[StoredCapture, Reading]]:
    """Captures paired with what was read from them."""
    return list(zip(kept, readings, strict=True))
