"""Interfaces that answer in JSON, as listings. What stands where in an answer is said by JMESPath expressions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.extract.dates import iso
from crawler.extract.html import absolute
from crawler.extract.json_value import JsonValue, compiled
from crawler.extract.selections import words
from crawler.listings.lines import PartlyReadError, entry_of, listed, read_each
from crawler.listings.totals import number, of_items
from crawler.sources.addresses import canonical
from crawler.sources.page import Page
from crawler.sources.source import PageRequest, ReadDate
from storage.errors import LayoutError
from storage.records import Entry, ListingPage


class Paging(Protocol):
    """How the next page's address follows from a page and its items; `parameter` is what changes in it."""

    @property
    def parameter(self) -> str:
        """The name of the query parameter."""

    def older(self, url: str, items: Sequence[JsonValue]) -> str:
        """The address of the page after the one at `url`, which has these items and at least one."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Pages by the number of items that stand before them; the first one may do without. An empty page is the end."""

    parameter: str

    def older(self, url: str, items: Sequence[JsonValue]) -> str:
        """The page that begins after the last item."""
        own = url_query_parameter(url, self.parameter) or "0"
        if not (own.isascii() and own.isdigit()):
            raise LayoutError(f"{url}: {self.parameter}={own!r} is no number of items")
        return str(add_or_replace_parameter(url, self.parameter, str(int(own) + len(items))))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Pages that begin with a value, which `value` finds in the last item of the page before that has it.

    That item stands on both pages, so that none of its day or second is missed; the end is a page that leads to itself.
    """

    parameter: str
    value: str

    def __post_init__(self) -> None:
        compiled(self.value)

    def older(self, url: str, items: Sequence[JsonValue]) -> str:
        """The page that begins with the last item's value."""
        values, _ = read_each(reversed(items), lambda item: item.text(self.value))
        return str(add_or_replace_parameter(url, self.parameter, values[0]))


@dataclass(frozen=True, slots=True)
class JsonList:
    """An interface as a listing.

    `items` finds the items in an answer; `link`, `title`, `date` and `key` find what is said of a release in an item.
    `read_date` reads the date. `prefix` stands before each link. `key` is for items that state a release's key better
    than its address does. `paging` None means that there is one page. `belongs` tells the items that are the source's.
    `total` finds the number of items of all pages, where an answer states it. `headers` are sent along. `patience` is
    the number of pages without a new release before an update stops.
    Raises SourceError where an expression is none of JMESPath.
    """

    start: str
    items: str
    link: str
    title: str = "title"
    date: str | None = None
    read_date: ReadDate = iso
    prefix: str = ""
    key: str | None = None
    paging: Paging | None = None
    belongs: Callable[[JsonValue], bool] | None = None
    total: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: int = 1

    def __post_init__(self) -> None:
        for expression in (self.items, self.link, self.title, self.date, self.key, self.total):
            if expression is not None:
                compiled(expression)

    def read(self, page: Page) -> ListingPage:
        """The items as entries. Raises LayoutError where one lacks what it should have, or the first page has none."""
        answer = JsonValue.parse(page.text)
        items = answer.values(self.items)
        if not items and canonical(page.url) == canonical(self.start):
            raise LayoutError(f"{page.url}: no item at {self.items!r}")
        shown = listed(items, lambda item: self._entry(page, item), self._older(page, items))
        shown = replace(shown, is_last=self.paging is not None and not items)
        return of_items(shown, len(items), partial(self._total, answer, self.total)) if self.total else shown

    def owns(self, url: str) -> bool:
        """Whether `url` differs from `start` in the parameter of paging alone."""
        noise = {self.paging.parameter} if self.paging else ()
        return canonical(url, noise=noise) == canonical(self.start, noise=noise)

    def request_for(self, url: str) -> PageRequest:
        """A GET with the listing's headers."""
        return PageRequest(headers=self.headers)

    def split(self, page: Page) -> Mapping[str, Page]:
        """The items by their keys, each a page of its own, for an interface that gives whole texts."""
        items = JsonValue.parse(page.text).values(self.items)
        found, _ = read_each(items, lambda item: self._item(page, item))  # `read` says what is wrong with the others
        return dict(item for item in found if item)

    def _item(self, page: Page, item: JsonValue) -> tuple[str, Page] | None:
        try:
            entry = self._entry(page, item)
        except PartlyReadError as partly:
            entry = partly.entry
        return (entry.key, Page(item.dumped(), entry.url, page.fetched_at)) if entry and entry.key else None

    def _older(self, page: Page, items: Sequence[JsonValue]) -> tuple[str, ...]:
        return (self.paging.older(page.url, items),) if self.paging and items else ()

    def _total(self, answer: JsonValue, expression: str) -> int | None:
        printed = answer.text_or_none(expression)
        return None if printed is None else number(printed)

    def _entry(self, page: Page, item: JsonValue) -> Entry | None:
        if self.belongs is not None and not self.belongs(item):
            return None
        title = words(item.text_or_none(self.title) or "")
        printed = item.text(self.date) if self.date else None
        return entry_of(
            absolute(page.url, self.prefix + item.text(self.link)),
            title,
            lambda: self.read_date(printed) if printed else None,
            item.text(self.key) if self.key else None,
            "" if title else f"expected words at {self.title!r}, found nothing",
        )
