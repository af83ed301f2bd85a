"""Russia's Foreign Ministry: Bitrix since about 2021, Liferay before.

Of a page of today no selector is known, but the order in which a reader reads it is: day and time, the document's
number ("1345-28-06-2022"), the title, the text, then a calendar and the site's boilerplate.
"""

import re
from datetime import date
from functools import partial

from crawler.extract import blocks, cut_boilerplate, long_or_numeric_date, long_time, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Block, Release

MINISTRY = "Ministry of Foreign Affairs of the Russian Federation"
ZONE = "Europe/Moscow"
HOSTS = {"www.mid.ru": "mid.ru", "archive.mid.ru": "mid.ru"}  # the third keeps the site as it was on Liferay
LAST_DAY_OF_LIFERAY = date(2021, 6, 30)  # by the numbers of its documents; the very day is not known

_NUMBER = re.compile(r"(?<!\S)\d{1,5}-\d\d-\d\d-\d{4}$")
_CALENDAR = re.compile(r"(?:photo|фото|[\d\s|]+|\w+ \d{4})", re.IGNORECASE)


def announcements(path: str, language: str) -> Paginated:
    """The listing at `path`: a day in words or in figures ("11.04.2026"), pages numbered from 1."""
    return Paginated(
        f"https://mid.ru/{language}{path}",
        entry="ul.announce.announce_articles > li.announce__item",
        link="a.announce__link",
        date="span.announce__date",
        read_date=partial(long_or_numeric_date, language=language),
        older=partial(pagers.by_query, name="PAGEN_1", first=1),
    )


def identity(language: str) -> str:
    """The number that ends the path, of five figures for the oldest texts.

    Liferay's numbers are another sequence, told apart by the words before them.
    """
    return rf"^https://mid\.ru/{language}/(?:[^?]+?/)??((?:content/id/)?\d{{5,8}})/?(?:\?|$)"


def release(page: Page, language: str, end: str) -> Release:
    """A page of today. `end` is the heading of the boilerplate that follows the text.

    The ministry's archive serves Liferay's pages to this day, under Liferay's addresses. Raises LayoutError where the
    document's number, or the end, is not there.
    """
    if "/asset_publisher/" in page.url:
        return release_liferay(page, language)
    read = blocks(page.region("body"))
    head = next((number for number, block in enumerate(read) if _NUMBER.search(block.text)), None)
    if not head or head + 1 == len(read):
        raise LayoutError(f"{page.url}: no line ends with a document's number such as 1345-28-06-2022")
    printed = _NUMBER.sub("", read[head].text) or read[head - 1].text
    text = cut_boilerplate(read[head + 2 :], [end])
    return Release(read[head + 1].text, long_time(printed, language, ZONE, order="dmy"), _bare(text))


def release_liferay(page: Page, language: str) -> Release:
    """A page of before about 2021."""
    published = long_or_numeric_date(page.region("div.article-status-line").text, language)
    return release_of(page.region("h1"), published, page.region("div.text.article-content"))


def _bare(text: tuple[Block, ...]) -> tuple[Block, ...]:
    """`text` without the marker of photographs and the calendar that end it."""
    end = len(text)
    while end and _CALENDAR.fullmatch(text[end - 1].text):
        end -= 1
    return text[:end]
