"""Global Affairs Canada: news releases, statements, speeches, advisories and backgrounders in English.

Site     https://www.canada.ca/en/global-affairs/news (older ones under /en/news/archive)
Listing  A JSON interface, read twice: the newest hundred, and all since 2012 by a cursor, oldest first.
Caveats  A single result is an object, not a list. The line of place and day is inferred from the template: without it
         a page states no day here, and the listing's counts. Releases that the interface lists at international.gc.ca
         (2012-2015) are of a site that is gone, and are known by name alone.
"""

from crawler.families.canada_news import MINISTRY, ZONE, newest, release, since_2012
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "en")


SOURCE = Source(
    name="ca_gac_en", ministry=MINISTRY, country="CA", language="en", timezone=ZONE,
    listings=[newest("en"), since_2012("en")], layout=layout,
    identity=r"^https://www\.canada\.ca/en/(?:[a-z-]+/news|news/archive)/(\d{4}/\d{1,3}/[^/?]+)\.html$",
    former_hosts={"canada.ca": "www.canada.ca"}, family="canada_news",
    expect=Expect(longest_gap=days(33)),
    checked_against="7,116 real addresses of 2012-2026; markup and interface by published descriptions only",
)  # fmt: skip
