"""How many items a site says that a listing has, all its pages together, where a page states it.

What is stated is compared with what is announced, so nothing may be claimed that a site does not say. A page that says
nothing has no total: a list of one page often has no pager. One that says it otherwise than expected has a fault.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract.text import clean
from crawler.sources.page import Page
from storage.errors import LayoutError, one_line
from storage.records import ListingPage, Total

FindNumber = Callable[[Page], int | None]

MOST = 10_000_000  # items: more than all ministries together have published
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)|\d+")  # "5,312", "5 312"


def last_number(page: Page, css: str) -> int | None:
    """The last number in the words of an element: "Viser 1-20 av 6960 treff", "Page 1 of 236".

    Where `css` selects several, as the links of a pager, the last counts. Raises LayoutError where it has no number.
    """
    found = cast(list[etree._Element], CSSSelector(css)(page.tree))
    if not found:
        return None
    printed = clean("".join(str(text) for text in found[-1].itertext()))
    return number((_NUMBER.findall(printed) or [printed])[-1])


def number(printed: str) -> int:
    """A number of items or pages, as it is printed. Raises LayoutError where it is none, or cannot be."""
    figures = re.sub(r"\D", "", printed) if _NUMBER.fullmatch(printed) else ""
    if not figures or len(figures) > len(str(MOST)) or int(figures) > MOST:
        raise LayoutError(f"expected a number of items or pages, found {printed[:60]!r}")
    return int(figures)


def of_items(shown: ListingPage, lines: int, find: Callable[[], int | None]) -> ListingPage:
    """What a page of so many lines shows, with the number of items that it states.

    Where some of its lines are no releases of the source, or none that can be read, that says nothing of releases.
    """
    if len(shown.entries) < lines:
        return shown
    return _stating(shown, find, lambda stated: Total(stated, stated))


def of_pages(shown: ListingPage, find: Callable[[], int | None]) -> ListingPage:
    """What a page shows, with a total by the number of pages that it states.

    Every page but the last has as many items as this one, which says nothing of the others where it is the last itself.
    """
    each = len(shown.entries)

    def total(pages: int) -> Total | None:
        if pages <= 1:
            return Total(each, each)
        return None if shown.is_last else Total((pages - 1) * each + 1, pages * each)

    return _stating(shown, find, total)


def _stating(shown: ListingPage, find: Callable[[], int | None], total: Callable[[int], Total | None]) -> ListingPage:
    try:
        stated = find()
        found = None if stated is None else total(stated)
    except LayoutError as error:
        return replace(shown, faults=(*shown.faults, one_line(f"the listing's total: {error}")))
    return replace(shown, total=found)
