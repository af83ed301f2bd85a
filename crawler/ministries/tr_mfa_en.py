"""Dışişleri Bakanlığı (Ministry of Foreign Affairs of Türkiye): press releases in English.

Site     https://www.mfa.gov.tr/sub.en.mfa?ad9093da-8e71-4678-a1b6-05f297baadc4 (a window on the newest)
Caveats  A title without a leading number and date leaves the day unknown. Numbers begin anew each year and slugs hold
         no year, so the whole slug identifies. Some clients are sent to the home page.
"""

from crawler.families.mfa_tr import MINISTRY, ZONE, release, section
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "en")


SOURCE = Source(
    name="tr_mfa_en", ministry=MINISTRY, country="TR", language="en", timezone=ZONE,
    listings=[section("ad9093da-8e71-4678-a1b6-05f297baadc4", "en")], layout=layout,
    identity=r"/(?!sub\.|default\.|rss\.)([^/?]+)\.en\.mfa$", family="mfa_tr",
    expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2022-2026; no page has been seen",
)  # fmt: skip
