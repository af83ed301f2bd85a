"""An index of the newest releases under days without a year, with a page for each older month.

The index reaches into the month before. The files of older months are named after no rule ("3_1", "4_02", "202610"), so
their addresses are taken from the links to them and never made up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bs4 import Tag

from crawler.extract.dates import month_day, with_year, year_month
from crawler.extract.dates.calendars import existing
from crawler.extract.element import Element
from crawler.extract.selections import one
from crawler.listings.lines import entry_of, listed
from crawler.sources.addresses import host, place, search
from crawler.sources.page import Page
from storage.errors import DateError, LayoutError
from storage.records import Entry, ListingPage

_RELEASE = re.compile(r"^https?://[^#]+(?<!_index)\.html?$")

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DatedIndex:
    """An index in `language`: a list of days (`dt`), each with links to its releases (`dd`).

    `region` is the element around list and links to months, `entries` the list in it. `archive` matches the address of
    a month's page, with year and month as its groups; `year_zero` is added to the year where sites count from an era.
    `timezone` is where the index's day is reckoned.
    """

    start: str
    language: str
    timezone: str
    region: str
    entries: str
    archive: str
    year_zero: int = 0

    def read(self, page: Page) -> ListingPage:
        """The entries of a page and the archive's months that are older, newest first.

        Raises LayoutError where the list is not there, a date cannot be read, or address, heading and dates of a
        month's page contradict one another. A month whose list is there and empty has no entries.
        """
        region = page.region(self.region)
        shown = self._month_shown(page, region)
        lines = self._lines(one(region, self.entries))
        return listed(lines, lambda line: self._entry(*line, shown, page), self._older(region, shown))

    def owns(self, url: str) -> bool:
        """Whether `url` is, by its form, the index or a month of the archive."""
        path, asked = place(self.start)[1], place(url)[1]
        folder, _, name = path.rpartition("/")
        if host(url) != host(self.start) or asked.rpartition("/")[0] != folder:
            return False
        return asked in (path, path.removesuffix(name)) or self._month(url) is not None

    def _lines(self, entries: Element) -> Iterator[tuple[str, Tag]]:
        """The links to releases, each with the day it stands under."""
        for term in entries.select("dt"):
            below = term.find_next_sibling("dd")
            for link in below.select("a[href]") if below else ():
                if search(_RELEASE, str(link["href"])):
                    yield term.get_text(), link

    def _entry(self, day: str, link: Tag, shown: Month | None, page: Page) -> Entry:
        return entry_of(str(link["href"]), link.text, lambda: self._date(day, shown, page))

    def _date(self, words: str, shown: Month | None, page: Page) -> date:
        month, day = month_day(words, self.language)
        if shown is None:
            return with_year(month, day, page.fetched_at.astimezone(ZoneInfo(self.timezone)).date())
        if month != shown[1]:
            raise LayoutError(f"{page.url}: {words.strip()!r} stands in the archive of {shown[0]}-{shown[1]:02}")
        return existing(shown[0], month, day)

    def _month_shown(self, page: Page, region: Element) -> Month | None:
        """The month that address or heading names; None on the index."""
        named = self._month(page.url)
        for heading in region.select("h2"):
            try:
                printed = year_month(heading.text, self.language)
            except DateError:
                continue
            if named and printed != named:
                raise LayoutError(f"{page.url}: the heading {heading.text!r} names another month than the address")
            return printed
        return named

    def _month(self, url: str) -> Month | None:
        found = search(self.archive, url)
        return (int(found[1]) + self.year_zero, int(found[2])) if found else None

    def _older(self, region: Element, shown: Month | None) -> Iterator[str]:
        months = {self._month(url): url for url in (str(link["href"]) for link in region.select("a[href]"))}
        listed = sorted(((month, url) for month, url in months.items() if month), reverse=True)
        return (url for month, url in listed if shown is None or month < shown)
