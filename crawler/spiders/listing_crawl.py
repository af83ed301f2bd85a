"""The walk over a source's listings: which pages to ask for, which answers to read, and where to stop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime

from crawler.ingest.capture_writer import Desk
from crawler.ingest.plan import Plan
from crawler.sources.addresses import host
from crawler.sources.interpret import REDIRECTS, identified, read_listing, target
from crawler.sources.listing import Listing, LooselyOrdered
from crawler.sources.source import Source
from storage.read.stored_captures import HeldPage
from storage.records import Capture, ListingPage, Reading, Visit, Visited

MOST_PAGES = 5_000  # listing pages of one listing in one crawl: no archive of a ministry is longer
# Pages in a row that announce nothing which this crawl has not seen: an archive's first months repeat the index, a
# pager without an end repeats its last page for ever.
REPEATS = 4
HOPS = 5  # redirects followed from one address

Fetch = Callable[[Listing, Visit], Awaitable[Capture | None]]


class Walk:
    """Walks the listings of a crawl. `fetch` asks for a page (None where it was not asked); `says` gathers troubles."""

    def __init__(self, desk: Desk, source: Source, plan: Plan, fetch: Fetch, message: list[str]) -> None:
        self._desk = desk
        self._source = source
        self._plan = plan
        self._fetch = fetch
        self._says = message
        self._known: set[str] = set()  # the releases that this crawl has seen announced

    async def pages(self, listing: Listing) -> AsyncIterator[ListingPage]:
        """The pages of a listing, nearest first, each committed before it is given."""
        waiting, asked, repeats, held = [listing.start], set[str](), 0, 0
        patience = listing.patience if isinstance(listing, LooselyOrdered) else 1
        while waiting and len(asked) < MOST_PAGES:
            url = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            page, resumed = await self._page(listing, url)
            if page is None:
                continue
            new = {self._source.key(entry) for entry in page.entries} - self._known
            # What an interrupted crawl had announced it has visited since: that does not make it held before.
            if new and self._plan.mode == "update":
                held = held + 1 if not resumed and await self._desk.all_held(new) else 0
            self._known |= new
            yield page
            repeats = 0 if new else repeats + 1
            if held == patience or repeats == REPEATS or self._too_old(page):
                return
            waiting = list(dict.fromkeys([*(older for older in page.older if older not in asked), *waiting]))

    async def _page(
        self, listing: Listing, url: str, hops: tuple[Visited, ...] = ()
    ) -> tuple[ListingPage | None, bool]:
        """One listing page, read and committed, and whether this crawl had it before it was interrupted."""
        desk = self._desk
        held = await desk.office.call(desk.office.archive.page_of_crawl, desk.crawl, url)
        if held is not None and held.status == 200 and (announced := self._read(listing, held)[0]) is not None:
            return announced, True
        capture = await self._fetch(listing, await desk.conditional(Visit(url)))
        if capture is None:
            return None, False
        there = target(url, capture.headers) if capture.status in REDIRECTS else ""
        if host(there) in self._source.hosts:
            if len(hops) < HOPS:
                hop = Visited(capture, reading=Reading("redirected", message=there))
                return await self._page(listing, there, (*hops, hop))
            capture = replace(capture, reason="redirects in a circle, or too often")
        return await self._keep(listing, capture, hops), False

    async def _keep(self, listing: Listing, capture: Capture, hops: tuple[Visited, ...]) -> ListingPage | None:
        """Read what came back, or what is held where it says that nothing changed, and commit it."""
        desk = self._desk
        page: Capture | HeldPage | None = capture
        if capture.status == 304:
            page = await desk.office.call(desk.office.archive.last_page, desk.crawl, capture.url)
        announced, reading = self._read(listing, page or capture)
        if reading.verdict != "listing":
            self._says.append(f"listing {capture.url}: {reading.message}")
        elif capture.status == 304:
            reading = Reading("unchanged")
        lines = identified(self._source, announced) if announced else ()
        await desk.keep(*hops, Visited(capture, announced=lines, reading=reading), urgent=True)
        return announced

    def _read(self, listing: Listing, page: Capture | HeldPage) -> tuple[ListingPage | None, Reading]:
        if page.reason is not None:
            return None, Reading("failed", message=page.reason)
        return read_listing(
            self._source, listing, url=page.url, at=page.at, status=page.status, headers=page.headers, body=page.body
        )

    def _too_old(self, page: ListingPage) -> bool:
        dates = [day for entry in page.entries if (day := _day(entry.published))]
        return bool(self._plan.since and dates and len(dates) == len(page.entries) and max(dates) < self._plan.since)


def _day(published: date | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published
