"""Utenriksdepartementet (Ministry of Foreign Affairs of Norway): news and press releases in Norwegian.

Site     https://www.regjeringen.no/no/dep/ud/navigasjonssider/snarvei-nyheter/id2076040/
Caveats  No news page has been seen, but hearings, which have the same frame; so how news show photographs is not known.
         Addresses with a query are mostly closed to robots, `page=` is not. Cloudflare answered a crawler in 2026-10.
"""

from crawler.families.regjeringen import IDENTITY, MINISTRY, news, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

LIST = "https://www.regjeringen.no/no/dep/ud/navigasjonssider/snarvei-nyheter/id2076040/"


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "no")


SOURCE = Source(
    name="no_ud_no", ministry=MINISTRY, country="NO", language="nb", timezone="Europe/Oslo",
    listings=[news(LIST, "no")], layout=layout, identity=rf"/no/{IDENTITY}", family="regjeringen",
    expect=Expect(longest_gap=days(10)),
    checked_against="a list of hearings and two of them, real pages of 2026-07 in the site's frame; no news page",
)  # fmt: skip
