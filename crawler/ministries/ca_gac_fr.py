"""Affaires mondiales Canada: communiqués, déclarations et discours en français (Global Affairs Canada in French).

Site     https://www.canada.ca/fr/affaires-mondiales/nouvelles
Listing  As for English, in the interface's French tree.
Caveats  As for English. A slug is French and says nothing of the English one; pages lead to one another by a language
         link.
"""

from crawler.families.canada_news import MINISTRY, ZONE, newest, release, since_2012
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """La page d'aujourd'hui."""
    return release(page, "fr")


SOURCE = Source(
    name="ca_gac_fr", ministry=MINISTRY, country="CA", language="fr", timezone=ZONE,
    listings=[newest("fr"), since_2012("fr")], layout=layout,
    identity=r"^https://www\.canada\.ca/fr/(?:[a-z-]+/nouvelles|nouvelles/archive)/(\d{4}/\d{1,3}/[^/?]+)\.html$",
    former_hosts={"canada.ca": "www.canada.ca"}, family="canada_news",
    expect=Expect(longest_gap=days(33)),
    checked_against="published descriptions of 2022-2026 of the English pages; no French page has been seen",
)  # fmt: skip
