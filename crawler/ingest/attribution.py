"""Says of recorded visits whose they are: by the form of their address, by what is known of it, by who announces it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from crawler.ingest.runtime import Runtime
from crawler.sources.addresses import host
from crawler.sources.interpret import read
from crawler.sources.source import Source
from storage.read import recorded
from storage.records import Capture, Reading
from storage.warc.index import ROWS
from storage.warc.record import Record
from storage.warc.recording import Recording

T = TypeVar("T")
LISTINGS = 32  # read at once
HOPS = 5  # redirects followed from one address


class Attribution:
    """Attributes the records of a recording to sources, in its index. What belongs to nobody stays as it is."""

    def __init__(self, runtime: Runtime, recording: Recording, sources: Iterable[Source]) -> None:
        self._runtime = runtime
        self._recording = recording
        self._index = recording.index
        self._by_name = {source.name: source for source in sources}
        self._by_host: dict[str, list[Source]] = {}
        for source in self._by_name.values():
            for name in source.hosts:
                self._by_host.setdefault(name, []).append(source)

    async def attribute(self) -> None:
        """Attribute all records. Listings that the archive does not hold are read for what they announce."""
        for some in chunked(self._index.unsorted(), ROWS):
            self._index.sort([row for record in some for row in self._by_form(record)])
        for some in chunked(self._waiting(), ROWS):
            await self._claim_known(some)
        for source in self._by_name.values():
            if source.split is None and next(self._waiting(), None) is not None:
                await self._claim_announced(source)
        for _ in range(HOPS):
            if not self._claim_redirected():
                break

    def _by_form(self, record: Record) -> Iterator[tuple[int, str | None, str | None]]:
        candidates = self._by_host.get(host(record.url), ())
        try:
            for source in candidates:
                if source.listing_of(record.url) is not None:
                    yield record.id, source.name, None
                    return
            # What a feed holds whole is never visited at its own address.
            pages = [source for source in candidates if source.split is None]
            for source in pages:
                if source.owns(record.url):
                    yield record.id, source.name, source.key_of(record.url)
                    return
            if pages:
                yield record.id, None, pages[0].canonical(record.url)
        except ValueError:  # no address at all, by w3lib or urllib
            return

    def _waiting(self) -> Iterator[Record]:
        return (record for record in self._index.unsorted() if record.key is not None)

    async def _claim_known(self, records: Sequence[Record]) -> None:
        addresses = {record.url: record.key for record in records if record.key is not None}
        for name, source in self._by_name.items():
            ours = {url: key for url, key in addresses.items() if host(url) in source.hosts}
            if ours and source.split is None:
                known = await self._runtime.read(recorded.known_keys, name, ours)
                self._index.claim((address, name, key) for address, key in known.items())

    async def _claim_announced(self, source: Source) -> None:
        for some in chunked(self._index.of_source(source.name, listings_only=True), LISTINGS):
            captures = [self._recording.read(record, "listing") for record in await self._not_held(some)]
            pages = [(listing, one) for one in captures if (listing := source.listing_of(one.url)) is not None]
            for reading in await self._runtime.workers.read_listings(source, pages) if pages else ():
                self._index.claim(_announced(source, reading))

    async def _not_held(self, records: Sequence[Record]) -> list[Record]:
        return await not_held(self._runtime, self._recording, records)

    def _claim_redirected(self) -> int:
        """Give what a release's address leads to the same release."""
        claims = []
        for record in self._index.redirects():
            source = self._by_name[record.source or ""]
            fields = (("Location", record.location or ""),)
            answer = Capture(url=record.url, at=record.at, kind="release", status=record.status, fields=fields)
            shown = read(source, answer)
            if shown.verdict == "redirected" and shown.message and record.key:
                claims.append((source.canonical(shown.message), source.name, record.key))
        return self._index.claim(claims)


def chunked(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


async def not_held(runtime: Runtime, recording: Recording, records: Sequence[Record]) -> list[Record]:
    """Those of these records that the archive has not imported from this very file before."""
    by_place: dict[tuple[bytes, str], list[Record]] = {}
    for record in records:
        file, member = recording.place(record)
        by_place.setdefault((file.sha256, member), []).append(record)
    held: set[int] = set()
    for place, some in by_place.items():
        offsets = await runtime.read(recorded.imported, *place, {record.offset for record in some})
        held.update(record.id for record in some if record.offset in offsets)
    return [record for record in records if record.id not in held]


def _announced(source: Source, reading: Reading) -> Iterator[tuple[str, str, str]]:
    for entry in reading.listing.entries if reading.listing else ():
        if host(entry.url) in source.hosts and entry.key is not None:
            yield source.canonical(entry.url), source.name, entry.key
