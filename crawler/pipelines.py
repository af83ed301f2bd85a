"""Hands captures to the archive, off the event loop, in batches."""

from contextlib import suppress
from typing import Any

from scrapy.crawler import Crawler

from crawler.spiders.source_spider import Handed, SourceSpider
from storage.errors import CommuniqueError


class ArchivePipeline:
    """Scrapy's last station: an item is done once its capture is committed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchivePipeline":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Commit what a visit came to. Where the archive refuses, the desk knows, and the spider asks no more."""
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        if isinstance(item, Handed) and spider.desk is not None:
            with suppress(CommuniqueError):
                await spider.desk.keep(*item.captures)
        return item

    async def close_spider(self) -> None:
        """Let the spider settle its crawl."""
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        await spider.finish()
