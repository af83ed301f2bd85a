"""RSS 2.0 feeds (https://www.rssboard.org/rss-specification): as listings, and as the releases themselves.

A feed is a window on the newest items, never a backfill.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from crawler.extract.dates import local_day, rfc822
from crawler.extract.element import Element, clean
from crawler.extract.html import each
from crawler.extract.selections import fragment
from crawler.listings.lines import listed, read_each
from crawler.sources.addresses import search
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS feed as a listing.

    `key` is a pattern whose first group, found in an item's element `key_in`, is the release's key; without it, the
    source finds the key in the item's address.
    """

    start: str
    key: str | None = None
    key_in: str = "guid"

    def read(self, page: Page) -> ListingPage:
        """The items as entries, top first. Raises LayoutError where the payload is no feed, or has no item."""
        return listed(items(page), self._entry)

    def owns(self, url: str) -> bool:
        """Whether `url` is the feed's address."""
        return url.partition("://")[2] == self.start.partition("://")[2]

    def _entry(self, item: etree._Element) -> Entry:
        key = item_key(item, self.key, self.key_in) if self.key else None
        return Entry(text(item, "link"), clean(text(item, "title")), published(item), key)


def items(page: Page) -> Iterator[etree._Element]:
    """The items of a feed, each only until the next. Raises LayoutError where there is none: such a feed is broken."""
    number = 0
    for number, item in enumerate(each(page.body, {"rss": "item"}), 1):  # noqa: B007 - counted
        yield item
    if not number:
        raise LayoutError(f"{page.url}: the feed has no item")


def split(page: Page, key: str, key_in: str = "guid") -> dict[str, Page]:
    """The items of a feed by their keys, each a page of its own: the item's XML, under the item's link."""

    def keyed(item: etree._Element) -> tuple[str, Page]:
        of_item = Page(etree.tostring(item, encoding="utf-8"), text(item, "link"), page.fetched_at)
        return item_key(item, key, key_in), of_item

    return dict(read_each(items(page), keyed)[0])  # a listing's `read` says what is wrong with the others


def content(page: Page) -> Element:
    """The HTML that an item holds, cleaned as a region is. Raises LayoutError where it holds none."""
    held = page.xml.findtext(CONTENT) or page.xml.findtext("description") or ""
    return fragment(held, page.url)


def text(item: etree._Element, name: str) -> str:
    """The text of an item's element. Raises LayoutError where there is none."""
    found = (item.findtext(name) or "").strip()
    if not found:
        raise LayoutError(f"an item of the feed has no <{name}>")
    return found


def published(item: etree._Element) -> datetime | None:
    """An item's pubDate, or None where it has none. Raises DateError where it cannot be read."""
    printed = item.findtext("pubDate")
    return rfc822(printed) if printed else None


def published_day(item: etree._Element, timezone: str) -> date | None:
    """The day of an item's pubDate where the ministry is: what its page prints, while the time is the machine's own."""
    at = published(item)
    return local_day(at, timezone) if at else None


def item_key(item: etree._Element, pattern: str, key_in: str = "guid") -> str:
    """The group of `pattern` in an element of an item. Raises LayoutError where it is not found there."""
    stated = text(item, key_in)
    found = search(pattern, stated)
    if found is None:
        raise LayoutError(f"the {key_in} {stated!r} is not as {pattern!r} expects")
    return found[1]
