"""Ministerstwo Spraw Zagranicznych (Ministry of Foreign Affairs of Poland): news in English.

Site     https://www.gov.pl/web/diplomacy/news- (no feed)
Caveats  The English news are a part of the Polish ones, and later.
         The article's own date is not read, since where it stands has not been described; the list's is taken. Other
         pages of the ministry have addresses of the same form. One client got the portal's home page instead.
"""

from crawler.families.govpl import MINISTRY, articles, release
from crawler.sources.source import Expect, Source, days

SOURCE = Source(
    name="pl_msz_en", ministry=MINISTRY, country="PL", language="en", timezone="Europe/Warsaw",
    listings=[articles("https://www.gov.pl/web/diplomacy/news-", releases="/web/diplomacy/")], layout=release,
    identity=r"/web/diplomacy/(?!news-$)([^/?#]+)/?$", family="govpl",
    expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2022 and 2026-08; no page has been seen",
)  # fmt: skip
