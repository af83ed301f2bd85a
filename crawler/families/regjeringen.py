"""Norway's government site, www.regjeringen.no: every address ends in a number that identifies, `/id2006120/`."""

from functools import partial

from crawler.extract import find_date, numeric_date, release_of
from crawler.listings.numbered_query import older_pages
from crawler.listings.paginated import Paginated, Published
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of Norway"
IDENTITY = r"/id(\d+)/?$"


def day(text: str, language: str) -> Published:
    """The day of an entry, in words or in figures (day, month, year, as Norway writes them)."""
    return find_date(text, language) or numeric_date(text, "dmy")


def news(start: str, language: str) -> Paginated:
    """A list of news as a listing."""
    return Paginated(
        start,
        region="ul.listing",
        entry=":scope > li.listItem",
        link="h2 a",
        releases=IDENTITY,
        date="span.date",
        printed=partial(day, language=language),
        older=partial(older_pages, name="page", first=1),
    )


def release(page: Page) -> Release:
    """Read a page. Where it prints its day is not known, so the day is left to the listing."""
    return release_of(page.headline(), None, page.region("div.article-body"))
