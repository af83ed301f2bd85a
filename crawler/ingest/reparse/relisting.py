"""Reads listings again of which nothing could be made: what they announce is found late, and not never."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.ingest.workers import read_feeds, read_listings
from crawler.sources.source import Source
from storage.archive import Archive
from storage.read import stale
from storage.records import Reading, StoredCapture
from storage.write.readings import relist

AT_ONCE = 16  # pages


@dataclass(slots=True)
class Relisted:
    """How many listing pages can be read now, and which cannot: address and why."""

    readable: int = 0
    unreadable: list[str] = field(default_factory=list)


def reread_listings(archive: Archive, source: Source, *, dry_run: bool) -> Relisted:
    """Keep what listing pages announce that could not be read before, as of the time of their captures.

    Releases that a feed holds whole are left to be settled.
    """
    done = Relisted()
    for capture in _in_vain(archive, source):
        listing = source.listing_of(capture.url)
        if listing is None:  # the source has no such listing any more
            continue
        reading, items = read_listings(source, [(listing, capture)])[0], list[Reading]()
        if reading.verdict == "listing" and source.split is not None:
            items = read_feeds(source, [capture])[0]
            reading = next((item for item in items if item.key is None), reading)  # it cannot be split
        if reading.listing is None:
            done.unreadable.append(f"{capture.url}: {reading.message}")
            continue
        done.readable += 1
        if not dry_run:
            archive.write(relist, capture, reading, items)
    return done


def _in_vain(archive: Archive, source: Source) -> Iterator[StoredCapture]:
    after = 0
    while held := archive.read(stale.listings, archive.payloads, source.name, after, AT_ONCE):
        after = held[-1].id
        yield from held
