"""Utenriksdepartementet (Ministry of Foreign Affairs of Norway): news and press releases in English.

Site     https://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/
Listing  The list is the whole government's: releases of other ministries stand in it too, and name their office.
Caveats  Two lists have numbers as releases have, and are no releases. As in the Norwegian source, news pages have not
         been seen; that English ones are built alike is inferred.
"""

from crawler.families.regjeringen import IDENTITY, MINISTRY, news, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "en")


SOURCE = Source(
    name="no_ud_en", ministry=MINISTRY, country="NO", language="en", timezone="Europe/Oslo",
    listings=[news("https://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/", "en")],
    layout=layout, identity=rf"/en/(?!.*/id(?:2006120|2415244)/?$){IDENTITY}", family="regjeringen",
    expect=Expect(longest_gap=days(10)),
    checked_against="two hearings of 2026-07, real Norwegian pages in the site's frame; no English page has been seen",
)  # fmt: skip
