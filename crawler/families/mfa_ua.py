"""Ukraine's Foreign Ministry: the ministry's own content system, the same for embassies.

Selectors are those of a published description of 2022; how the pager is marked up is not known.
"""

from functools import partial

from crawler.extract import long_or_numeric_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of Ukraine"


def news(folder: str) -> Paginated:
    """The listing of `folder`: links without a day; older pages by `?page=2`, where there are such links."""
    return Paginated(
        f"https://mfa.gov.ua{folder}",
        entry="div.main-item_content",
        releases=rf"//mfa\.gov\.ua{folder}/[^/?#]+$",
        older=partial(pagers.by_query, first=1),
    )


def release(page: Page, language: str) -> Release:
    """A news page, its day in words or in figures."""
    published = long_or_numeric_date(page.region("div.page_title-desc").text, language)
    return release_of(page.region("h1"), published, page.region("div.editor-content"))
