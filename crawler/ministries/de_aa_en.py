"""Federal Foreign Office of Germany: press releases, speeches and interviews in English, a part of the German ones.

Site     https://www.auswaertiges-amt.de/en/newsroom/news
Listing  The page's own list has no dates; the JSON that its filter loads has, twenty items at a time.
Caveats  The first `h1` greets the visitor. A slug may be German, or missing, while the number that ends an address
         stays. The speaker stands in the title alone. Photographs outside the text have not been seen.
"""

from crawler.families.auswaertiges_amt import HOSTS, MINISTRY, day_in_figures, identity, release
from crawler.listings.json_api import JsonList, Offset
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page)


SOURCE = Source(
    name="de_aa_en", ministry=MINISTRY, country="DE", language="en", timezone="Europe/Berlin",
    listings=[
        JsonList(
            "https://www.auswaertiges-amt.de/ajax/json-filterlist/en/newsroom/news/609204-609204",
            items="items", link="link", title="headline", date="date", read_date=day_in_figures,
            paging=Offset("offset"),
        )
    ],
    layout=layout, identity=identity("en"), former_hosts=HOSTS, family="auswaertiges_amt",
    expect=Expect(longest_gap=days(28)),
    checked_against="635 real addresses of 2023-2026; markup and interface by published descriptions only",
)  # fmt: skip
