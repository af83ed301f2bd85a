"""Interfaces that answer in JSON: as listings, and read by paths.

A path names members, and elements by their place: "feed.entry", "links.speaker.0.title".
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.extract import clean, iso
from crawler.extract.errors import LayoutError
from crawler.extract.soup import absolute
from crawler.listings.paginated import ReadDate
from crawler.sources.addresses import canonical
from crawler.sources.page import Page
from crawler.sources.source import PageRequest
from storage.records import Entry, ListingPage


class Paging(Protocol):
    """How the next page's address follows from a page and its items; `parameter` is what changes in it."""

    @property
    def parameter(self) -> str:
        """The name of the query parameter."""

    def older(self, url: str, items: Sequence[Any]) -> str:
        """The address of the page after the one at `url`, which has these items and at least one."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Pages by the number of items that stand before them; the first one may do without. An empty page is the end."""

    parameter: str

    def older(self, url: str, items: Sequence[Any]) -> str:
        """Goes on after the last item."""
        own = url_query_parameter(url, self.parameter) or "0"
        if not (own.isascii() and own.isdigit()):
            raise LayoutError(f"{url}: {self.parameter}={own!r} is no number of items")
        return str(add_or_replace_parameter(url, self.parameter, str(int(own) + len(items))))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Pages that begin with a value, that at `path` in the last item of the page before.

    That item stands on both pages, so that none of its day or second is missed; the end is a page that leads to itself.
    """

    parameter: str
    path: str

    def older(self, url: str, items: Sequence[Any]) -> str:
        """Goes on from the last item's value."""
        return str(add_or_replace_parameter(url, self.parameter, text(items[-1], self.path)))


@dataclass(frozen=True, slots=True)
class JsonList:
    """An interface as a listing: paths to its items and, in an item, to link, title and date, which `printed` reads.

    `prefix` stands before each link. `key` is the path of a release's key, where the item states it better than its
    address does. `paging` None means that there is one page. `which` tells the items that belong to the source.
    `headers` are sent along. `patience` is the number of pages wholly held before an update stops.
    """

    start: str
    items: str
    link: str
    title: str = "title"
    date: str | None = None
    printed: ReadDate = iso
    prefix: str = ""
    key: str | None = None
    paging: Paging | None = None
    which: Callable[[Any], bool] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: int = 1

    def read(self, page: Page) -> ListingPage:
        """The items as entries. Raises LayoutError where one lacks what it should have, or the first page has none."""
        items = many(page.json, self.items)
        if not items and canonical(page.url) == canonical(self.start):
            raise LayoutError(f"{page.url}: no item at {self.items!r}")
        older = (self.paging.older(page.url, items),) if self.paging and items else ()
        return ListingPage(tuple(self._entry(page, item) for item in self._own(items)), older)

    def owns(self, url: str) -> bool:
        """Whether `url` differs from `start` in the parameter of paging alone."""
        noise = {self.paging.parameter} if self.paging else ()
        return canonical(url, noise=noise) == canonical(self.start, noise=noise)

    def ask(self, url: str) -> PageRequest:
        """With the headers."""
        return PageRequest(headers=self.headers)

    def split(self, page: Page) -> Mapping[str, Page]:
        """The items by their keys, each a page of its own, for an interface that gives whole texts."""
        own = [(item, self._entry(page, item)) for item in self._own(many(page.json, self.items))]
        return {
            entry.key: Page(json.dumps(item, ensure_ascii=False).encode(), entry.url, page.fetched_at)
            for item, entry in own
            if entry.key
        }

    def _own(self, items: list[Any]) -> list[Any]:
        return [item for item in items if self.which is None or self.which(item)]

    def _entry(self, page: Page, item: Any) -> Entry:
        return Entry(
            absolute(page.url, self.prefix + text(item, self.link)),
            text(item, self.title),
            self.printed(text(item, self.date)) if self.date else None,
            text(item, self.key) if self.key else None,
        )


def find(value: Any, path: str) -> Any:
    """What stands at `path`, or None where nothing does."""
    for name in path.split("."):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isascii() and name.isdigit():
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


def text(value: Any, path: str) -> str:
    """The words or the number at `path`, clean. Raises LayoutError where there are none."""
    found = find(value, path)
    words = clean(str(found)) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not words:
        raise LayoutError(f"expected words at {path!r}, found {_shown(found)}")
    return words


def many(value: Any, path: str) -> list[Any]:
    """The list at `path`; a single object is a list of one. Raises LayoutError where there is neither."""
    found = find(value, path)
    if not isinstance(found, list | dict):
        raise LayoutError(f"expected a list at {path!r}, found {_shown(found)}")
    return found if isinstance(found, list) else [found]


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value)[:60]
