"""Ministry of Foreign Affairs of Japan: press releases in English.

Site     https://www.mofa.go.jp/press/release/ (static pages, no feed)
Listing  The current index has dates without a year; older months stand in an archive.
Caveats  Cross-tree pages ("pageite_...") count anew in each folder, so only "press..." and "kaiken..." names identify.
         Plain clients abroad have been refused with 403. The markup of photographs has not been seen.
"""

from crawler.families.mofa import ZONE, index, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "en")


SOURCE = Source(
    name="jp_mofa_en",
    ministry="Ministry of Foreign Affairs of Japan",
    country="JP",
    language="en",
    timezone=ZONE,
    listings=[index("https://www.mofa.go.jp/press/release/index.html", "en", archive=r"/(\d{4})(\d{2})_index\.html")],
    layout=layout,
    identity=r"^https://[^/]+/(?!mofaj/)(?:.*/)?((?:press|kaiken)[a-z0-9]*_\d{6}(?:_\d{5})?)\.html$",
    former_hosts={"mofa.go.jp": "www.mofa.go.jp"},
    family="mofa",
    expect=Expect(longest_gap=days(12)),
    checked_against="361 real addresses; one release's text, in the markup of a Japanese page of the same template",
)
