"""Ministerio de Asuntos Exteriores, Unión Europea y Cooperación (Foreign Ministry of Spain): comunicados y notas.

Site     https://www.exteriores.gob.es/es/Comunicacion/Comunicados/Paginas/index.aspx (SharePoint; no feed)
Caveats  As for the English source, with two more: the line that ends a text is known in English only, so besides the
         name of the banners its Spanish form here is a translation; and press notes are taken to stand in folders by
         year, as communiqués do. Where that is wrong, pages are unreadable rather than misread.
"""

from crawler.families import maec
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """The page as of 2026."""
    return maec.release(page, ["Más información", "Banners"])


SOURCE = Source(
    name="es_maec_es", ministry=maec.MINISTRY, country="ES", language="es", timezone="Europe/Madrid",
    listings=[maec.communiques("Comunicados", "es"), maec.communiques("NotasPrensa", "es")],
    layout=layout, identity=maec.identity("es"), former_hosts=maec.HOSTS, family="maec",
    expect=Expect(longest_gap=days(22)),
    checked_against="published descriptions of 2022-2026, for the page English ones only; no page has been seen",
)  # fmt: skip
