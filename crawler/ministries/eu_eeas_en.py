"""European External Action Service: statements and press material in English.

Site     https://www.eeas.europa.eu/eeas/press-material_en (Drupal; no feed)
Listing  Some cards lead to other sites of the Union; they are listed, and not read here. In 2026-09 `page=` was
         ignored: each page was the first. So older ones are asked for by the form's window of days, as plain clients
         did in 2019-2023; where two days fill a page, `page=` alone has the rest. /sitemap.xml?page=1 to 21 (2026) has
         all pages of the site, and does not tell press material from others.
Caveats  No published selector finds the day on the page for certain, so a release takes it from its listing. Parallel
         requests are answered with 429. How images and documents are marked up is not known.
"""

from functools import partial

from crawler.extract import long_or_numeric_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

CARD, DAY = ".card:has(.card-footer)", "div.card-footer"
WINDOW = "created_from", "created_to"
printed_day = partial(long_or_numeric_date, language="en")


def layout(page: Page) -> Release:
    """The page as of 2026."""
    return release_of(page.region("h1"), None, page.region("div.field--name-field-text"))


SOURCE = Source(
    name="eu_eeas_en", ministry="European External Action Service", country="EU", language="en",
    timezone="Europe/Brussels",
    listings=[
        Paginated(
            "https://www.eeas.europa.eu/eeas/press-material_en", entry=CARD, link=".card-title a[href]",
            date=DAY, read_date=printed_day,
            older=partial(pagers.by_days, days=f"{CARD} {DAY}", read=printed_day, window=WINDOW),
        )
    ],
    layout=layout,
    identity=r"^https://www\.eeas\.europa\.eu/((?:eeas/(?!press-material)|delegations/[^/]+/)[^/?#]+)_en$",
    expect=Expect(longest_gap=days(14)),
    checked_against="a French list of 2026-09, trimmed and transcribed; releases by descriptions of 2023-2026 only",
)  # fmt: skip
