"""The board engine of Korea's Foreign Ministry: `/{tree}/brd/m_NNNN/{list,view}.do`, one scheme for all languages.

A post's number stands in a call to a script, `f_view('322958')`, behind `href="#"`; some boards have it in the link.
Posts are numbered roughly, not strictly, by time. How many pages a board has is not stated: it ends with a short page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract import blocks, captioned_images, clean, links, maybe, numeric_date, one
from crawler.extract.errors import LayoutError
from crawler.extract.soup import Element
from crawler.sources.page import Page
from storage.records import Entry, ListingPage, Release

MINISTRY = "Ministry of Foreign Affairs of the Republic of Korea"
HOSTS = {"mofa.go.kr": "www.mofa.go.kr"}
# What a search or a visitor's place in the list hangs on an address.
NOISE = frozenset(
    {"page", "srchFr", "srchTo", "srchWord", "srchTp", "company_cd", "company_nm"}
    | {"multi_itm_seq", "itm_seq_1", "itm_seq_2"}
)
_TABLE = CSSSelector("div.table_list table tbody")
_NUMBER = re.compile(r"f_view\(\s*'(\d{1,9})'|[?&]seq=(\d{1,9})")
_DATE = re.compile(r"\d{4}[-.]\d{2}[-.]\d{2}\.?")
_FULL = 10  # rows of a whole page
_DETAIL = ".board_detail"


@dataclass(frozen=True, slots=True)
class Board:
    """A board as a listing; `start` is its address, `.../list.do`.

    Posts are not strictly in the order of time, so an update looks at `patience` pages that are wholly held.
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
        entries = tuple(self._entries(table[0]))
        if not entries and page_of(page.url) == 1:
            raise LayoutError(f"{page.url}: the board has no post")
        more = len(entries) >= _FULL
        return ListingPage(entries, (f"{self.start}?{urlencode({'page': page_of(page.url) + 1})}",) if more else ())

    def owns(self, url: str) -> bool:
        """Whether `url` is a page of the board."""
        return urlsplit(url)[1:3] == urlsplit(self.start)[1:3]

    def _entries(self, table: etree._Element) -> Iterator[Entry]:
        for row in table.iter("tr"):
            for link in row.iter("a"):
                found = _NUMBER.search(f"{link.get('onclick')} {link.get('href')}")
                if found:
                    url = self.start.replace("list.do", f"view.do?seq={found[1] or found[2]}")
                    yield Entry(url, _words(link), numeric_date(_date(row), "ymd"))
                    break


def page_of(url: str) -> int:
    """The number of a board's page, by its address."""
    number = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    return int(number) if number.isascii() and number.isdigit() else 1


def release(page: Page, *, date: str, department: str | None = None) -> Release:
    """Read a post. `date` and `department` are the terms in its head that the day and the office stand under."""
    detail = page.region(_DETAIL)
    head = one(detail, ".bo_head")
    facts = _facts(head)
    if date not in facts:
        raise LayoutError(f"{page.url}: the head of the post has no {date!r}")
    body = maybe(detail, ".se-contents") or one(detail, ".bo_con")
    return Release(
        title=one(head, "h2").text,
        published=numeric_date(facts[date], "ymd"),
        blocks=blocks(body, without=".board_navi, .board_btn, .article_btn, .view_file, .attach, .sns"),
        images=captioned_images(body),
        links=links(detail),
        author=facts.get(department) if department else None,
    )


def _facts(head: Element) -> dict[str, str]:
    terms = head.select("dt")
    return {clean(term.get_text()): clean(value.get_text()) for term in terms if (value := term.find_next("dd"))}


def _date(row: etree._Element) -> str:
    dates = [words for cell in row.iter("td") if _DATE.fullmatch(words := _words(cell))]
    if len(dates) != 1:
        raise LayoutError(f"expected one date in a row of the board, found {dates}")
    return dates[0]


def _words(element: etree._Element) -> str:
    return clean("".join(str(text) for text in element.itertext()))
