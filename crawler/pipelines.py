"""Hands captures to the archive, off the event loop, in batches."""

from typing import Any

from scrapy.crawler import Crawler

from crawler.spider import SourceSpider
from storage.errors import CommuniqueError
from storage.records import Visited


class ArchivePipeline:
    """Scrapy's last station: an item is done once its capture is committed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Commit a capture. Where the archive refuses it, the crawl ends: nothing may be visited and lost."""
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        if isinstance(item, Visited) and spider.desk is not None:
            try:
                await spider.desk.keep(item)
            except CommuniqueError:
                assert self._crawler.engine is not None
                await self._crawler.engine.close_spider_async(reason="archive")
        return item

    async def close_spider(self) -> None:
        """Let the spider settle its crawl."""
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        await spider.finish("closed")
