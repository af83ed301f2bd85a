"""Department of Foreign Affairs and Trade of Australia: departmental media releases.

Site     https://www.dfat.gov.au/news/departmental-media-releases (Drupal)
Caveats  The form of releases' addresses is not known, so whole addresses identify them. Its selectors are of 2022,
         and its text is the whole content column. Clients that are no browsers have been left hanging.
"""

from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from crawler.families.numbered_query import older_pages
from crawler.listings import Paginated
from crawler.page import Page
from crawler.reading import blocks, captioned_images, find_date, iso, links, long_date
from crawler.source import Expect, Source, days
from storage.records import Release

ZONE = "Australia/Sydney"
CREATED = ".block-entity-fieldnodecreated"
in_words = partial(long_date, language="en")


def printed(text: str) -> date | datetime:
    """The day of a `<time>` by its words, or the time by its attribute, where the department is."""
    found = find_date(text, "en") or iso(text, timezone=ZONE)
    return found.astimezone(ZoneInfo(ZONE)) if isinstance(found, datetime) else found


def layout(page: Page) -> Release:
    """The page as of 2022."""
    body = page.region("div.block-region-content")
    furniture = f"h1, nav, {CREATED}"
    return Release(
        title=page.region("h1").text,
        published=in_words(page.region(CREATED).text),
        blocks=blocks(body, without=furniture),
        images=captioned_images(body, without=furniture),
        links=links(body),
    )


SOURCE = Source(
    name="au_dfat_en", ministry="Department of Foreign Affairs and Trade of Australia", country="AU", language="en",
    timezone=ZONE,
    listings=[
        Paginated(
            "https://www.dfat.gov.au/news/departmental-media-releases",
            entry="li.views-row", date=".field > time", printed=printed, older=older_pages,
        )
    ],
    layout=layout, expect=Expect(per_week=(0, 15), longest_gap=days(60)),
    checked_against="published descriptions of 2022; no page has been seen",
)  # fmt: skip
