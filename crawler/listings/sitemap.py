"""Sitemaps (https://www.sitemaps.org/protocol.html) as listings: sets of addresses, indexes of sets, plain or in gzip.

A sitemap is in no order of time, so an update reads it whole, and its `lastmod` is no date of publication; that of
Google's news extension is.
"""

import zlib
from dataclasses import dataclass, replace

from lxml import etree

from crawler.extract.dates import iso
from crawler.extract.element import clean
from crawler.extract.html import each
from crawler.listings.lines import listed
from crawler.sources.addresses import canonical, search
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
TAGS = {f"{SITEMAP}urlset": f"{SITEMAP}url", f"{SITEMAP}sitemapindex": f"{SITEMAP}sitemap"}
LARGEST = 50 * 1024 * 1024  # bytes, by the protocol


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps at `start`.

    `releases` matches the addresses that are releases', `maps` those of the index's sitemaps that hold any.
    """

    start: str
    releases: str
    maps: str = r"^https?:"
    patience: int = 50_000  # an index holds no more: a set that is wholly held says nothing of the next

    def read(self, page: Page) -> ListingPage:
        """A set's releases, or the sets of an index, the last changed first. Raises LayoutError where it is neither."""
        maps: list[tuple[str, str]] = []

        def read(element: etree._Element) -> Entry | None:
            if element.tag == f"{SITEMAP}url":
                return self._entry(element)
            maps.append((_stated(element, "lastmod"), _stated(element, "loc")))
            return None

        shown = listed(each(_unpacked(page), TAGS), read)
        maps.sort(key=lambda stated: stated[0], reverse=True)
        return replace(shown, older=tuple(url for _, url in maps if search(self.maps, url)))

    def _entry(self, element: etree._Element) -> Entry | None:
        url = _stated(element, "loc")
        if not search(self.releases, url):
            return None
        published = element.findtext(f"{NEWS}news/{NEWS}publication_date")
        title = element.findtext(f"{NEWS}news/{NEWS}title") or ""
        return Entry(url, clean(title), iso(published) if published else None)

    def owns(self, url: str) -> bool:
        """Whether `url` is the address of the sitemap, or of one of the index's."""
        if canonical(url) == canonical(self.start):
            return True
        return search(self.maps, url) is not None and search(r"\.xml(?:\.gz)?$", url) is not None


def _stated(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{SITEMAP}{name}") or "").strip()


def _unpacked(page: Page) -> bytes:
    """The XML of a sitemap. Raises LayoutError where its gzip is broken, or larger than the protocol allows."""
    if page.body[:2] != b"\x1f\x8b":
        return page.body
    decompress = zlib.decompressobj(wbits=31)
    try:
        body = decompress.decompress(page.body, LARGEST)
    except zlib.error as error:
        raise LayoutError(f"{page.url}: the gzip is broken ({error})") from None
    if not decompress.eof:
        raise LayoutError(f"{page.url}: the gzip is cut off, or holds more than {LARGEST} bytes")
    return body
