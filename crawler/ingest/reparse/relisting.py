"""Reads listings again of which nothing could be made: what they announce is found late, and not never."""

from collections.abc import Callable

from crawler.ingest.reparse.report import Reread
from crawler.ingest.workers import read_feeds, read_listings
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import DamageError
from storage.proof import log
from storage.read import stale
from storage.records import Reading, StoredCapture
from storage.write.readings import relist

AT_ONCE = 16  # pages


def reread_listings(
    archive: Archive, source: Source, done: Reread, *, dry_run: bool, stopped: Callable[[], bool]
) -> None:
    """Keep what listing pages announce that could not be read before, as of the time of their captures.

    Releases that a feed holds whole are left to be settled.
    """
    left = archive.read(stale.listings, archive.payloads, source.name, 0, AT_ONCE)
    while left.last is not None and not stopped():
        for message in left.damaged:
            done.note("damaged", message)
        for capture in left.captures:
            _reread(archive, source, done, capture, dry_run=dry_run)
        left = archive.read(stale.listings, archive.payloads, source.name, left.last, AT_ONCE)


def _reread(archive: Archive, source: Source, done: Reread, capture: StoredCapture, *, dry_run: bool) -> None:
    listing = source.listing_of(capture.url)
    if listing is None:  # the source has no such listing any more
        return
    reading, items = read_listings(source, [(listing, capture)])[0], list[Reading]()
    if reading.verdict == "listing" and source.split is not None:
        items = read_feeds(source, [capture])[0]
        reading = next((item for item in items if item.key is None), reading)  # it cannot be split
    if reading.listing is None:
        done.note("unreadable", f"{capture.url}: {reading.message}")
        return
    done.listings += 1
    if not dry_run:
        try:
            with archive.writing() as db:
                relist(db, capture, reading, items)
                if log.has_begun(db):  # no crawl closes after it
                    log.append(db, archive.payloads)
        except DamageError as error:
            done.note("log", str(error))
