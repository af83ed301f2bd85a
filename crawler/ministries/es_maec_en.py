"""Ministry of Foreign Affairs, European Union and Cooperation of Spain: communiqués in English.

Site     https://www.exteriores.gob.es/en/Comunicacion/Comunicados/Paginas/index.aspx (SharePoint; no feed)
Caveats  Slugs are Spanish and cut. Pages since about 2024 state their day in the listing alone. Where the text ends is
         known by the line after it; pictures and documents are not found. Pages under /Portal/, until about 2021, are
         not read, for too little is known of them.
"""

from crawler.families import maec
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """The page as of 2026."""
    return maec.release(page, ["NON OFFICIAL TRANSLATION", "More information", "Banners"])


SOURCE = Source(
    name="es_maec_en", ministry=maec.MINISTRY, country="ES", language="en", timezone="Europe/Madrid",
    listings=[maec.communiques("Comunicados", "en")], layout=layout, identity=maec.identity("en"),
    former_hosts=maec.HOSTS, family="maec", expect=Expect(longest_gap=days(22)),
    checked_against="361 real addresses of 2022-2026; the page by published descriptions only, none has been seen",
)  # fmt: skip
