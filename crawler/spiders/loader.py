"""Gives Scrapy one spider per registered source, so that `scrapy list` and `scrapy crawl NAME` work."""

from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from crawler.spiders.source_spider import SourceSpider


class SourceLoader:
    """Scrapy's spider loader over the registry."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The way Scrapy makes a loader; the registry needs no setting."""
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a source. Raises KeyError where there is none, as Scrapy expects."""
        if spider_name not in sources():
            raise KeyError(f"no source is called {spider_name!r}; `scrapy list` shows them")
        return spider_for(source(spider_name))

    def list(self) -> list[str]:
        """The names of all sources."""
        return [*sources()]

    def find_by_request(self, request: Request) -> Sequence[str]:
        """The sources to whose site a request goes."""
        host = urlsplit(request.url).hostname
        return [name for name, found in sources().items() if host in found.hosts]


def spider_for(found: Source) -> type[SourceSpider]:
    """The one spider, bound to a source."""
    return type(f"Spider_{found.name}", (SourceSpider,), {"name": found.name, "source": found})
