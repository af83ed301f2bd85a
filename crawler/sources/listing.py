"""Listings as a crawl sees them: the protocol of every kind of listing, and two more for kinds that need them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from crawler.sources.page import Page
from storage.records import ListingPage

Published = date | datetime | None
ReadDate = Callable[[str], Published]
FindOlder = Callable[[Page], Sequence[str]]


class Listing(Protocol):
    """A page, feed, sitemap or API answer that announces releases.

    Pure: it reads pages that it is handed, and says where older ones stand.
    """

    @property
    def start(self) -> str:
        """The address of the newest page."""

    def read(self, page: Page) -> ListingPage:
        """What a page of the listing announces. Raises LayoutError."""

    def owns(self, url: str) -> bool:
        """Whether `url` is, by its form, a page of this listing."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The HTTP request for a listing's page, where it is more than a GET of the address; `headers` by name."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@runtime_checkable
class RequestsPages(Protocol):
    """A listing that states how its pages are requested: by a form that is posted, or with headers of its own."""

    def request_for(self, url: str) -> PageRequest:
        """The request for the page at `url`. Each page has an address of its own, whatever is sent along."""


@runtime_checkable
class LooselyOrdered(Protocol):
    """A listing whose pages are not strictly in order of time."""

    @property
    def patience(self) -> int:
        """After how many pages in a row without a new release an update may stop; 1 for any other listing."""
