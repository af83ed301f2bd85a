"""Sitemaps (https://www.sitemaps.org/protocol.html) as listings: sets of addresses, indexes of sets, plain or in gzip.

A sitemap is in no order of time, so an update reads it whole, and its `lastmod` is no date of publication; that of
Google's news extension is.
"""

import re
import zlib
from dataclasses import dataclass

from lxml import etree

from crawler.extract.dates import iso
from crawler.extract.html import absolute
from crawler.extract.selections import words
from crawler.listings.lines import entry_of, listed
from crawler.sources import xml_document
from crawler.sources.addresses import canonical, search
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

LARGEST = 50 * 1024 * 1024  # bytes, by the protocol
_TEXT = re.compile(r"\ufeff?\s*+https?://\S++\s*+(?:$|\n|(?=https?://))")  # an address a line, as the protocol allows
_GZIP = b"\x1f\x8b"
_PACKED = 3  # times, one in another
MOST_MEMBERS = 100  # of a gzip; what follows each is copied


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
        unpacked = Page(_unpacked(page), page.url, page.fetched_at, page.headers)
        if _TEXT.match(unpacked.text):
            urls = unpacked.text.lstrip("\ufeff").split("\n")
            return listed(filter(None, map(str.strip, urls)), self._line, undated=True)
        root, faults = unpacked.xml, unpacked.xml_faults
        kind = xml_document.name(root).lower()
        if kind == "sitemapindex":
            found = [(_stated(child, "lastmod"), _address(child, page.url)) for child in _called(root, "sitemap")]
            found.sort(key=lambda stated: stated[0], reverse=True)
            maps = tuple(url for _, url in found if search(self.maps, url))
            nowhere = ("a sitemap of the index has no address",) * sum(not url for _, url in found)
            return ListingPage((), maps, (*faults, *nowhere))
        if kind != "urlset":
            raise LayoutError(f"{page.url}: expected a sitemap, found <{xml_document.name(root)}>")
        lines = _called(root, "url")
        if len(root) and not lines:
            raise LayoutError(f"{page.url}: expected lines of a sitemap, found <{xml_document.name(root[0])}>")
        return listed(lines, lambda line: self._entry(line, page.url), faults=faults, undated=True)

    def _entry(self, element: etree._Element, base: str) -> Entry | None:
        url = _address(element, base)
        if not url:
            raise LayoutError("a line of the sitemap has no address")
        if not search(self.releases, url):
            return None
        news = next(iter(_called(element, "news")), element)
        printed, title = _stated(news, "publication_date"), words(_stated(news, "title"))
        return entry_of(url, title, lambda: iso(printed) if printed else None)

    def _line(self, url: str) -> Entry | None:
        return Entry(url, "") if search(self.releases, url) else None

    def owns(self, url: str) -> bool:
        """Whether `url` is the address of the sitemap, or of one of the index's."""
        if canonical(url) == canonical(self.start):
            return True
        return search(self.maps, url) is not None and search(r"\.xml(?:\.gz)?(?:\?|$)", url) is not None


def _called(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name, in whatever case, and of whatever edition of the protocol's vocabulary."""
    return [child for child in element if xml_document.name(child).lower() == name]


def _stated(element: etree._Element, name: str) -> str:
    return next(((child.text or "").strip() for child in _called(element, name)), "")


def _address(element: etree._Element, base: str) -> str:
    stated = _stated(element, "loc")
    return absolute(xml_document.base(element, base), stated) if stated else ""


def _unpacked(page: Page) -> bytes:
    """The XML of a sitemap, however often it was packed: servers pack `sitemap.xml.gz` once more.

    Raises LayoutError where its gzip is broken, or larger than the protocol allows.
    """
    body = page.body
    for _ in range(_PACKED):
        if body[:2] != _GZIP:
            break
        body = _members(body, page.url)
    return body


def _members(packed: bytes, url: str) -> bytes:
    rest, shown = packed, b""
    for _ in range(MOST_MEMBERS):  # a file of several members is one (RFC 1952, 2.2)
        if rest[:2] != _GZIP:
            return shown
        decompress = zlib.decompressobj(wbits=31)
        try:
            shown += decompress.decompress(rest, max(1, LARGEST - len(shown)))
        except zlib.error as error:
            raise LayoutError(f"{url}: the gzip is broken ({error})") from None
        if not decompress.eof:
            raise LayoutError(f"{url}: the gzip is cut off, or holds more than {LARGEST} bytes")
        rest = decompress.unused_data
    raise LayoutError(f"{url}: the gzip has more than {MOST_MEMBERS} members")
