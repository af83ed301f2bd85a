"""Ministry of Foreign Affairs of Belarus: statements and news in English.

Site     https://mfa.gov.by/en/press/statements/ and /en/press/news_mfa/ (pages /2, /3 ...)
Caveats  Pages declare windows-1251 even where they are UTF-8. The lists of statements leave their dates empty; the day
         stands in the last line of the text, or in the title, or nowhere. Old entries stand in comments of the list.
         How the dates of the list of news are written is not known, so they are not read.
"""

from functools import partial

from crawler.extract import blocks, captioned_images, dateline_date, find_date, links, one
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

PAGE = r"([0-9a-f]{16})\.html$"

section = partial(
    Paginated, entry="a.tabs-content__item", releases=rf"/{PAGE}", title=".tabs-content__head", older=".paging-list a"
)


def layout(page: Page) -> Release:
    """Pages as of 2022."""
    content = page.region("section.content-page")
    title = one(content, "h1").text
    text = blocks(content, without="h1, nav")
    return Release(
        title, dateline_date(text, "en") or find_date(title, "en"), text, captioned_images(content), links(content)
    )


SOURCE = Source(
    name="by_mfa_en", ministry="Ministry of Foreign Affairs of the Republic of Belarus", country="BY", language="en",
    timezone="Europe/Minsk",
    listings=[
        section(f"https://mfa.gov.by/en/press/{name}/", pages=rf"/en/press/{name}/?(?:\d+/?)?$")
        for name in ("statements", "news_mfa")
    ],
    layout=layout, identity=rf"/en/press/(?:statements|news_mfa)/{PAGE}",
    expect=Expect(longest_gap=days(60)),
    checked_against="the list of statements and three of them, saved by a browser in early 2022; no page of news",
)  # fmt: skip
