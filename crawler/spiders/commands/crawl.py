"""`scrapy crawl NAME`: as Scrapy has it, with one line for a wrong word and an exit code that says how it ended."""

import argparse
import logging
from typing import Any

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.ingest.outcome import exit_code
from crawler.ingest.plan import Plan
from crawler.spiders.source_spider import SourceSpider
from storage.errors import SourceError

logger = logging.getLogger(__name__)


class Command(crawl.Command):
    """Ends with 2 for words that make no plan, and else as `communique crawl` does."""

    _crawled: Crawler | None = None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl one source. Raises Scrapy's UsageError, for which Scrapy ends with 2."""
        try:
            Plan.of(**opts.spargs)
        except SourceError as error:  # Scrapy would tell it, as a traceback, once the crawl has begun
            logger.error("%s", error)  # noqa: TRY400 - a person's slip, no failure of the program
            raise UsageError(print_help=False) from None
        super().run(args, opts)
        spider = self._crawled.spider if self._crawled else None
        if isinstance(spider, SourceSpider):
            self.exitcode = max(self.exitcode, exit_code([spider.summary]))

    def _create_crawler(self, spidercls: Any) -> Crawler:
        self._crawled = super()._create_crawler(spidercls)
        return self._crawled
