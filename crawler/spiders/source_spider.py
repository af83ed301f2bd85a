"""The only spider: listing -> entries -> captures. It collects; what pages mean is decided elsewhere."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.ingest.capture_writer import Desk
from crawler.ingest.outcome import Ended, judge
from crawler.ingest.plan import Plan, Summary
from crawler.ingest.runtime import Office
from crawler.middlewares import NotRecorded, reason_of
from crawler.sources.interpret import REDIRECTS, read, target
from crawler.sources.listing import Listing, PageRequest, RequestsPages
from crawler.sources.source import Source
from crawler.spiders.listing_crawl import HOPS, Walk
from crawler.spiders.politeness import Stopped
from crawler.spiders.requests import capture_of, request_for
from storage.archive import Archive
from storage.errors import CommuniqueError
from storage.locks import SourceBusy, source_lock
from storage.records import Capture, CaptureKind, ListingPage, Visit, Visited
from storage.warc.recording import Recording


@dataclass(frozen=True, slots=True)
class Handed:
    """What one visit came to: the redirects on the way, and the last answer. All of it is kept, or nothing."""

    captures: tuple[Visited, ...]


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
        self.refused = 0  # addresses that were not asked, robots.txt's wish among the reasons
        self._office = office
        self._own_office = office is None
        self._visits = 0
        self._step: asyncio.Task[Any] | None = None
        self._started = monotonic()

    async def start(self) -> AsyncIterator[Any]:
        """Walk the listings, visiting what each page announces before asking for the next."""
        office = self._office = self._office or self._open_office()
        try:
            self._lock = source_lock(office.archive.engine, self.source.name)
        except SourceBusy:
            self.summary.outcome = "busy"
            self.summary.message.append("another crawl of it is under way")
            return
        try:
            self.desk = await Desk.open(office, self.source, self.plan.mode, self._options())
            async for visit in self._visited(self.desk):
                yield self._request(visit)
                assert self.crawler.engine is not None
                if self.crawler.engine.needs_backout():  # or all that is pending would wait in memory
                    await self.crawler.signals.wait_for(signals.scheduler_empty)
                if self.desk.error is not None:
                    return
        except CommuniqueError as error:
            self._give_up(error)
        except Exception as error:  # a bug of ours: said, and never taken for a quiet day
            self.logger.exception("the crawl failed")
            self._give_up(error)

    def parse(self, response: Response, **_: Any) -> Any:
        """A release's page: hand it in. A hop on the way to it: follow it, and hand it in with what it leads to."""
        visit: Visit = response.meta["visit"]
        hops: tuple[Visited, ...] = response.meta["hops"]
        capture = self._capture(response, "release")
        there = redirected(self.source, capture)
        # Korea's boards send a first visit back to its address, with a cookie that they ask for from then on.
        again = there in {hop.capture.url for hop in hops} | {capture.url} and "set-cookie" not in capture.headers
        if there and (again or len(hops) == HOPS):
            capture = replace(capture, reason=f"redirects in a circle, or too often: {there}")
        elif there:
            yield self._request(Visit(there, visit.release_id), (*hops, Visited(capture, visit.release_id)))
            return
        yield Handed((*hops, Visited(capture, visit.release_id)))

    def failed(self, failure: Failure) -> Any:
        """No answer came: that too is a capture. What was never asked is none."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        hops: tuple[Visited, ...] = request.meta["hops"]
        error = failure.value
        assert error is not None
        assert self.desk is not None
        if isinstance(error, Stopped):
            return  # hops and all: the next crawl begins again at the first
        if isinstance(error, NotRecorded):
            self.left_out += 1
        elif isinstance(error, IgnoreRequest):
            self.refused += 1
            self.desk.note("refused", f"{visit.url}: {error}")
        else:
            capture = Capture(visit.url, self._now(), "release", None, reason=reason_of(error))
            hops = (*hops, Visited(capture, visit.release_id))
        yield Handed(hops)

    async def finish(self) -> None:
        """Commit and read what is under way, close the crawl, and say what it came to."""
        if self._step is not None:
            await asyncio.wait([self._step])
        if self.desk is not None:
            await self.desk.drain()
            if self.desk.error is not None:
                self._give_up(self.desk.error)
            try:
                await judge(self.desk, self._ended())
            except CommuniqueError as error:
                self._give_up(error)
            self._lock.release()
        self.summary.seconds = monotonic() - self._started
        if self._own_office and self._office is not None:
            self._office.close()
            self._office.archive.close()
            for line in self.summary.message:
                self.logger.warning(line)

    def _ended(self) -> Ended:
        live = not (self.recording or self.settings.get("COMMUNIQUE_VIA"))
        whole = self.crawler.crawling and self.summary.outcome != "failed"
        return Ended(self.plan, self.summary, whole, live, self.left_out, self.refused)

    async def _visited(self, desk: Desk) -> AsyncIterator[Visit]:
        """The releases to visit, each once, while the plan allows."""
        if self.plan.mode == "address":
            assert self.plan.url is not None
            archive, key = desk.office.archive, self.source.key_of(self.plan.url)
            yield await desk.office.call(archive.release_at, desk.crawl, key, self.plan.url, self._now())
            return
        async for visit in self._wanted(desk):
            self._visits += 1
            yield visit
            if self._visits == self.plan.limit:
                return

    async def _wanted(self, desk: Desk) -> AsyncIterator[Visit]:
        if self.plan.mode == "recheck":
            async for visit in desk.due():
                yield visit
            return
        after = 0
        walk = Walk(desk, self.source, self.plan, self._fetch, self.summary.message)
        for listing in self._listings():
            pages = walk.pages(listing)
            step = self._begin(anext(pages, None))
            while await asyncio.shield(step) is not None:
                step = self._begin(anext(pages, None))  # asked for while what this one announced is visited
                async for visit in desk.pending(self.plan, after):
                    after = visit.release_id or after
                    yield visit
        async for visit in desk.pending(self.plan, after):
            yield visit

    def _begin(self, step: Any) -> "asyncio.Task[ListingPage | None]":
        """Begin a step that a stop must not cut in two: `finish` waits for it."""
        task: asyncio.Task[ListingPage | None] = asyncio.ensure_future(step)
        self._step = task
        return task

    async def _fetch(self, listing: Listing, visit: Visit) -> Capture | None:
        """Ask for a listing page; None where it was not asked."""
        assert self.crawler.engine is not None
        try:
            question = listing.request_for(visit.url) if isinstance(listing, RequestsPages) else PageRequest()
            request = self._request(visit, question=question)
            return self._capture(await self.crawler.engine.download_async(request), "listing")
        except NotRecorded:
            self.left_out += 1
        except Stopped:
            pass
        except IgnoreRequest as error:
            self.summary.message.append(f"listing {visit.url} was not visited: {error}")
        except Exception as error:  # whatever the network does is the capture's reason
            return Capture(visit.url, self._now(), "listing", None, reason=reason_of(error))
        return None

    def _capture(self, response: Response, kind: CaptureKind) -> Capture:
        return capture_of(response, kind, self._now())

    def _request(self, visit: Visit, hops: tuple[Visited, ...] = (), question: PageRequest | None = None) -> Request:
        return request_for(visit, self.parse, self.failed, hops, question)

    def _listings(self) -> list[Listing]:
        elsewhere = self.recording or self.settings.get("COMMUNIQUE_VIA")
        return [*self.source.listings, *(self.source.former_listings if elsewhere else ())]

    def _options(self) -> str:
        place = self.settings.get("COMMUNIQUE_VIA") or (self.recording.name if self.recording else "")
        return f"{self.plan.options()} {place}".strip()

    def _now(self) -> datetime:
        assert self._office is not None
        return self._office.clock()

    def _open_office(self) -> Office:
        named = self.settings.get("COMMUNIQUE_ARCHIVE") or os.environ.get("COMMUNIQUE_ARCHIVE")
        return Office(Archive.open(named or "sqlite:///communique.db"))

    def _give_up(self, error: Exception) -> None:
        self.summary.outcome = "failed"
        line = str(error) if isinstance(error, CommuniqueError) else f"internal error: {error!r}"
        if line not in self.summary.message:
            self.summary.message.append(line)


def redirected(source: Source, capture: Capture) -> str:
    """Where a capture of a release leads to, if it leads to another page of its source; else empty."""
    if capture.status not in REDIRECTS:
        return ""
    shown = read(source, url=capture.url, at=capture.at, status=capture.status, headers=capture.headers, body=None)
    return target(capture.url, capture.headers) if shown.verdict == "redirected" else ""
