"""Dışişleri Bakanlığı (Ministry of Foreign Affairs of Türkiye): açıklamalar (statements), in Turkish.

Site     https://www.mfa.gov.tr/sub.tr.mfa?3fc6582e-a37b-40d1-847a-6914dc12fb60 (a window on the newest)
Caveats  As in the English source; which section holds what has been described for English alone.
"""

from crawler.families.mfa_tr import MINISTRY, ZONE, release, section
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "tr")


SOURCE = Source(
    name="tr_mfa_tr", ministry=MINISTRY, country="TR", language="tr", timezone=ZONE,
    listings=[section("3fc6582e-a37b-40d1-847a-6914dc12fb60", "tr")], layout=layout,
    identity=r"/(?!sub\.|default\.|rss\.)([^/?]+)\.tr\.mfa$", family="mfa_tr",
    expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2022-2026; no page has been seen",
)  # fmt: skip
