"""Ministry of Foreign Affairs of Uzbekistan: news in English.

Site     https://mfa.uz/en/press/news (also found as /en/en/press/news)
Caveats  Of a release's page one selector of 2022 is known (`div.base-content`); its title is the h1, where the page's
         `<title>` says so too, and its day the list's. The form of addresses is not known, so the whole address
         identifies. Older pages of the list come by a script and are not to be had.
"""

from functools import partial

from crawler.extract import long_time, release_of
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

TASHKENT = "Asia/Tashkent"


def layout(page: Page) -> Release:
    """Pages as of 2022."""
    return release_of(page.headline(), None, page.region("div.base-content"))


SOURCE = Source(
    name="uz_mfa_en", ministry="Ministry of Foreign Affairs of the Republic of Uzbekistan", country="UZ", language="en",
    timezone=TASHKENT,
    listings=[
        Paginated(
            "https://mfa.uz/en/press/news", entry=".medium-news__caption", link="a.medium-news__title",
            date=".news-meta__date", pages=r"/en/press/news/?$",
            read_date=partial(long_time, language="en", timezone=TASHKENT, order="dmy"),
        )
    ],
    layout=layout, expect=Expect(longest_gap=days(10)),
    checked_against="one list, saved by a browser in early 2022; a release's page by one published selector only",
)  # fmt: skip
