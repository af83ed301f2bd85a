"""外務省 (Ministry of Foreign Affairs of Japan): press releases in Japanese.

Site     https://www.mofa.go.jp/mofaj/press/release/ (static pages, no feed)
Listing  The current index has dates without a year ("8月19日付") and reaches into the month before. Archives are
         named by the year of Reiwa (which began in 2019) and the month, padded or not: "3_1", "4_02".
Caveats  Almost a fifth of the entries lead to other trees of the site. Releases of 2020 and before are in the National
         Diet Library's web archive. The markup of photographs has not been seen.
"""

from crawler.families.mofa import ZONE, index, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "ja")


SOURCE = Source(
    name="jp_mofa_ja",
    ministry="Ministry of Foreign Affairs of Japan",
    country="JP",
    language="ja",
    timezone=ZONE,
    listings=[
        index(
            "https://www.mofa.go.jp/mofaj/press/release/index.html",
            "ja",
            archive=r"/(\d{1,2})_(\d{1,2})_index\.html",
            year_zero=2018,
        )
    ],
    layout=layout,
    identity=r"/mofaj/(?:.*/)?((?:press|kaiken)[a-z0-9]*_\d{6}(?:_\d{5})?)\.html$",
    former_hosts={"mofa.go.jp": "www.mofa.go.jp"},
    family="mofa",
    expect=Expect(longest_gap=days(12)),
    checked_against="the index of 2026-08; one page of the template, no release, transcribed in part (2026-09)",
)
