"""Downloads that a stopped crawl does not wait for: a server that answers nothing may hold one up for a minute."""

import asyncio

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawler.spiders.politeness import LOOK
from crawler.spiders.requests import Stopped

GRACE = 1.5  # seconds that a download is given once its crawl is stopped


class StoppableDownloads(HTTP11DownloadHandler):
    """Scrapy's own, but for a crawl that is being stopped: what is not there soon is left to the next one."""

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises Stopped where the crawl was stopped meanwhile."""
        download = asyncio.ensure_future(super().download_request(request))
        left = GRACE
        while not (await asyncio.wait({download}, timeout=LOOK))[0]:
            left = left if self.crawler.crawling else left - LOOK
            if left <= 0:
                download.cancel()
                raise Stopped("the crawl was stopped")
        return download.result()
