"""The only spider: listing -> entries -> captures. It collects; what pages mean is decided elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.outcome import Summary
from crawler.ingest.plan import Plan
from crawler.ingest.runtime import Runtime
from crawler.middlewares import NotRecorded, reason_of
from crawler.sources.interpret import redirected
from crawler.sources.source import Listing, PageRequest, RequestsPages, Source
from crawler.spiders.asset_crawl import AssetCrawl
from crawler.spiders.frontier import due, pending
from crawler.spiders.listing_crawl import HOPS, ListingCrawl
from crawler.spiders.requests import ELSEWHERE, Stopped, capture_of, request_for
from storage.errors import shortage
from storage.records import Capture, Finding, ListingPage, Target
from storage.warc.recording import Recording
from storage.write import crawls

Visit = tuple[Capture, ...]  # an item: the redirects on the way to a release, and the last answer


class SourceSpider(Spider):
    """Crawls one source by one plan. The pipeline writes what it yields, and gives it the `writer` of its crawl."""

    source: ClassVar[Source]

    def __init__(
        self,
        name: str | None = None,
        *,
        runtime: Runtime | None = None,
        plan: Plan | None = None,
        summary: Summary | None = None,
        recording: Recording | None = None,
        **words: Any,
    ) -> None:
        super().__init__(name)
        self.runtime = runtime
        self.plan = plan or Plan.of(**words)
        self.summary = summary or Summary(self.source.name, self.plan.mode)
        self.recording = recording
        self.writer: CaptureWriter | None = None
        self.left_out = 0  # addresses a replayed file does not hold
        self.refused = 0  # addresses that were not asked, robots.txt's wish among the reasons
        self._visits = 0
        self._step: asyncio.Task[Any] | None = None
        self._stopping: asyncio.Future[None] | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Read the listings, visiting what each page announces before asking for the next."""
        writer = self.writer
        if writer is None:  # the crawl could not be opened; the summary says why
            return
        try:
            async for wanted in self._targets(writer):
                yield self._step_to(wanted)
                assert self.crawler.engine is not None
                if self.crawler.engine.needs_backout():  # or all that is pending would wait in memory
                    await self.crawler.signals.wait_for(signals.scheduler_empty)
                if writer.error is not None:
                    return
            if self.plan.assets:
                await AssetCrawl(self.crawler, writer, self.plan).run()
        except Exception as error:  # said in the summary, and never taken for a quiet day
            self.logger.debug("the crawl failed", exc_info=error)
            self.summary.fail(error)

    def parse(self, response: Response, **_: Any) -> Any:
        """A release's page: yield its visit. A redirect on the way to it: follow it, and yield it with what follows."""
        hops: Visit = response.meta["hops"]
        capture = self._capture(response)
        there = redirected(self.source, capture)
        # Korea's boards send a first visit back to its address, with a cookie that they ask for from then on.
        again = there in {hop.url for hop in hops} | {capture.url} and "set-cookie" not in capture.headers
        if there and (again or len(hops) == HOPS):
            capture = replace(capture, reason=f"redirects in a circle, or too often: {there}")
        elif there:
            yield self._step_to(Target(there, capture.release_id), (*hops, capture))
            return
        yield (*hops, capture)

    def failed(self, failure: Failure) -> Any:
        """No answer came: that too is a capture. What was never asked is none."""
        request: Request = failure.request  # type: ignore[attr-defined]
        wanted: Target = request.meta["target"]
        hops: Visit = request.meta["hops"]
        error = failure.value
        assert error is not None
        assert self.writer is not None
        if isinstance(error, Stopped):
            return  # redirects and all: the next crawl begins again at the first
        if isinstance(error, Exception) and shortage(error):
            self.summary.fail(error)  # it says nothing of the page
            self._stopping = asyncio.ensure_future(self.crawler.stop_async())
            return
        if isinstance(error, NotRecorded):
            self._not_recorded(error)
        elif isinstance(error, IgnoreRequest):
            self.refused += 1
            self.writer.note("refused", f"{wanted.url}: {error}")
        else:
            reason = reason_of(error)
            hops = (*hops, self._unanswered(wanted, "release", reason))
        if hops:
            yield hops

    async def last_step(self) -> None:
        """Wait for what a stop must not cut in two: a listing page on its way into the archive."""
        if self._step is not None:
            await asyncio.wait([self._step])

    def options(self) -> str:
        """What tells this crawl from another of the same mode: an interrupted one is continued under the same only."""
        place = self.settings.get("COMMUNIQUE_VIA") or (self.recording.name if self.recording else "")
        return f"{self.plan.options()} {place}".strip()

    def _step_to(self, wanted: Target, hops: Visit = ()) -> Request | Visit:
        """The request for a target; where its address is none that can be asked, the visit that ends there."""
        try:
            return request_for(wanted, self.parse, self.failed, hops)
        except ValueError as error:  # a port beyond 65,535, "http://[", half of a surrogate pair
            return (*hops, self._unanswered(wanted, "release", reason_of(error)))

    async def _targets(self, writer: CaptureWriter) -> AsyncIterator[Target]:
        """The releases to visit, each once, while the plan allows."""
        if self.plan.mode == "address":
            assert self.plan.url is not None
            if not self.source.visits(self.plan.url, asked=self.plan.url):  # nor kept, to be asked for by every crawl
                self.refused += 1
                writer.note("refused", f"{self.plan.url}: {ELSEWHERE}")
                return
            place = writer.crawl.source_id, self.source.key_of(self.plan.url), self.plan.url, writer.runtime.clock()
            yield Target(self.plan.url, await writer.runtime.write(crawls.release_at, *place))
            return
        async for wanted in self._wanted(writer):
            if self.plan.limit and self.recording is not None and self.recording.find(wanted.url) is None:
                self.left_out += 1  # a limit counts visits, and this would be none
                continue
            self._visits += 1
            yield wanted
            if self._visits == self.plan.limit:
                return

    async def _wanted(self, writer: CaptureWriter) -> AsyncIterator[Target]:
        place = writer.runtime, self.source, writer.crawl
        if self.plan.mode == "recheck":
            async for wanted in due(*place):
                yield wanted
            return
        after = 0
        listings = ListingCrawl(writer, self.plan, self._fetch, self.summary.findings)
        for listing in self._listings():
            pages = listings.pages(listing)
            step = self._begin(anext(pages, None))
            while await asyncio.shield(step) is not None:
                step = self._begin(anext(pages, None))  # asked for while what this one announced is visited
                async for wanted in pending(*place, self.plan, after):
                    after = wanted.release_id or after
                    yield wanted
        async for wanted in pending(*place, self.plan, after):
            yield wanted

    def _begin(self, step: Any) -> "asyncio.Task[ListingPage | None]":
        """Begin a step that a stop must not cut in two."""
        task: asyncio.Task[ListingPage | None] = asyncio.ensure_future(step)
        self._step = task
        return task

    async def _fetch(self, listing: Listing, wanted: Target) -> Capture | None:
        """Ask for a listing page; None where it was not asked."""
        assert self.crawler.engine is not None
        try:
            how = listing.request_for(wanted.url) if isinstance(listing, RequestsPages) else PageRequest()
            request = request_for(wanted, self.parse, self.failed, how=how)
            return self._capture(await self.crawler.engine.download_async(request), "listing")
        except NotRecorded as error:
            if self.recording or listing in self.source.listings:  # the former ones are asked in case they are there
                self._not_recorded(error)
        except Stopped:
            pass
        except IgnoreRequest as error:
            text = f"listing {wanted.url} was not visited: {error}"
            self.summary.findings.append(Finding("listing", example=text))
        except Exception as error:  # whatever the network does is the capture's reason
            if shortage(error):
                raise
            return self._unanswered(wanted, "listing", reason_of(error))
        return None

    def _not_recorded(self, error: NotRecorded) -> None:
        """Count what a replayed file does not hold; say what a web archive does not."""
        if self.recording is None:
            assert self.writer is not None
            self.writer.note("not_in_archive", str(error))
        else:
            self.left_out += 1

    def _capture(self, response: Response, kind: Any = "release") -> Capture:
        assert self.writer is not None
        return capture_of(response, kind, self.writer.runtime.clock())

    def _unanswered(self, wanted: Target, kind: Any, reason: str) -> Capture:
        assert self.writer is not None
        now = self.writer.runtime.clock()
        return Capture(url=wanted.url, at=now, kind=kind, status=None, reason=reason, release_id=wanted.release_id)

    def _listings(self) -> list[Listing]:
        elsewhere = self.recording or self.settings.get("COMMUNIQUE_VIA")
        return [*self.source.listings, *(self.source.former_listings if elsewhere else ())]
