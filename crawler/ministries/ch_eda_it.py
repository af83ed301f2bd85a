"""Dipartimento federale degli affari esteri (Switzerland's Foreign Affairs) in Italian.

Site     https://www.news.admin.ch/it/newnsb (built by a script from an open interface in JSON)
Listing  The interface's search is both listing and content, fifty items at a time; pages are never visited.
Caveats  As for English; one group of editions has the same key in every language.
"""

from crawler.families.news_admin import HOSTS, MINISTRY, ZONE, identity, release, search
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

SEARCH = search("it")


def layout(item: Page) -> Release:
    """Un comunicato della ricerca."""
    return release(item)


SOURCE = Source(
    name="ch_eda_it", ministry=MINISTRY, country="CH", language="it", timezone=ZONE,
    listings=[SEARCH], split=SEARCH.split, layout=layout, identity=identity("it"), former_hosts=HOSTS,
    family="news_admin", expect=Expect(longest_gap=days(21)),
    checked_against="published clients of the interface (2026); no answer has been seen",
)  # fmt: skip
