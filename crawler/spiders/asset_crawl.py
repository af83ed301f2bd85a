"""Asks for the documents and pictures of releases, after the releases themselves: one at a time, each once a crawl."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.ingest.assets.reading import read_assets
from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.plan import Plan
from crawler.middlewares import NotRecorded, reason_of
from crawler.sources.assets import refusal
from crawler.spiders.requests import PutOff, Stopped, capture_of, request_for
from storage.errors import shortage
from storage.read.assets import frontier
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
        self._refused: set[str] = set()

    async def run(self) -> None:
        """Ask for all that is due, once the releases of this crawl are visited and read."""
        await self._releases_read()
        try:
            async for release_id in self._releases():
                urls = await self._runtime.read(frontier.linked, release_id)
                put_off = not await self._ask(release_id, urls)
                await self._runtime.write(links.looked_at, release_id, self._runtime.clock(), put_off=put_off)
        except Stopped:
            return

    async def _releases_read(self) -> None:
        engine = self._crawler.engine
        assert engine is not None
        assert engine.scheduler is not None
        assert engine.scraper.slot is not None
        # What makes Scrapy call a spider idle, but for this, which its start() waits for.
        while engine.scheduler.has_pending_requests() or engine.downloader.active or not engine.scraper.slot.is_idle():
            await asyncio.sleep(LOOK)
        await self._writer.drain()

    async def _releases(self) -> AsyncIterator[int]:
        after, count = 0, 0
        plan, crawl = self._plan, self._writer.crawl
        asked = partial(frontier.due, mode=plan.mode, limit=AT_ONCE, since=plan.since, until=plan.until)
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
        """Ask for assets of a release, and for what they redirect to; whether none was put off. Raises Stopped."""
        may_be = [url for url in urls if not self._refuse(url, refusal(url, own=self._source.visits(url)))]
        if not may_be:
            return True
        place = self._runtime.payloads, self._writer.crawl, release_id
        found, targets = await self._runtime.write(links.link, *place, may_be, self._runtime.clock())
        if hops and not found:
            self._refuse(may_be[0], "a document or a picture redirects to this page of the source")
        asked = [await self._visit(wanted) for wanted in targets]
        for url in found:
            there = await self._read(url)
            if there and hops == HOPS:
                self._refuse(url, f"redirects in a circle, or too often: {there}")
            elif there:
                asked.append(await self._ask(release_id, [there], hops + 1))
        return all(asked)

    async def _visit(self, wanted: Target) -> bool:
        """Ask for one asset, and keep what came; whether it was asked for, or never will be. Raises Stopped."""
        try:
            capture = await self._fetch(wanted)
        except Stopped:
            raise
        except NotRecorded:
            return True
        except IgnoreRequest as error:
            self._refuse(wanted.url, str(error))
            return not isinstance(error, PutOff)
        self._writer.note("assets", wanted.url)
        await self._writer.keep(capture, urgent=True)
        return True

    async def _fetch(self, wanted: Target) -> Capture:
        """What came of an asset."""
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
            return Capture(url=wanted.url, at=now(), kind="asset", status=None, reason=reason_of(error))
        if capture.status == 304 and not (wanted.etag or wanted.last_modified):
            return replace(capture, reason="304, and nothing was asked that it would answer")
        return capture

    async def _read(self, url: str) -> str:
        """Read what is kept of an asset and not read; gives where its newest visit was sent on to, if anywhere."""
        await read_assets(self._runtime, self._source, self._writer.crawl.source_id, url)
        return await self._runtime.read(frontier.leads_to, self._writer.crawl.source_id, url)

    def _refuse(self, url: str, why: str) -> bool:
        """Say once a crawl why an asset cannot be had; whether there is a reason."""
        if why and url not in self._refused:
            self._refused.add(url)
            self._writer.note("assets_refused", f"{url}: {why}")
        return bool(why)
