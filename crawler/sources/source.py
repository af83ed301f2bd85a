"""What a ministry file is made of: the source, its listings as a crawl sees them, and what it expects of itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.sources.addresses import PORTS, canonical, host, origin, search
from crawler.sources.page import Page
from storage.errors import SourceError
from storage.records import Entry, ListingPage, Release, SourceInfo

NAME = re.compile(r"[a-z]{2}_[a-z0-9]+(_[a-z0-9]+)*")

Layout = Callable[[Page], Release]
Split = Callable[[Page], Mapping[str, Page]]
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


@dataclass(frozen=True, slots=True)
class Expect:
    """What a source should yield.

    `longest_gap` is the longest silence yet seen: a crawl that finds a longer one says so.
    """

    longest_gap: timedelta


def days(count: int) -> timedelta:
    """A span of whole days, for `Expect`."""
    return timedelta(days=count)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One stream of releases of one ministry in one language.

    `layout` reads today's pages; `former` maps the last day on which an older layout was right to that layout.
    `identity` is a pattern whose first group, found in an address, is the release's key; where it does not match, the
    canonical address is. `noise` names query parameters that identify nothing, `former_hosts` maps hosts under
    which the same pages stood to today's. `former_listings` are listings that exist in old captures alone: they are
    asked only where a replay or an archive answers. `checked_against` says honestly what the file was tested with.
    `split` is for a feed whose items hold the whole text: it gives each item, by its release's key, as a page of its
    own for `layout` to read, and releases are then never visited at their addresses.
    `retired` is the day after which the source is crawled no more; its pages stay readable.
    """

    name: str
    ministry: str
    country: str
    language: str
    timezone: str
    listings: Sequence[Listing]
    layout: Layout
    expect: Expect
    checked_against: str
    former: Mapping[date, Layout] = field(default_factory=dict)
    identity: str | None = None
    noise: frozenset[str] = frozenset()
    former_hosts: Mapping[str, str] = field(default_factory=dict)
    former_listings: Sequence[Listing] = ()
    split: Split | None = None
    family: str | None = None
    retired: date | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise SourceError(f"source name {self.name!r} should look like 'xx_ministry_en'")
        if not self.listings:
            raise SourceError(f"{self.name}: a source needs at least one listing")
        if self.identity is not None and re.compile(self.identity).groups < 1:
            raise SourceError(f"{self.name}: the identity pattern {self.identity!r} has no group")
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise SourceError(f"{self.name}: no time zone is called {self.timezone!r}") from None

    @property
    def info(self) -> SourceInfo:
        """What an archive keeps of the source."""
        return SourceInfo(self.name, self.ministry, self.country, self.language)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that belong to the source: those of its listings and its former ones."""
        listed = {urlsplit(listing.start).hostname or "" for listing in (*self.listings, *self.former_listings)}
        return frozenset(listed | self.former_hosts.keys() | set(self.former_hosts.values()))

    def visits(self, url: str, asked: str | None = None) -> bool:
        """Whether `url` is a web address on a host of the source, on port 80 or 443, or on one that somebody asked for.

        A listing's address asks for its own port, and so does `asked`, which a person typed.
        """
        place = origin(url)
        if place is None or place[1] not in self.hosts:
            return False
        named = (*(listing.start for listing in (*self.listings, *self.former_listings)), *([asked] if asked else ()))
        return place[2] in PORTS.values() or place[1:] in {found[1:] for at in named if (found := origin(at))}

    def canonical(self, url: str) -> str:
        """The one form of `url` that identifies: today's host, no noise, normal percent-escapes."""
        return canonical(url, noise=self.noise, hosts=self.former_hosts)

    def key(self, entry: Entry) -> str:
        """The identity of the release that `entry` announces; it survives a change of address."""
        return entry.key or self.key_of(entry.url)

    def key_of(self, url: str) -> str:
        """The identity of the release at `url`: the group of `identity`, else the canonical address."""
        address = self.canonical(url)
        found = search(self.identity, address) if self.identity else None
        return found[1] if found else address

    def owns(self, url: str) -> bool:
        """Whether `url` is, by its form alone, the address of one of the source's releases."""
        if self.identity is None or host(url) not in self.hosts:
            return False
        return search(self.identity, self.canonical(url)) is not None

    def listing_of(self, url: str) -> Listing | None:
        """The listing that `url` is a page of, by its form alone."""
        if not host(url):
            return None
        return next((found for found in (*self.listings, *self.former_listings) if found.owns(url)), None)

    def layout_on(self, day: date) -> Layout:
        """The layout that was right on `day`, the day of a capture."""
        for last_day in sorted(self.former):
            if day <= last_day:
                return self.former[last_day]
        return self.layout
