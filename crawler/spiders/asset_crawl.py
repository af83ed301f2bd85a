"""Asks for the documents and pictures of releases, after the releases themselves: one at a time, each once a crawl."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.ingest.assets.reading import read_assets
from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.plan import Plan
from crawler.middlewares import NotRecorded, reason_of
from crawler.sources.assets import refusal
from crawler.spiders.politeness import Stopped
from crawler.spiders.requests import capture_of, request_for
from storage.errors import shortage
from storage.read.assets import visits
from storage.records import Capture, Target
from storage.write.assets import links

AT_ONCE = 64  # releases asked of the archive at once
HOPS = 5  # redirects followed from one address
LOOK = 0.1  # seconds between two looks at whether all releases are visited


class AssetCrawl:
    """The assets of one crawl's source. What is not asked for stays due, so that a crawl that was killed goes on."""

    def __init__(self, crawler: Crawler, writer: CaptureWriter, plan: Plan) -> None:
        self._crawler = crawler
        self._writer = writer
        self._runtime = writer.runtime
        self._source = writer.source
        self._plan = plan

    async def run(self) -> None:
        """Ask for all that is due, once the releases of this crawl are visited and read."""
        await self._releases_read()
        async for release_id in self._releases():
            urls = await self._runtime.read(visits.linked, release_id)
            if not await self._ask(release_id, urls):
                continue
            await self._runtime.write(links.looked_at, release_id, self._runtime.clock())

    async def _releases_read(self) -> None:
        engine = self._crawler.engine
        assert engine is not None
        slot = engine._slot  # what Scrapy asks too before it calls a spider idle
        while slot is not None and (slot.inprogress or slot.scheduler.has_pending_requests()):
            await asyncio.sleep(LOOK)
        await self._writer.drain()

    async def _releases(self) -> AsyncIterator[int]:
        after, count = 0, 0
        plan, crawl = self._plan, self._writer.crawl
        asked = partial(visits.due, mode=plan.mode, limit=AT_ONCE, since=plan.since, until=plan.until)
        while True:
            found = await self._runtime.read(asked, crawl, after=after, now=self._runtime.clock())
            for release_id in found:
                if count == plan.limit or self._writer.error is not None or not self._crawler.crawling:
                    return
                count += 1
                yield release_id
            if not found:
                return
            after = found[-1]

    async def _ask(self, release_id: int, urls: list[str], hops: int = 0) -> bool:
        """Ask for assets of a release; whether each was answered, or will not be."""
        refused = {url: why for url in urls if (why := refusal(url, own=self._source.visits(url)))}
        for url, why in refused.items():
            self._writer.note("assets_refused", f"{url}: {why}")
        place = self._runtime.payloads, self._writer.crawl, release_id
        may_be = [url for url in urls if url not in refused]
        noted = await self._runtime.write(links.link, *place, may_be, self._runtime.clock()) if may_be else ([], [])
        asked, targets = noted
        answered = True
        for wanted in targets:
            answered &= await self._visit(wanted)
        for url in asked:
            for there in await self._read(url):
                if hops < HOPS:
                    answered &= await self._ask(release_id, [there], hops + 1)
        return answered

    async def _visit(self, wanted: Target) -> bool:
        """Ask for one asset, and keep what came; whether an answer came, or none is to be had."""
        try:
            capture, may_pass = await self._fetch(wanted)
        except Stopped:
            return False
        except NotRecorded:
            return True
        except IgnoreRequest as error:
            self._writer.note("assets_refused", f"{wanted.url}: {error}")
            return True
        self._writer.note("assets", wanted.url)
        await self._writer.keep(capture, urgent=True)
        return not may_pass

    async def _fetch(self, wanted: Target) -> tuple[Capture, bool]:
        """What came of an asset, and whether something else may come another time."""
        engine = self._crawler.engine
        assert engine is not None
        now = self._runtime.clock
        try:
            request = request_for(wanted, NO_CALLBACK, NO_CALLBACK)
            request.meta["asset"] = True
            capture = capture_of(await engine.download_async(request), "asset", now())
        except IgnoreRequest:
            raise
        except Exception as error:  # whatever the network does, or an address that is none, is the capture's reason
            if shortage(error):
                raise
            capture = Capture(url=wanted.url, at=now(), kind="asset", status=None, reason=reason_of(error))
            return capture, not isinstance(error, DownloadCancelledError)  # what is too large will be so
        else:
            return capture, capture.status is None or capture.status >= 500

    async def _read(self, url: str) -> list[str]:
        """Read what is kept of an asset and not read; gives where it redirects to."""
        read = await read_assets(self._runtime, self._source, self._writer.crawl.source_id, url)
        return [reading.message for _, reading in read if reading.verdict == "redirected" and reading.message]
