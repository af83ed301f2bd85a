"""Listings of pages of entries, newest first, in HTML: what most sites have.

The functions that a listing is given must stand at the top of a module, for a source is sent to worker processes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from crawler.extract.element import Element
from crawler.extract.selections import maybe, one
from crawler.extract.text import clean
from crawler.listings.lines import entry_of, listed
from crawler.listings.totals import FindNumber, of_items, of_pages
from crawler.sources.addresses import place, search
from crawler.sources.page import Page
from crawler.sources.source import FindOlder, Published, ReadDate
from storage.errors import LayoutError
from storage.records import Entry, ListingPage


@dataclass(frozen=True, slots=True)
class Paginated:
    """Pages of entries, newest first, that link to older pages.

    `region` is the one element that holds the list, `entry` selects an entry in it, and `link` the entry's link (an
    entry that is a link itself needs none); `title` selects its headline where the link holds more words than that.
    Links whose address `releases` does not match are skipped. `date` selects the element that `read_date` reads, the
    entry itself where it is None; a `datetime` attribute is preferred to the text.
    `older` selects the links to older pages, or is a function that finds their addresses (see `pagers`).
    `total` finds the number of items that a page states of the whole list, `total_pages` that of pages (see `totals`).
    `pages` matches the addresses of the list's pages; without it they are those that differ from `start` in the query.
    `patience` is the number of pages without a new release before an update stops: more than one for a list that is
    only loosely in order of time.
    """

    start: str
    entry: str
    region: str = "body"
    link: str = "a[href]"
    releases: str = r"^https?:"
    title: str | None = None
    date: str | None = None
    read_date: ReadDate | None = None
    older: str | FindOlder | None = None
    total: FindNumber | None = None
    total_pages: FindNumber | None = None
    pages: str | None = None
    patience: int = 1

    def read(self, page: Page) -> ListingPage:
        """The entries of a page, each address once. Raises LayoutError where the list or its entries are not there."""
        older = self._older(page)  # first, and done with: a long list and its page are not in memory at once
        lines = cast(list[Element], page.region(self.region).select(self.entry))
        shown = listed(lines, self._entry, older)
        if not shown.entries:
            raise LayoutError(f"{page.url}: no entry matches {self.entry!r} in {self.region!r}")
        shown = replace(shown, is_last=self.older is not None and not older)
        if self.total_pages:
            return of_pages(shown, partial(self.total_pages, page))
        return of_items(shown, len(lines), partial(self.total, page)) if self.total else shown

    def owns(self, url: str) -> bool:
        """Whether `url` is, by its form, the address of a page of the list."""
        if self.pages is not None:
            return search(self.pages, url) is not None
        return place(url) == place(self.start)

    def _entry(self, element: Element) -> Entry | None:
        link = element if element.name == "a" else maybe(element, self.link)
        url = str(link.get("href", "")) if link else ""
        if link is None or not search(self.releases, url):
            return None
        title = one(element, self.title) if self.title else link
        return entry_of(url, title.text, self._date(element))

    def _date(self, entry: Element) -> Callable[[], Published]:
        read_date = self.read_date
        if read_date is None:
            return lambda: None
        element = one(entry, self.date) if self.date else entry
        return lambda: read_date(clean(str(element.get("datetime") or element.text)))

    def _older(self, page: Page) -> tuple[str, ...]:
        if not isinstance(self.older, str):
            return tuple(self.older(page)) if self.older else ()
        links = page.region("body").select(self.older)
        return tuple(dict.fromkeys(str(link["href"]) for link in links if link.get("href")))
