"""Keeps a crawl off private addresses that nobody asked for: a public name may resolve to one (DNS rebinding)."""

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.sources.addresses import is_public

ASKED_HOSTS = "COMMUNIQUE_ASKED_HOSTS"  # the setting that names hosts a person asked for, wherever they are


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing answers that are not globally routable (IANA special-purpose registries)."""

    asked: frozenset[str] = frozenset()

    def __init__(self, *words: Any, **facts: Any) -> None:
        super().__init__(*words, **facts)
        self.refused: dict[str, str] = {}  # names, with the private addresses that they lead to

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "PublicResolver":
        """The way Scrapy makes a resolver, with the hosts a person asked for."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.asked = frozenset(crawler.settings.getlist(ASKED_HOSTS))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """Resolve `name`, failing with DNSLookupError where it leads to a private address."""
        found = super().getHostByName(name, timeout)
        return found if name in self.asked else found.addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if not is_public(address):
            self.refused[name] = address
            raise DNSLookupError(f"{name} leads to the private address {address}")
        self.refused.pop(name, None)
        return address


def leads_inside(name: str) -> str:
    """That a name was refused for its private address, where it was; empty for others.

    Twisted tells of such a refusal as of a name without any address.
    """
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install another one

    resolver = getattr(reactor, "resolver", None)
    address = resolver.refused.get(name) if isinstance(resolver, PublicResolver) else None
    return (
        f"{name} leads to the private address {address}, where only --generic, --url and --via lead" if address else ""
    )
