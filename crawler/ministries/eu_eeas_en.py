"""European External Action Service: statements and press material in English.

Site     https://www.eeas.europa.eu/eeas/press-material_en (Drupal; no feed)
Listing  Some cards lead to other sites of the Union; they are listed, and not read here.
Caveats  No published selector finds the day on the page, so a release takes it from its listing. Parallel requests are
         answered with 429. How images and documents are marked up is not known.
"""

from functools import partial

from crawler.extract import long_or_numeric_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """The page as of 2026."""
    return release_of(page.region("h1"), None, page.region("div.field--name-field-text"))


SOURCE = Source(
    name="eu_eeas_en", ministry="European External Action Service", country="EU", language="en",
    timezone="Europe/Brussels",
    listings=[
        Paginated(
            "https://www.eeas.europa.eu/eeas/press-material_en",
            region=".related-grid", entry=".card", link="h3.card-title a[href]", date="div.card-footer",
            read_date=partial(long_or_numeric_date, language="en"), older=pagers.by_query,
        )
    ],
    layout=layout,
    identity=r"^https://www\.eeas\.europa\.eu/((?:eeas/(?!press-material)|delegations/[^/]+/)[^/?#]+)_en$",
    expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2023-2026; no page has been seen",
)  # fmt: skip
