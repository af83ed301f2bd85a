"""What writes to the archive: opens the crawl, commits every capture off the event loop, and closes it."""

import os
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from scrapy.crawler import Crawler

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.catch_up import catch_up
from crawler.ingest.outcome import Ended, busy, judge
from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import Workers
from crawler.spiders.source_spider import SourceSpider
from storage.archive import Archive
from storage.archive_url import DEFAULT_URL
from storage.errors import CommuniqueError
from storage.locks import SourceBusy
from storage.records import Capture


class ArchivePipeline:
    """Scrapy's last station: an item is the captures of one visit, done once they are committed, all or none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._own: Runtime | None = None
        self._writer: CaptureWriter | None = None
        self._started = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        """The way Scrapy makes a pipeline."""
        return cls(crawler)

    async def open_spider(self) -> None:
        """Open the crawl and read what earlier ones left unread; where that fails, the spider has nothing to do."""
        spider = self._spider
        try:
            runtime = spider.runtime or self._open_runtime()
            options = spider.options()
            try:
                self._writer = await CaptureWriter.open(runtime, spider.source, spider.plan.mode, options)
            except SourceBusy:
                await busy(runtime, spider.summary, spider.settings.getfloat("COMMUNIQUE_MOST_HOURS"))
                return
            await catch_up(self._writer)
        except Exception as error:  # said in the summary, and never taken for a quiet day
            self._fail(error)
            return
        spider.writer = self._writer

    async def process_item(self, item: Sequence[Capture]) -> Any:
        """Commit what a visit came to. Where the archive refuses, the writer knows, and the spider asks no more."""
        if self._writer is not None:
            with suppress(CommuniqueError):
                await self._writer.keep(*item)
        return item

    async def close_spider(self) -> None:
        """Commit and read what is under way, close the crawl, and complete its summary."""
        spider = self._spider
        await spider.last_step()
        if self._writer is not None:
            await self._settle(self._writer)
        spider.summary.seconds = monotonic() - self._started
        if self._own is not None:
            self._own.close()
            self._own.archive.close()
        if spider.runtime is None:  # else whoever gave it tells them
            for finding in spider.summary.findings:
                spider.logger.warning(finding.message)

    async def _settle(self, writer: CaptureWriter) -> None:
        spider = self._spider
        try:
            await writer.drain()
            if writer.error is not None:
                self._fail(writer.error)
            live = not (spider.recording or spider.settings.get("COMMUNIQUE_VIA"))
            whole = bool(self._crawler.crawling) and spider.summary.outcome != "failed"
            ended = Ended(spider.plan, whole, live, spider.left_out, spider.refused)
            await judge(writer, spider.summary, ended)
        except Exception as error:  # as above
            self._fail(error)
        finally:
            await writer.close()

    @property
    def _spider(self) -> SourceSpider:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider

    def _open_runtime(self) -> Runtime:
        """The archive of a crawl that Scrapy's own command line runs."""
        named = self._spider.settings.get("COMMUNIQUE_ARCHIVE") or os.environ.get("COMMUNIQUE_ARCHIVE")
        runtime = self._own = Runtime(Archive.open(named or DEFAULT_URL), Workers())
        return runtime

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, CommuniqueError):
            self._spider.logger.debug("the crawl failed", exc_info=error)
        self._spider.summary.fail(error)
