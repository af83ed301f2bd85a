"""Ministry of Foreign Affairs of Taiwan: press releases, news and statements in English.

Site     https://en.mofa.gov.tw/News.aspx?n=1329&sms=272 and n=1328&sms=273
Listing  Three feeds, with a day for every item; how far back they reach is not known.
Caveats  An address identifies by `s` alone. The label before a page's day is known from the Chinese site: where it is
         another in English, the feed's day counts. The feeds are served in reach of plain clients (2026).
"""

from crawler.families.taiwan_portal import MINISTRY, NOISE, identity, release
from crawler.listings import rss
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

FEEDS = ("3273AA376FB01416", "07564A7F01D47BAD", "E57623EED610E7DF")  # press releases, news and events, statements


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page)


SOURCE = Source(
    name="tw_mofa_en", ministry=MINISTRY, country="TW", language="en", timezone="Asia/Taipei",
    listings=[rss.Feed(f"https://en.mofa.gov.tw/OpenData.aspx?SN={feed}") for feed in FEEDS],
    layout=layout, identity=identity("en.mofa.gov.tw"), noise=NOISE, family="taiwan_portal",
    expect=Expect(longest_gap=days(21)),
    checked_against="published descriptions of the feeds (2026) and of the Chinese site; no page has been seen",
)  # fmt: skip
