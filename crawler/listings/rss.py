"""RSS feeds (https://www.rssboard.org/rss-specification): as listings, and as the releases themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lxml import etree

from crawler.extract.dates import local_day
from crawler.extract.element import Element
from crawler.extract.selections import fragment
from crawler.listings.feeds import address, creator, item_key, lines, listing, own_date, published, text, title
from crawler.listings.lines import read_each
from crawler.sources.addresses import search
from crawler.sources.page import Page
from storage.records import ListingPage

__all__ = ["Feed", "content", "creator", "item_key", "lines", "published", "published_day", "split", "text", "title"]

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as a listing.

    `key` is a pattern whose first group, found in an item's element `key_in`, is the release's key; without it, the
    source finds the key in the item's address. `releases`, where it is stated, matches the addresses of the items that
    are releases.
    """

    start: str
    key: str | None = None
    key_in: str = "guid"
    releases: str | None = None

    def read(self, page: Page) -> ListingPage:
        """The items as entries, top first. Raises LayoutError where the payload is no feed, or has no item."""
        shown = listing(page, self.key, self.key_in)
        if self.releases is None:
            return shown
        return replace(shown, entries=tuple(one for one in shown.entries if search(self.releases, one.url)))

    def owns(self, url: str) -> bool:
        """Whether `url` is the feed's address."""
        return url.partition("://")[2] == self.start.partition("://")[2]


def split(page: Page, key: str, key_in: str = "guid") -> Mapping[str, Page]:
    """The items of a feed by their keys, each a page of its own: the item's XML, under the item's link."""
    dated = own_date(page)

    def keyed(item: etree._Element) -> tuple[str, Page]:
        body = etree.tostring(item, encoding="utf-8", with_tail=False)
        return item_key(item, key, key_in), Page(body, address(item, page.url), page.fetched_at, dated=dated)

    return dict(read_each(lines(page), keyed)[0])  # a listing's `read` says what is wrong with the others


def content(page: Page) -> Element:
    """The HTML that an item holds, cleaned as a region is. Raises LayoutError where it holds none."""
    item = page.xml
    held = item.findtext(CONTENT) or item.findtext("description") or ""
    return fragment(held, page.url)


def published_day(item: etree._Element, timezone: str) -> date | None:
    """The day of an item's date where the ministry is: what its page prints, while the time is the machine's own."""
    at = published(item)
    return local_day(at, timezone) if isinstance(at, datetime) else at
