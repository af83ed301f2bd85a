"""Gives Scrapy one spider per registered source, so that `scrapy list` and `scrapy crawl NAME` work."""

import logging
import os
from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.settings import USER_AGENT
from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from crawler.spiders.source_spider import SourceSpider
from storage.errors import NoSourceError

logger = logging.getLogger(__name__)


class NoSpider(UsageError, KeyError):  # noqa: N818 - of Scrapy, whose command line ends with 2 and says no more
    """Raised where no source has the name, which is said already: the KeyError that Scrapy expects."""


class SourceLoader:
    """Scrapy's spider loader over the registry."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The way Scrapy makes a loader; the registry needs no setting."""
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a source. Raises NoSpider where there is none."""
        try:
            return spider_for(source(spider_name))
        except NoSourceError as error:
            logger.error("%s", error)  # noqa: TRY400 - a person's slip, no failure of the program
            raise NoSpider(print_help=False) from None

    def list(self) -> list[str]:
        """The names of all sources."""
        return [*sources()]

    def find_by_request(self, request: Request) -> Sequence[str]:
        """The sources to whose site a request goes."""
        host = urlsplit(request.url).hostname
        return [name for name, found in sources().items() if host in found.hosts]


def spider_for(found: Source) -> type[SourceSpider]:
    """The one spider, bound to a source."""
    named = {"name": found.name, "source": found, "custom_settings": _named_agent()}
    return type(f"Spider_{found.name}", (SourceSpider,), named)


def _named_agent() -> dict[str, str]:
    """The user agent, with whom a ministry may write to where COMMUNIQUE_CONTACT says."""
    contact = os.environ.get("COMMUNIQUE_CONTACT", "").strip()
    return {"USER_AGENT": f"{USER_AGENT.removesuffix(')')}; {contact})"} if contact else {}
