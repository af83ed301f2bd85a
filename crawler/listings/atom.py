"""Atom feeds (RFC 4287) as listings.

A release that is updated comes again, often under another id, so that releases are known by their addresses.
"""

from dataclasses import dataclass

from crawler.listings.feeds import listing
from crawler.sources.page import Page
from storage.records import ListingPage


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed at `start`."""

    start: str

    def read(self, page: Page) -> ListingPage:
        """The entries in order, each address once. Raises LayoutError where it is no feed, or has no entry."""
        return listing(page)

    def owns(self, url: str) -> bool:
        """Whether `url` is the feed's address."""
        return url.partition("://")[2] == self.start.partition("://")[2]
