"""Minister for Foreign Affairs of Australia: media releases.

Site     https://www.foreignminister.gov.au/minister/penny-wong/media-releases (Drupal)
Listing  The address names the minister and changes with the office; releases of earlier ministers stay online.
Caveats  The page's selectors are of 2022. Speeches and transcripts are read where they are met, but no listing of
         them is known. The feed /rss.xml was empty for others. Clients that are no browsers have been left hanging.
"""

from functools import partial

from crawler.extract import find_date, long_date, release_of
from crawler.listings import pagers
from crawler.listings.dated_links import DatedLinks
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

BLOCK = "div.block-ctools-block.block-entity-field"


def layout(page: Page) -> Release:
    """The page as of 2022."""
    published = long_date(page.region(f"{BLOCK}nodecreated").text, "en")
    return release_of(page.region("h1"), published, page.region(f"{BLOCK}nodebody"))


SOURCE = Source(
    name="au_fm_en", ministry="Minister for Foreign Affairs of Australia", country="AU", language="en",
    timezone="Australia/Sydney",
    listings=[
        DatedLinks(
            "https://www.foreignminister.gov.au/minister/penny-wong/media-releases",
            releases=r"/minister/[^/]+/media-release/[^/?#]+$",
            find_date=partial(find_date, language="en"),
            older=pagers.by_query,
        )
    ],
    layout=layout, identity=r"/minister/([^/]+/(?:media-release|speech|transcript)/[^/?#]+)$",
    expect=Expect(longest_gap=days(41)),
    checked_against="756 real addresses of 2022-2026; markup by published descriptions only, no page has been seen",
)  # fmt: skip
