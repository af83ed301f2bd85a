"""Says of recorded visits whose they are: by the form of their address, by what is known of it, by who announces it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.ingest.runtime import Office
from crawler.sources.content_encoding import recorded
from crawler.sources.interpret import read
from crawler.sources.source import Source
from storage.read.stored_captures import HeldPage
from storage.records import ListingPage
from storage.warc.index import ROWS, Record
from storage.warc.recording import LARGEST_BODY, Recording, Response

T = TypeVar("T")
LISTINGS = 32  # read at once
HOPS = 5  # redirects followed from one address
_CODED = re.compile(r"(?!identity$).+")


class Sorter:
    """Sorts the records of a recording to sources, in its index. What belongs to nobody stays as it is."""

    def __init__(self, office: Office, recording: Recording, sources: Iterable[Source]) -> None:
        self._office = office
        self._recording = recording
        self._index = recording.index
        self._by_name = {source.name: source for source in sources}
        self._by_host: dict[str, list[Source]] = {}
        for source in self._by_name.values():
            for host in source.hosts:
                self._by_host.setdefault(host, []).append(source)

    async def sort(self) -> None:
        """Sort all records. Reads the listings among them that the archive does not hold, for what they announce."""
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
        candidates = self._by_host.get(_host(record.url), ())
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
            ours = {url: key for url, key in addresses.items() if _host(url) in source.hosts}
            if ours and source.split is None:
                known = await self._office.call(self._office.archive.known_keys, name, ours)
                self._index.claim((address, name, key) for address, key in known.items())

    async def _claim_announced(self, source: Source) -> None:
        name = source.name
        for some in chunked(self._index.of_source(name, listings_only=True), LISTINGS):
            visits = {(record.url, record.at) for record in some}
            held = await self._office.call(self._office.archive.visits_held, name, visits)
            pages = [page_of(self._recording.read(record)) for record in some if (record.url, record.at) not in held]
            for announced, _ in await self._office.readers.read_listings(source, pages) if pages else ():
                self._index.claim(_announced(source, announced))

    def _claim_redirected(self) -> int:
        """Give what a release's address leads to the same release."""
        claims = []
        for record in self._index.redirects():
            source = self._by_name[record.source or ""]
            headers = {"location": record.location or ""}
            shown = read(source, url=record.url, at=record.at, status=record.status, headers=headers, body=None)
            if shown.verdict == "redirected" and shown.message and record.key:
                claims.append((source.canonical(shown.message), source.name, record.key))
        return self._index.claim(claims)


def page_of(response: Response) -> HeldPage:
    """A recorded answer as the archive would hold it: its content coding undone, or the reason why it is not whole."""
    body, headers, reason = response.body, response.headers, response.flaw
    coding = headers.get("content-encoding", "").strip().lower()
    if body and reason is None and _CODED.match(coding):
        body, flag = recorded(body, coding, LARGEST_BODY)
        reason = f"the answer is not whole ({flag})" if flag else None
        if flag is None:
            headers = {name: value for name, value in headers.items() if name != "content-encoding"}
    shown = body if body and response.status != 304 else None
    return HeldPage(0, response.url, response.at, response.status, headers, shown, None, reason)


def chunked(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _announced(source: Source, page: ListingPage | None) -> Iterator[tuple[str, str, str]]:
    for entry in page.entries if page else ():
        if _host(entry.url) in source.hosts:
            yield source.canonical(entry.url), source.name, source.key(entry)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
