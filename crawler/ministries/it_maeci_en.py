"""Ministry of Foreign Affairs and International Cooperation of Italy: communiqués in English.

Site     https://www.esteri.it/en/sala_stampa/archivionotizie/comunicati/ (WordPress)
Caveats  Slugs are Italian on English pages too. A captcha has answered with status 200 in place of pages. Whether the
         list without a year and a month reaches back to the first communiqué is not known.
"""

from crawler.families import maeci
from crawler.sources.source import Expect, Source, days

SOURCE = Source(
    name="it_maeci_en", ministry=maeci.MINISTRY, country="IT", language="en", timezone="Europe/Rome",
    listings=[maeci.communiques("en")], layout=maeci.release, identity=maeci.identity("en"),
    former_hosts=maeci.HOSTS, family="maeci", expect=Expect(longest_gap=days(21)),
    checked_against="1,834 real addresses of 2022-2026; markup by published descriptions only, no page has been seen",
)  # fmt: skip
