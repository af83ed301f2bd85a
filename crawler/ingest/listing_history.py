"""Reads what a source's listings have shown since the beginning, to tell it again in order of time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from crawler.ingest import fences
from crawler.ingest.runtime import Runtime
from storage.errors import DamageError
from storage.read import stale
from storage.records import LATE, Entry, Reading, StoredCapture
from storage.write.listings import settle
from storage.write.listings.derivation import ReadListing

AT_ONCE = 64  # pages
DATING = frozenset({"age", "date", "last-modified"})  # the header fields that say how old a page is
NOTHING = Reading("unreadable", message="it is damaged, or the source has no such listing any more")


class Listed(Protocol):
    """A source, of which nothing else has to be known here."""

    @property
    def name(self) -> str:
        """Its name."""

    def listing_of(self, url: str) -> Any:
        """The listing that has a page at this address, if any."""


@dataclass(slots=True)
class ListingHistory:
    """What listings of a source showed: the same bytes are read once a day, and the same line is kept once.

    `unreadable` says what is wrong with those that are no listings to today's code.
    """

    source: Listed
    shown: list[ReadListing] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    _read: dict[tuple[str, int | None, date], Reading] = field(default_factory=dict)
    _entries: dict[Entry, Entry] = field(default_factory=dict)

    @property
    def layout(self) -> str:
        """The fingerprint of the code that has read them."""
        return next((reading.layout for reading in self._read.values() if reading.layout), LATE)

    def unread(self, captures: Sequence[StoredCapture]) -> list[tuple[Any, StoredCapture]]:
        """Those of the captures that have to be read, each with its listing."""
        found: dict[tuple[str, int | None, date], tuple[Any, StoredCapture]] = {}
        for capture in captures:
            listing = self.source.listing_of(capture.url)
            if listing is not None and capture.body is not None and self._place(capture) not in self._read:
                found.setdefault(self._place(capture), (listing, capture))
        return list(found.values())

    def add(self, captures: Sequence[StoredCapture], readings: Sequence[Reading]) -> None:
        """Add captures, with what was read from those that `unread` named."""
        for (_, capture), reading in zip(self.unread(captures), readings, strict=True):
            self._read[self._place(capture)] = self._light(reading)
            if reading.listing is None:
                self.unreadable.append(f"{capture.url}: {reading.message}")
        for capture in captures:
            dated = tuple(one for one in capture.fields if one[0].lower() in DATING)
            light = replace(capture, body=None, transferred=None, request=None, origin=None, fields=dated)
            self.shown.append(ReadListing(light, self._read.get(self._place(capture), NOTHING)))

    def _place(self, capture: StoredCapture) -> tuple[str, int | None, date]:
        return capture.url, capture.payload_id, capture.at.date()

    def _light(self, reading: Reading) -> Reading:
        if reading.listing is None:
            return reading
        entries = tuple(self._entries.setdefault(a, a) for a in reading.listing.entries)
        return replace(reading, listing=replace(reading.listing, entries=entries, older=(), faults=()))


async def settle_listings(runtime: Runtime, source: Listed, source_id: int) -> list[tuple[str, str]]:
    """Tell all that listings of a source showed again, in order of time; gives what is damaged of them, or in vain.

    Each with the verdict it counts as. Writes.
    """
    try:
        return [("damaged", message) for message in await _settle_listings(runtime, source, source_id)]
    except DamageError as error:
        return [("damaged", f"listings: {error}")]
    except Exception as error:
        if not fences.is_of_a_value(error):
            raise
        return [("unreadable", f"listings: {fences.refusal(error)}")]


async def _settle_listings(runtime: Runtime, source: Listed, source_id: int) -> list[str]:
    history, damaged = ListingHistory(source), list[str]()
    left = await runtime.read(stale.listings, runtime.payloads, source.name, 0, AT_ONCE, read=True)
    while left.last is not None:
        damaged += left.damaged
        history.add(left.captures, await runtime.workers.read_listings(source, history.unread(left.captures)))
        left = await runtime.read(stale.listings, runtime.payloads, source.name, left.last, AT_ONCE, read=True)
    await runtime.write(settle.settle_listings, source_id, history.shown, history.layout)
    return damaged
