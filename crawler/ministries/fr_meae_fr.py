"""Ministère de l'Europe et des Affaires étrangères (Ministry of Foreign Affairs of France): declarations in French.

Site     https://www.diplomatie.gouv.fr/fr/presse/espace-presse/ (Drupal since April 2026, SPIP before; no feed)
Caveats  Slugs are cut at about 100 characters, so they can change; the page's node number, which does not, is in no
         listing. SPIP named articles of different sections alike, so the section is part of what identifies one, except
         that copies under /z_archives/ are the same article. How the pager is marked up is not known.
"""

from crawler.families import meae
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return meae.release(page, "fr")


def layout_spip(page: Page) -> Release:
    """Pages of before April 2026."""
    return meae.release_spip(page, "fr")


SOURCE = Source(
    name="fr_meae_fr", ministry=meae.MINISTRY, country="FR", language="fr", timezone="Europe/Paris",
    listings=[meae.cards("/fr/presse/espace-presse/declarations-officielles-et-interventions", "fr")],
    layout=layout, former={meae.LAST_DAY_OF_SPIP: layout_spip},
    identity=rf"/fr/(?:archives-autres/archives-\d{{4}}/)?((?!conseils-aux-voyageurs/)(?:{meae.NEWS}|.+/article)/[^/?#]+)$",
    former_hosts=meae.HOSTS, family="meae",
    expect=Expect(longest_gap=days(14)),
    checked_against="2,396 real addresses with titles of 2012-2026; markup by published descriptions only",
)  # fmt: skip
