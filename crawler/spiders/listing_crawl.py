"""Crawls a source's listings: which pages to ask for, which answers to read, and where to stop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.plan import Plan
from crawler.sources.interpret import read, target
from crawler.sources.source import Listing, LooselyOrdered
from storage.read import frontier, stored_captures
from storage.records import Capture, Finding, ListingPage, Reading, Target, Total, day

MOST_PAGES = 5_000  # listing pages of one listing in one crawl: no archive of a ministry is longer
# Pages in a row that announce nothing which this crawl has not seen: an archive's first months repeat the index, a
# pager without an end repeats its last page for ever.
REPEATS = 4
HOPS = 5  # redirects followed from one address

Fetch = Callable[[Listing, Target], Awaitable[Capture | None]]


class _Page(NamedTuple):
    """A listing page, read and committed; `resumed` where this crawl had it before it was interrupted."""

    listing: ListingPage | None
    resumed: bool


@dataclass(slots=True)
class _Walk:
    """What the pages of a listing announced one after another, beside what they state of it as a whole."""

    start: str
    whole: bool = True  # each of its pages could be read, and states how many items are releases
    announced: set[str] = field(default_factory=set)
    total: Total | None = None

    def add(self, page: ListingPage, keys: set[str]) -> None:
        """Note one more page; what it states is newer than what the others did."""
        self.announced |= keys
        self.total = page.total or self.total
        self.whole &= page.total is not None or page.is_last

    def lack(self) -> Finding | None:
        """The finding that fewer were announced than are stated."""
        if self.total is None or len(self.announced) >= self.total.least:
            return None
        told = f"{self.start} states {self.total}, its pages announce {len(self.announced):,}"
        return Finding("fewer_announced", self.total.least - len(self.announced), told)


class ListingCrawl:
    """The listings of one crawl. `fetch` asks for a page (None where it was not asked); `findings` gathers troubles."""

    def __init__(self, writer: CaptureWriter, plan: Plan, fetch: Fetch, findings: list[Finding]) -> None:
        self._writer = writer
        self._runtime = writer.runtime
        self._source = writer.source
        self._plan = plan
        self._fetch = fetch
        self._findings = findings
        self._known: set[str] = set()  # the releases that this crawl has seen announced

    async def pages(self, listing: Listing) -> AsyncIterator[ListingPage]:
        """The pages of a listing, nearest first, each committed before it is given."""
        waiting, asked, repeats, held = [listing.start], set[str](), 0, 0
        walk = _Walk(listing.start)
        first: set[str] | None = None
        again: dict[str, bool] = {}  # for each page after the first, whether it shows the same
        patience = listing.patience if isinstance(listing, LooselyOrdered) else 1
        while waiting and len(asked) < MOST_PAGES:
            url = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            page, resumed = await self._page(listing, url)
            if page is None:
                walk.whole = False
                continue
            keys = {entry.key or entry.url for entry in page.entries}
            new = keys - self._known
            if first is None:
                first = keys
            else:
                again[url] = keys == first
            # What an interrupted crawl had announced it has visited since: that does not make it held before.
            if new and self._plan.mode == "update":
                held = held + 1 if not resumed and await self._all_held(new) else 0
            self._known |= new
            walk.add(page, keys)
            yield page
            repeats = 0 if new else repeats + 1
            if held == patience or repeats == REPEATS or self._too_old(page):
                walk.whole = False
                break
            waiting = list(dict.fromkeys([*(older for older in page.older if older not in asked), *waiting]))
        if first and again and all(again.values()):  # the server does not look at which page is asked for
            self._findings.append(Finding("repeats", len(again), next(iter(again))))
        elif walk.whole and not waiting and (lack := walk.lack()):
            self._findings.append(lack)

    async def _page(self, listing: Listing, url: str, hops: tuple[Capture, ...] = ()) -> _Page:
        crawl, payloads = self._writer.crawl, self._runtime.payloads
        held = await self._runtime.read(stored_captures.of_crawl, payloads, crawl, url)
        if held is not None and held.status == 200 and (page := (await self._read(listing, held)).listing):
            return _Page(page, resumed=True)
        (asked,) = await self._runtime.read(stored_captures.conditional, payloads, crawl.source_id, [Target(url)])
        capture = await self._fetch(listing, asked)
        if capture is None:
            return _Page(None, resumed=False)
        there = target(capture)
        if self._source.visits(there):
            if len(hops) < HOPS:
                return await self._page(listing, there, (*hops, capture))
            capture = replace(capture, reason="redirects in a circle, or too often")
        return _Page(await self._keep(listing, capture, hops), resumed=False)

    async def _keep(self, listing: Listing, capture: Capture, hops: tuple[Capture, ...]) -> ListingPage | None:
        """Read what came back, or what is held where it says that nothing changed, and commit it."""
        shown: Capture | None = capture
        if capture.status == 304:
            place = self._runtime.payloads, self._writer.crawl.source_id, capture.url
            shown = await self._runtime.read(stored_captures.last_whole, *place)
        reading = await self._read(listing, shown or capture)
        if reading.verdict != "listing" or reading.message:
            self._findings.append(Finding("listing", example=f"listing {capture.url}: {reading.message}"))
        kept = replace(reading, verdict="unchanged") if capture.status == 304 and reading.listing else reading
        redirects = [(hop, Reading("redirected", message=target(hop))) for hop in hops]
        await self._writer.keep_listing(*redirects, (capture, kept))
        return reading.listing

    async def _read(self, listing: Listing, capture: Capture) -> Reading:
        if capture.status != 200:
            return read(self._source, capture)
        (reading,) = await self._runtime.workers.read_listings(self._source, [(listing, capture)])
        return reading

    async def _all_held(self, keys: set[str]) -> bool:
        return await self._runtime.read(frontier.all_held, self._writer.crawl.source_id, list(keys))

    def _too_old(self, page: ListingPage) -> bool:
        dates = [found for entry in page.entries if (found := day(entry.published))]
        return bool(self._plan.since and dates and len(dates) == len(page.entries) and max(dates) < self._plan.since)
