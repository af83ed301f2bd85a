"""Ministero degli Affari Esteri e della Cooperazione Internazionale (Foreign Ministry of Italy): comunicati.

Site     https://www.esteri.it/it/sala_stampa/archivionotizie/comunicati/ (WordPress)
Caveats  With which words the Italian page prints its day is not known, so a release takes the listing's. A captcha has
         answered with status 200 in place of pages.
"""

from crawler.families import maeci
from crawler.sources.source import Expect, Source, days

SOURCE = Source(
    name="it_maeci_it", ministry=maeci.MINISTRY, country="IT", language="it", timezone="Europe/Rome",
    listings=[maeci.communiques("it")], layout=maeci.release, identity=maeci.identity("it"),
    former_hosts=maeci.HOSTS, family="maeci", expect=Expect(longest_gap=days(21)),
    checked_against="published descriptions of the English pages of 2022-2026; no page has been seen",
)  # fmt: skip
