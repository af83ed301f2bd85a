"""Department of Foreign Affairs and Trade of Australia: departmental media releases.

Site     https://www.dfat.gov.au/news/departmental-media-releases (Drupal)
Caveats  The form of releases' addresses is not known, so whole addresses identify them. Its selectors are of 2022,
         and its text is the whole content column. Clients that are no browsers have been left hanging.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from crawler.extract import find_date, iso, long_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

ZONE = "Australia/Sydney"
CREATED = ".block-entity-fieldnodecreated"


def date_of_time(text: str) -> date | datetime:
    """The day of a `<time>` by its words, or the time by its attribute, where the department is."""
    found = find_date(text, "en") or iso(text, timezone=ZONE)
    return found.astimezone(ZoneInfo(ZONE)) if isinstance(found, datetime) else found


def layout(page: Page) -> Release:
    """The page as of 2022."""
    published = long_date(page.region(CREATED).text, "en")
    return release_of(
        page.region("h1"), published, page.region("div.block-region-content"), without=f"h1, nav, {CREATED}"
    )


SOURCE = Source(
    name="au_dfat_en", ministry="Department of Foreign Affairs and Trade of Australia", country="AU", language="en",
    timezone=ZONE,
    listings=[
        Paginated(
            "https://www.dfat.gov.au/news/departmental-media-releases",
            entry="li.views-row", date=".field time:not(:has(time))", read_date=date_of_time, older=pagers.by_query,
        )
    ],
    layout=layout, expect=Expect(longest_gap=days(60)),
    checked_against="published descriptions of 2022; no page has been seen",
)  # fmt: skip
