"""Utenriksdepartementet (Ministry of Foreign Affairs of Norway): news and press releases in English.

Site     https://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/
Listing  The list is the whole government's: releases of other ministries stand in it too.
Caveats  Two lists have numbers as releases have, and are no releases. As in the Norwegian source, the list's
         dates are taken, and links with `page=` are followed.
"""

from crawler.families.regjeringen import IDENTITY, MINISTRY, news, release
from crawler.sources.source import Expect, Source, days

SOURCE = Source(
    name="no_ud_en", ministry=MINISTRY, country="NO", language="en", timezone="Europe/Oslo",
    listings=[news("https://www.regjeringen.no/en/whatsnew/news-and-press-releases/id2006120/", "en")],
    layout=release, identity=rf"/en/(?!dep/|.*/id(?:2006120|2415244)/?$).*{IDENTITY}", family="regjeringen",
    expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2022 and 2026-03; no page has been seen",
)  # fmt: skip
