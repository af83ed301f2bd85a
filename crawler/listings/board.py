"""Boards of Korean government sites: `/{tree}/brd/m_NNNN/list.do`, with posts at `.../view.do?seq=NNNN`.

A post's number stands in a call to a script, `f_view('322958')`, behind `href="#"`; some boards have it in the link.
Posts are numbered roughly, not strictly, by time. How many pages a board has is not stated: it ends with a short page.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract.dates import numeric_date
from crawler.extract.text import clean
from crawler.listings.lines import entry_of, listed
from crawler.sources.addresses import place
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

_TABLE = CSSSelector("div.table_list table tbody")
_NUMBER = re.compile(r"f_view\(\s*'(\d{1,9})'|[?&]seq=(\d{1,9})")
_DATE = re.compile(r"\d{4}[-.]\d{2}[-.]\d{2}\.?")
_FULL = 10  # rows of a whole page


@dataclass(frozen=True, slots=True)
class Board:
    """A board as a listing; `start` is its address, `.../list.do`.

    Posts are not strictly in order of time, so an update stops after `patience` pages without a new release.
    """

    start: str
    patience: int = 3

    def read(self, page: Page) -> ListingPage:
        """The posts of a page, and the next page unless this one is short.

        Raises LayoutError where the table is not there, its first page has no post, or a row has not one date.
        """
        table = _TABLE(page.tree)
        if len(table) != 1:
            raise LayoutError(f"{page.url}: expected one table of posts, found {len(table)}")
        number, posts = _page_number(page.url), [row for row in table[0].iter("tr") if _post(row)]
        next_page = f"{self.start}?{urlencode({'page': number + 1})}"
        shown = listed(posts, self._entry, (next_page,) if len(posts) >= _FULL else ())
        if not shown.entries and number == 1:
            raise LayoutError(f"{page.url}: the board has no post")
        return shown

    def owns(self, url: str) -> bool:
        """Whether `url` is a page of the board."""
        return place(url) == place(self.start)

    def _entry(self, row: etree._Element) -> Entry | None:
        post = _post(row)
        if post is None:
            return None
        link, number = post
        url = self.start.replace("list.do", f"view.do?seq={number}")
        printed = _date(row)
        return entry_of(url, _words(link), lambda: numeric_date(printed, "ymd"))


def _post(row: etree._Element) -> tuple[etree._Element, str] | None:
    """The link to a post in a row, and the post's number; None where the row has no post."""
    for link in row.iter("a"):
        if found := _NUMBER.search(f"{link.get('onclick')} {link.get('href')}"):
            return link, found[1] or found[2]
    return None


def _page_number(url: str) -> int:
    """The number of a board's page, by its address."""
    number = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _date(row: etree._Element) -> str:
    dates = [words for cell in row.iter("td") if _DATE.fullmatch(words := _words(cell))]
    if len(dates) != 1:
        raise LayoutError(f"expected one date in a row of the board, found {dates}")
    return dates[0]


def _words(element: etree._Element) -> str:
    return clean("".join(str(text) for text in element.itertext()))
