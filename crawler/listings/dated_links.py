"""Listings known by what a reader sees, not by their markup: links to releases, each with a day printed beside it.

An entry is a link whose address is a release's; its day is that of the nearest element around the link that prints one,
the link's own words left out (a title may speak of another day) and no other release's link among them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from crawler.extract.element import Element
from crawler.extract.text import clean
from crawler.extract.visible import inside
from crawler.listings.lines import entry_of, listed
from crawler.sources.addresses import place, search
from crawler.sources.page import Page
from crawler.sources.source import FindOlder
from storage.errors import LayoutError
from storage.records import Entry, ListingPage


@dataclass(frozen=True, slots=True)
class DatedLinks:
    """Pages of dated links.

    `releases` matches the addresses of releases, `find_date` gives the day that a text prints, or None, and `older`
    finds the addresses of older pages.
    """

    start: str
    releases: str
    find_date: Callable[[str], date | None]
    older: FindOlder

    def read(self, page: Page) -> ListingPage:
        """The entries of a page. Raises LayoutError where there is none, or where one has no day beside it."""
        body = page.region("body")
        anchors = [link for link in self._links(body) if link.text]
        if not anchors:
            raise LayoutError(f"{page.url}: no link matches {self.releases!r}")
        first: dict[str, Element] = {}
        for link in anchors:
            first.setdefault(str(link["href"]), link)
        return listed(first.values(), self._entry, self.older(page))

    def owns(self, url: str) -> bool:
        """Whether `url` is a page of the list: it differs from `start` in the query alone."""
        return place(url) == place(self.start)

    def _links(self, element: Element) -> Iterator[Element]:
        anchors = cast(Iterator[Element], inside(element, "a"))
        return (link for link in anchors if link.has_attr("href") and search(self.releases, str(link["href"])))

    def _entry(self, link: Element) -> Entry:
        url = str(link["href"])
        return entry_of(url, link.text, lambda: self._day(link, url))

    def _day(self, link: Element, url: str) -> date:
        for around in cast(Iterator[Element], link.parents):
            if not isinstance(around, Element) or any(str(other["href"]) != url for other in self._links(around)):
                break
            own = {id(string) for other in self._links(around) for string in other.strings}
            words = clean(" ".join(string for string in around.strings if id(string) not in own))
            if found := self.find_date(words):
                return found
        raise LayoutError(f"no day is printed beside the link to {url}")
