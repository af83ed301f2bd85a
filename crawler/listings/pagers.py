"""Pagers: where a page of a numbered list leads to the older ones. Each function fits a listing's `older`."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameters, url_query_parameter

from crawler.extract.dates import numeric_date
from crawler.extract.text import clean
from crawler.listings.lines import read_each
from crawler.sources.addresses import search
from crawler.sources.page import Page
from storage.errors import LayoutError

_FIRST_DAY = "1990-01-01"  # no ministry's site is older
# `var countPage = 67` with `"default"+"_" + nextPage + "."+"shtml"`, seen in 2020.
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,4})\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,4})\b")
_NAME = re.compile(r'\b(\w{1,40})\\?"\s*\+\s*"_"\s*\+\s*nextPage\s*\+\s*"\."\s*\+\s*"(\w{1,40})')
# `createPageHTML(67, 0, "index", "shtml")`, which the same system's newer templates call.
_CALL = re.compile(
    r"createPageHTML\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*[\"'](\w{1,40})[\"']\s*,\s*[\"'](\w{1,40})[\"']"
)


def by_query(page: Page, name: str = "page", first: int = 0) -> tuple[str, ...]:
    """Older pages by a number in the query: `?page=2` (Drupal), `?PAGEN_1=2` (Bitrix), `?p=2`; nearest first.

    They are the addresses with a greater number than this page's that it links to. `name` is the query parameter,
    `first` the number of the page whose address has none. A pager may link to itself by any path of its own, so
    whatever leads to the same path counts, and nothing else of the pager's markup is needed.
    """

    def number_in(url: str) -> tuple[str, int]:
        try:
            parts = urlsplit(url)
            value = parse_qs(parts.query).get(name, [""])[0]
        except ValueError:  # "http://[", or more parameters than anybody writes
            return "", first
        return parts.netloc + parts.path, int(value) if value.isdecimal() and len(value) < 7 else first

    return _greater(page, number_in)


def by_path(page: Page, pattern: str) -> tuple[str, ...]:
    """Older pages by a number in the path, as WordPress has it: `/news/page/2/`; nearest first.

    `pattern` has the number as its group; the page whose address it does not match is page 1. Raises LayoutError where
    no link leads to another page, for then nobody would notice that all older pages are missed.
    """
    found = re.compile(pattern)

    def number_in(url: str) -> tuple[str, int]:
        number = search(found, url)
        return "", int(number[1]) if number else 1

    if not any(search(found, page.absolute(link.get("href") or "")) for link in page.tree.iter("a")):
        raise LayoutError(f"{page.url}: no link leads to another page of the list")
    return _greater(page, number_in)


def by_days(page: Page, days: str, read: Callable[[str], date], window: tuple[str, str]) -> tuple[str, ...]:
    """Older pages by a form's window of days: all until the oldest day shown here, or until the day before that.

    For lists whose numbered pages are not to be relied on. `days` selects the days printed here, which `read` reads;
    `window` names the query parameters of the first and the last day. Whether a window holds its last day differs, so
    it ends a day later. Where it ended there already, its numbered pages come before the next window. A page that
    links to none with a greater number shows all that is left. Raises LayoutError where no day can be read.
    """
    numbered = by_query(page)
    if not numbered:
        return ()
    shown, _ = read_each(page.region("body").select(days), lambda day: read(clean(day.get_text())))
    if not shown:
        raise LayoutError(f"{page.url}: no day matches {days!r}")
    last, (since, until) = min(shown) + timedelta(days=1), window
    stated = url_query_parameter(page.url, until)
    if stated and (asked := numeric_date(stated, "ymd")) <= last:
        last = asked - timedelta(days=1)
    else:
        numbered = ()
    to = {since: _FIRST_DAY, until: last.isoformat(), "page": "0"}
    return (*numbered, add_or_replace_parameters(page.url, to))


def by_file_name(page: Page) -> tuple[str, ...]:
    """Older pages by a number in the file's name: `index.html`, `index_1.html`, `index_2.html`; nearest first.

    Content systems of Chinese government sites write them. The links are made by a script, which states how many pages
    there are, which one this is, and how their names begin and end. Raises LayoutError where no script does.
    """
    count, current, stem, ending = _script(page)
    return tuple(page.absolute(f"{stem}_{number}.{ending}") for number in range(int(current) + 1, int(count)))


def pages_by_file_name(page: Page) -> int:
    """How many pages the script of such a listing states. Raises LayoutError where there is none."""
    return int(_script(page)[0])


def _script(page: Page) -> tuple[str, ...]:
    """How many pages the script states, which one this is, and how their names begin and end."""
    if call := _CALL.search(page.text):
        return call.groups()
    found = [pattern.search(page.text) for pattern in (_COUNT, _CURRENT, _NAME)]
    if None in found:
        raise LayoutError(f"{page.url}: no script states how many pages the listing has")
    return tuple(group for match in found if match for group in match.groups())


def _greater(page: Page, number_in: Callable[[str], tuple[str, int]]) -> tuple[str, ...]:
    """The linked addresses of the same list with a greater number; `number_in` tells list and number of an address."""
    this_list, current = number_in(page.url)
    found: dict[int, str] = {}
    for link in page.tree.iter("a"):
        url = page.absolute(link.get("href") or "")
        its_list, number = number_in(url)
        if its_list == this_list and number > current:
            found.setdefault(number, url)
    return tuple(found[number] for number in sorted(found))
