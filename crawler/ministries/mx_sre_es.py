"""Secretaría de Relaciones Exteriores (Ministry of Foreign Affairs of Mexico): comunicados, in Spanish.

Site     https://www.gob.mx/sre/archivo/prensa
Caveats  `idiom=en` changes the page's frame, never the text, so it identifies nothing. A title that comes again gets a
         slug with a number. Where the page prints its day has not been described: the list's is taken. How the list
         links to its older pages is not known; links with `page=` are followed.
"""

from functools import partial

from crawler.extract import find_date, release_of
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release_of(page.headline(), None, page.region("div.article-body"))


SOURCE = Source(
    name="mx_sre_es", ministry="Secretariat of Foreign Affairs of Mexico", country="MX", language="es",
    timezone="America/Mexico_City",
    listings=[
        Paginated(
            "https://www.gob.mx/sre/archivo/prensa", entry="div.col-md-4 article", releases="/sre/prensa/", title="h2",
            date="time:not(:has(time))", read_date=partial(find_date, language="es"),
            older=partial(pagers.by_query, first=1),
        )
    ],
    layout=layout, identity=r"/sre/(?:[a-z]{2}/)?prensa/([^/?#]+)", noise=frozenset({"idiom"}),
    expect=Expect(longest_gap=days(14)),
    checked_against="1,344 real addresses of 2022-2026; markup by published descriptions of 2022 only",
)  # fmt: skip
