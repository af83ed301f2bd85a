"""Utenriksdepartementet (Ministry of Foreign Affairs of Norway): news and press releases in Norwegian.

Site     https://www.regjeringen.no/no/dep/ud/navigasjonssider/snarvei-nyheter/id2076040/
Caveats  The page's own date is not read, since where it stands has not been described; the list's is taken. How the
         list links to older pages is not known: links with `page=` are followed.
"""

from crawler.families.regjeringen import IDENTITY, MINISTRY, news, release
from crawler.sources.source import Expect, Source, days

LIST = "https://www.regjeringen.no/no/dep/ud/navigasjonssider/snarvei-nyheter/id2076040/"

SOURCE = Source(
    name="no_ud_no", ministry=MINISTRY, country="NO", language="nb", timezone="Europe/Oslo",
    listings=[news(LIST, "no")], layout=release, identity=rf"/no/(?!dep/).*{IDENTITY}", family="regjeringen",
    expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2022 and 2026-03; no page has been seen",
)  # fmt: skip
