"""Reads listings again, and tells in order of time what they showed.

Those of which nothing could be made are read first: what they announce is found late, and not never.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from crawler.ingest.listing_history import ListingHistory
from crawler.ingest.reparse.report import Reread
from crawler.ingest.workers import fingerprint, read_feeds, read_listings
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import DamageError
from storage.payloads.store import Payloads
from storage.proof import log
from storage.read import stale
from storage.read.sources import source_id_of
from storage.records import Reading, StoredCapture
from storage.write.listings import settle
from storage.write.listings.derivation import ReadListing
from storage.write.readings import relist

AT_ONCE = 16  # pages


def reread_listings(
    archive: Archive, source: Source, done: Reread, *, dry_run: bool, all_pages: bool, stopped: Callable[[], bool]
) -> None:
    """Keep what listing pages announce that could not be read before, as of the time of their captures.

    Releases that a feed holds whole are left to be settled. Then all listings are told again, where other code has read
    some, or some came out of order; with `all_pages` in any case.
    """
    left = archive.read(stale.listings, archive.payloads, source.name, 0, AT_ONCE)
    while left.last is not None and not stopped():
        for message in left.damaged:
            done.note("damaged", message)
        for capture in left.captures:
            _reread(archive, source, done, capture, dry_run=dry_run)
        left = archive.read(stale.listings, archive.payloads, source.name, left.last, AT_ONCE)
    unlike = archive.read(stale.listings_unlike, source.name, fingerprint(source))
    if (unlike or all_pages) and not stopped():
        _settle(archive, source, done, dry_run=dry_run, expected=unlike, stopped=stopped)


def _settle(
    archive: Archive, source: Source, done: Reread, *, dry_run: bool, expected: bool, stopped: Callable[[], bool]
) -> None:
    """Make what is derived from listings what all their captures tell. Where nothing new is `expected`, it is said."""
    history = ListingHistory(source)
    left = archive.read(stale.listings, archive.payloads, source.name, 0, AT_ONCE, read=True)
    while left.last is not None:
        if stopped():
            return
        for message in left.damaged:
            done.note("damaged", message)
        history.add(left.captures, read_listings(source, history.unread(left.captures)))
        left = archive.read(stale.listings, archive.payloads, source.name, left.last, AT_ONCE, read=True)
    for message in history.unreadable:
        done.note("unreadable", message)
    source_id = archive.read(source_id_of, source.name)
    if source_id is None or not history.shown:
        return
    told = source_id, history.shown, fingerprint(source)
    try:
        if dry_run:
            changed = archive.read(settle.settle_listings, *told, dry_run=True)
        else:
            changed = archive.write(_settled, archive.payloads, *told)
    except DamageError as error:
        done.note("damaged", f"listings: {error}")
        return
    for number, names in changed.items():
        done.changed += 1
        done.fields.update(names)
        if not expected:
            done.note("unlike", f"release {number}: {', '.join(sorted(names))}")


def _settled(
    db: Connection, payloads: Payloads, source_id: int, shown: Sequence[ReadListing], layout: str
) -> dict[int, set[str]]:
    changed = settle.settle_listings(db, source_id, shown, layout)
    if log.has_begun(db):  # no crawl closes after it, and there may be entries that no former code has read
        log.append(db, payloads)
    return changed


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
