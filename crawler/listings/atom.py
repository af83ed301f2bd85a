"""Atom feeds (RFC 4287) as listings.

A feed is a window on what was changed last: a release that is updated comes again, often under another id, so that
releases are known by their addresses. `updated` is no date of publication.
"""

from dataclasses import dataclass
from urllib.parse import urldefrag

from lxml import etree

from crawler.extract.dates import iso
from crawler.extract.element import clean
from crawler.extract.html import absolute, each
from crawler.listings.lines import listed
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed at `start`."""

    start: str

    def read(self, page: Page) -> ListingPage:
        """The entries in order, each address once. Raises LayoutError where it is no feed, or has no entry."""
        lines = each(page.body, {f"{ATOM}feed": f"{ATOM}entry"})
        shown = listed(lines, lambda element: _entry(element, page.url))
        if not shown.entries:
            raise LayoutError(f"{page.url}: the feed has no entry")
        return shown

    def owns(self, url: str) -> bool:
        """Whether `url` is the feed's address."""
        return url.partition("://")[2] == self.start.partition("://")[2]


def _entry(element: etree._Element, base: str) -> Entry:
    published = element.findtext(f"{ATOM}published")
    title = element.find(f"{ATOM}title")
    words = "" if title is None else "".join(str(text) for text in title.itertext())
    return Entry(_address(element, base), clean(words), iso(published) if published else None)


def _address(element: etree._Element, base: str) -> str:
    """Where an entry leads: its alternate link, else its id, without what follows "#"."""
    links = element.findall(f"{ATOM}link")
    stated = [link.get("href") or "" for link in links if link.get("rel", "alternate") == "alternate"]
    stated.append((element.findtext(f"{ATOM}id") or "").strip())
    url = urldefrag(absolute(base, next(filter(None, stated), ""))).url
    if not url.startswith(("http://", "https://")):
        raise LayoutError(f"{base}: an entry of the feed leads nowhere")
    return url
