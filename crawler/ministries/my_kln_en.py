"""Kementerian Luar Negeri (Ministry of Foreign Affairs of Malaysia): press releases, in English and Malay.

Site     https://www.kln.gov.my/web/guest/press-releases (Liferay; a table a year, each with a pager of its own)
Caveats  English and Malay releases stand in one list and no page says its language, so "en" is said of all. The day is
         the last line of the text where that is English; else the list's, in American figures ("2/28/22"). A release
         has two addresses: /-/NAME, and /press-releases/-/asset_publisher/LIST/content/NAME.
"""

from functools import partial

from crawler.extract import blocks, captioned_images, dateline_date, links, numeric_date
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Pages as of 2022."""
    article = page.region(".journal-content-article")
    text = blocks(article)
    published = dateline_date(text, "en")
    return Release(page.region("h3.header-title").text, published, text, captioned_images(article), links(article))


SOURCE = Source(
    name="my_kln_en", ministry="Ministry of Foreign Affairs of Malaysia", country="MY", language="en",
    timezone="Asia/Kuala_Lumpur",
    listings=[
        Paginated(
            "https://www.kln.gov.my/web/guest/press-releases", entry="table.table tbody tr",
            releases=r"/web/guest/(?:[^/]+/)?-/", older=".lfr-pagination a[href*='_cur=']",
            date="td:nth-of-type(2)", read_date=partial(numeric_date, order="mdy", pivot=2069),
        )
    ],
    layout=layout, identity=r"/web/guest/(?:[^/]+/)?-/(?:asset_publisher/[^/]+/content/)?([^/?#]+)",
    noise=frozenset({"inheritRedirect", "redirect"}),
    expect=Expect(longest_gap=days(21)),
    checked_against="the list and one release, saved by a browser in early 2022; today's pages not seen",
)  # fmt: skip
