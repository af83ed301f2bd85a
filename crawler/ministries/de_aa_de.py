"""Auswärtiges Amt (Federal Foreign Office of Germany): what the press office publishes in German.

Site     https://www.auswaertiges-amt.de/de/newsroom
Listing  The feed of the press office has the newest ten; the address of the German list's JSON is not known, so that
         there is no backfill.
Caveats  As for English. Whether the same release in both languages bears the same number is not known.
"""

from crawler.families.auswaertiges_amt import HOSTS, MINISTRY, identity, release
from crawler.listings import rss
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page)


SOURCE = Source(
    name="de_aa_de", ministry=MINISTRY, country="DE", language="de", timezone="Europe/Berlin",
    listings=[rss.Feed("https://www.auswaertiges-amt.de/static/includes/rss/Presse-RSS-Feed.xml")],
    layout=layout, identity=identity("de"), former_hosts=HOSTS, family="auswaertiges_amt",
    expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2026-08; one travel page of 2021, which is no release",
)  # fmt: skip
