"""Federal Department of Foreign Affairs of Switzerland: what it publishes in English.

Site     https://www.news.admin.ch/en/newnsb (built by a script from an open interface in JSON)
Listing  The interface's search is both listing and content, fifty items at a time; pages are never visited.
Caveats  The department's number is inferred from those of others, so an item that names another department is an
         error. `text` has been seen as a list of HTML fragments; where it lacks, an item is unreadable. Photographs and
         the documents of newer items stand in another answer, which is not asked. The day is Zurich's.
"""

from crawler.families.news_admin import HOSTS, MINISTRY, ZONE, identity, release, search
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

SEARCH = search("en")


def layout(item: Page) -> Release:
    """One item of the search."""
    return release(item)


SOURCE = Source(
    name="ch_eda_en", ministry=MINISTRY, country="CH", language="en", timezone=ZONE,
    listings=[SEARCH], split=SEARCH.split, layout=layout, identity=identity("en"), former_hosts=HOSTS,
    family="news_admin", expect=Expect(longest_gap=days(21)),
    checked_against="published clients of the interface (2026); no answer has been seen",
)  # fmt: skip
