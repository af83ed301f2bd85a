"""The only spider: listing -> entries -> captures. It collects; what pages mean is decided elsewhere."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from time import monotonic
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.desk import Desk, Office
from crawler.health import judge
from crawler.middlewares import CUT_OFF, NotRecorded, reason_of
from crawler.plan import Plan, Summary
from crawler.readings import REDIRECTS, identified, read, read_listing, target
from crawler.source import Listing, Source
from storage.archive import Archive
from storage.crawls import HeldPage
from storage.errors import CommuniqueError
from storage.locks import SourceBusy, source_lock
from storage.records import Announced, Capture, CaptureKind, Reading, Visit, Visited
from storage.warc import Recording

MOST_PAGES = 5_000  # listing pages of one listing in one crawl: no archive of a ministry is longer
# Pages in a row that announce nothing which this crawl has not seen: an archive's first months repeat the index, a
# pager without an end repeats its last page for ever.
REPEATS = 4
HOPS = 5  # redirects followed from one address


class SourceSpider(Spider):
    """Crawls one source by one plan, keeping everything through its desk."""

    source: ClassVar[Source]

    def __init__(
        self,
        name: str | None = None,
        *,
        office: Office | None = None,
        plan: Plan | None = None,
        summary: Summary | None = None,
        recording: Recording | None = None,
        **words: Any,
    ) -> None:
        super().__init__(name)
        self.plan = plan or Plan.of(**{"mode": "update", **words})
        self.summary = summary or Summary(self.source.name, self.plan.mode)
        self.recording = recording
        self.desk: Desk | None = None
        self.left_out = 0  # addresses a replayed file does not hold
        self._office = office
        self._own_office = office is None
        self._visits = 0
        self._started = monotonic()

    async def start(self) -> AsyncIterator[Any]:
        """Walk the listings, visiting what each page announces before asking for the next."""
        office = self._office = self._office or self._open_office()
        try:
            self._lock = source_lock(office.archive.engine, self.source.name)
        except SourceBusy:
            self.summary.outcome = "busy"
            self.summary.says.append("another crawl of it is under way")
            return
        try:
            self.desk = await Desk.open(office, self.source, self.plan.mode, self._options())
            async for request in self._requests(self.desk):
                yield request
        except CommuniqueError as error:
            self._give_up(error)
        except Exception as error:  # a bug of ours: said, and never taken for a quiet day
            self.logger.exception("the crawl failed")
            self._give_up(error)

    def parse(self, response: Response, **_: Any) -> Any:
        """A release's page, or a hop on the way to it: hand it in, and follow it where it leads."""
        visit: Visit = response.meta["visit"]
        hops: tuple[str, ...] = response.meta.get("hops", ())
        capture = self._capture(response, "release")
        shown = read(self.source, **_answer(capture), body=None) if capture.status in REDIRECTS else None
        if shown is not None and shown.verdict == "redirected":
            there = target(capture.url, capture.headers)
            if there in (*hops, capture.url) or len(hops) >= HOPS:
                shown = Reading("failed", says=f"redirects in a circle, or too often: {there}")
            else:
                yield self._request(Visit(there, visit.release_id), hops=(*hops, capture.url))
        yield Visited(capture, visit.release_id, reading=shown)

    def failed(self, failure: Failure) -> Any:
        """No answer came: that too is a capture. What was never asked is none."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        if failure.check(NotRecorded):
            self.left_out += 1
            return
        if failure.check(IgnoreRequest):
            self.summary.says.append(f"{visit.url} was not visited: {failure.value}")
            self.summary.counts["refused"] = self.summary.counts.get("refused", 0) + 1
            return
        yield Visited(
            Capture(visit.url, self._now(), "release", None, reason=reason_of(failure.value)),
            visit.release_id,
        )

    async def finish(self, reason: str) -> None:
        """Commit and read what is under way, close the crawl, and say what it came to."""
        if self.desk is not None:
            await self.desk.drain()
            error = self.desk.error
            try:
                await judge(self, reason)
            except CommuniqueError as refused:
                error = error or refused
            if error is not None:
                self._give_up(error)
            self._lock.release()
        self.summary.seconds = monotonic() - self._started
        if self._own_office and self._office is not None:
            self._office.close()
            self._office.archive.close()
            for line in self.summary.says:
                self.logger.warning(line)

    async def _requests(self, desk: Desk) -> AsyncIterator[Request]:
        if self.plan.mode == "address":
            assert self.plan.url is not None
            archive = desk.office.archive
            key = self.source.key_of(self.plan.url)
            yield self._request(await desk.office.call(archive.release_at, desk.crawl, key, self.plan.url, self._now()))
            return
        after = 0
        if self.plan.mode != "recheck":
            for listing in self._listings():
                async for _ in self._pages(desk, listing):
                    async for request in self._pending(desk, after):
                        after = max(after, request.meta["visit"].release_id)
                        yield request
        async for request in self._pending(desk, after):
            yield request

    async def _pending(self, desk: Desk, after: int) -> AsyncIterator[Request]:
        """Requests for what the archive says is pending or due, each once, while the plan allows."""
        seen: set[int] = set()
        while visits := await desk.visits(self.plan.mode, self.plan.since, self.plan.until, after):
            fresh = [visit for visit in visits if visit.release_id not in seen]
            if not fresh:
                return
            for visit in fresh:
                if self.plan.limit is not None and self._visits >= self.plan.limit:
                    return
                self._visits += 1
                assert visit.release_id is not None
                if self.plan.mode == "recheck":
                    seen.add(visit.release_id)
                else:
                    after = visit.release_id
                yield self._request(visit)

    async def _pages(self, desk: Desk, listing: Listing) -> AsyncIterator[Announced]:
        """The pages of a listing, nearest first, each committed before it is given."""
        waiting, asked = [listing.start], set[str]()
        known, repeats = set[str](), 0
        while waiting and len(asked) < MOST_PAGES:
            url = waiting.pop(0)
            if url in asked:
                continue
            asked.add(url)
            page = await self._listing_page(desk, listing, url)
            if page is None:
                continue
            keys = {self.source.key(entry) for entry in page.entries}
            held = self.plan.mode == "update" and await desk.all_held(keys)
            yield page
            repeats = repeats + 1 if keys <= known else 0
            if held or self._too_old(page) or repeats == REPEATS:
                return
            known |= keys
            waiting = [*(older for older in page.older if older not in asked), *waiting]
            if self.plan.limit is not None and self._visits >= self.plan.limit:
                return

    async def _listing_page(self, desk: Desk, listing: Listing, url: str) -> Announced | None:
        """One listing page, read and committed: from this crawl before it was interrupted, or from the site."""
        held = await desk.office.call(desk.office.archive.page_of_crawl, desk.crawl, url)
        if held is not None:
            return self._read_listing(listing, held)[0]
        visit = await desk.conditional(Visit(url))
        capture = await self._fetch(visit)
        if capture is None:
            return None
        page = HeldPage(0, url, capture.at, capture.status, capture.headers, capture.body, None)
        if capture.status == 304:
            page = await desk.office.call(desk.office.archive.last_page, desk.crawl, url) or page
        announced, reading = (
            self._read_listing(listing, page) if capture.reason is None else (None, Reading("failed", says=capture.reason))
        )
        if reading.verdict != "listing":
            self.summary.says.append(f"listing {url}: {reading.says}")
        elif capture.status == 304:
            reading = Reading("unchanged")
        lines = identified(self.source, announced) if announced else ()
        await desk.keep(Visited(capture, announced=lines, reading=reading), urgent=True)
        return announced

    def _read_listing(self, listing: Listing, page: HeldPage) -> tuple[Announced | None, Reading]:
        return read_listing(self.source, listing, **_answer(page), body=page.body)

    async def _fetch(self, visit: Visit) -> Capture | None:
        """Ask for a listing page, following redirects within the site; the last answer under the address first asked."""
        assert self.crawler.engine is not None
        url = visit.url
        for _ in range(HOPS + 1):
            request = self._request(Visit(url, None, visit.etag, visit.last_modified))
            try:
                response = await self.crawler.engine.download_async(request)
            except NotRecorded:
                self.left_out += 1
                return None
            except IgnoreRequest as error:
                self.summary.says.append(f"listing {url} was not visited: {error}")
                return None
            except Exception as error:  # noqa: BLE001 - whatever the network does is the capture's reason
                return Capture(visit.url, self._now(), "listing", None, reason=reason_of(error))
            capture = self._capture(response, "listing", visit.url)
            there = target(url, capture.headers) if capture.status in REDIRECTS else ""
            if not there or urlsplit(there).hostname not in self.source.hosts:
                return capture
            url = there
        return Capture(visit.url, self._now(), "listing", None, reason="redirects in a circle, or too often")

    def _capture(self, response: Response, kind: CaptureKind, url: str | None = None) -> Capture:
        request = response.request
        assert request is not None
        flags = sorted(CUT_OFF.intersection(response.flags))
        return Capture(
            url=url or request.meta.get("wanted") or request.url,
            at=request.meta.get("captured_at") or self._now(),
            kind=kind,
            status=response.status,
            headers={
                name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
            body=None if response.status == 304 or not response.body else response.body,
            reason=f"the answer is not whole ({', '.join(flags)})" if flags else None,
        )

    def _request(self, visit: Visit, hops: tuple[str, ...] = ()) -> Request:
        headers = {}
        if visit.etag:
            headers["If-None-Match"] = visit.etag
        if visit.last_modified:
            headers["If-Modified-Since"] = visit.last_modified
        meta = {"visit": visit, "hops": hops, "handle_httpstatus_all": True}
        return Request(
            visit.url, callback=self.parse, errback=self.failed, headers=headers, meta=meta, dont_filter=True
        )

    def _listings(self) -> list[Listing]:
        elsewhere = self.recording or self.settings.get("COMMUNIQUE_VIA")
        return [*self.source.listings, *(self.source.former_listings if elsewhere else ())]

    def _too_old(self, page: Announced) -> bool:
        dates = [day for entry in page.entries if (day := _day(entry.published))]
        return bool(self.plan.since and dates and len(dates) == len(page.entries) and max(dates) < self.plan.since)

    def _options(self) -> str:
        place = self.settings.get("COMMUNIQUE_VIA") or (self.recording.name if self.recording else "")
        return f"{self.plan.options()} {place}".strip()

    def _now(self) -> datetime:
        assert self._office is not None
        return self._office.clock()

    def _open_office(self) -> Office:
        return Office(Archive.open(self.settings.get("COMMUNIQUE_ARCHIVE") or "sqlite:///communique.db"))

    def _give_up(self, error: Exception) -> None:
        self.summary.outcome = "failed"
        self.summary.says.append(str(error) if isinstance(error, CommuniqueError) else f"internal error: {error!r}")


def _answer(page: Capture | HeldPage) -> dict[str, Any]:
    return {"url": page.url, "at": page.at, "status": page.status, "headers": page.headers}


def _day(published: date | None) -> date | None:
    return published.date() if hasattr(published, "date") else published
