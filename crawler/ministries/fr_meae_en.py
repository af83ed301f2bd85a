"""Ministry for Europe and Foreign Affairs of France: news and statements in English.

Site     https://www.diplomatie.gouv.fr/en/press/news (Drupal since April 2026, SPIP before; no feed)
Caveats  Addresses keep the French path and a slug that is cut at about 100 characters, so they can change; the page's
         node number, which does not, is in no listing. How the pager is marked up is not known, only its addresses.
"""

from crawler.families import meae
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return meae.release(page, "en")


def layout_spip(page: Page) -> Release:
    """Pages of before April 2026."""
    return meae.release_spip(page, "en")


SOURCE = Source(
    name="fr_meae_en", ministry=meae.MINISTRY, country="FR", language="en", timezone="Europe/Paris",
    listings=[
        meae.cards("/en/press/news", "en"),
        meae.cards("/en/press/press-room/official-statements-and-speeches", "en"),
    ],
    layout=layout, former={meae.LAST_DAY_OF_SPIP: layout_spip},
    identity=rf"/en/((?:{meae.NEWS}|country-files/.+/article|french-foreign-policy/.+/article)/[^/?#]+)$",
    former_hosts=meae.HOSTS, family="meae",
    expect=Expect(longest_gap=days(14)),
    checked_against="published descriptions of 2022-2026; no page has been seen",
)  # fmt: skip
