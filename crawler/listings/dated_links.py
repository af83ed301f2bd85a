"""Listings known by what a reader sees, not by their markup: links to releases, each with a day printed beside it.

An entry is a link whose address is a release's; its day is that of the nearest element around the link that prints one,
the link's own words left out (a title may speak of another day) and no other release's link among them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from crawler.extract.element import Element, clean
from crawler.sources.addresses import place
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
        entries: dict[str, Entry] = {}
        for link in anchors:
            url = str(link["href"])
            if url not in entries:
                entries[url] = Entry(url, link.text, self._day(link, url))
        return ListingPage(tuple(entries.values()), tuple(self.older(page)))

    def owns(self, url: str) -> bool:
        """Whether `url` is a page of the list: it differs from `start` in the query alone."""
        return place(url) == place(self.start)

    def _links(self, element: Element) -> Iterator[Element]:
        anchors = cast(list[Element], element.select("a[href]"))
        return (link for link in anchors if re.search(self.releases, str(link["href"])))

    def _day(self, link: Element, url: str) -> date:
        for around in cast(Iterator[Element], link.parents):
            links = list(self._links(around)) if isinstance(around, Element) else []
            if {str(other["href"]) for other in links} != {url}:
                break
            inside = {id(string) for other in links for string in other.strings}
            words = clean(" ".join(string for string in around.strings if id(string) not in inside))
            if found := self.find_date(words):
                return found
        raise LayoutError(f"no day is printed beside the link to {url}")
