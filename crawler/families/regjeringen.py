"""Norway's government site, www.regjeringen.no: every address ends in a number that identifies, `/id2006120/`."""

from functools import partial

from crawler.extract import long_or_numeric_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of Norway"
IDENTITY = r"/id(\d+)/?$"


def news(start: str, language: str) -> Paginated:
    """A list of news as a listing."""
    return Paginated(
        start,
        region="ul.listing",
        entry=":scope > li.listItem",
        link="h2 a",
        releases=IDENTITY,
        date="span.date",
        read_date=partial(long_or_numeric_date, language=language),
        older=partial(pagers.by_query, name="page", first=1),
    )


def release(page: Page) -> Release:
    """Read a page. Where it prints its day is not known, so the day is left to the listing."""
    return release_of(page.headline(), None, page.region("div.article-body"))
