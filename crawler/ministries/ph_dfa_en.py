"""Department of Foreign Affairs of the Philippines: releases and statements, in English.

Site     https://dfa.gov.ph/dfa-news/dfa-releasesupdate and .../statements-and-advisoriesupdate (Joomla, ten a page)
Listing  Both real lists say how many pages there are, "Page 1 of 236".
Caveats  Addresses under /main/index.php/ are of before; their numbers have not been compared with today's. The list
         prints the day on which an article was created, in long form; where it is another, the entry has none. A page's
         own date is not read, since where it stands has not been described. Clients have met a bot check.
"""

from functools import partial

from crawler.extract import find_date, release_of
from crawler.listings.paginated import Paginated
from crawler.listings.totals import last_number
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

section = partial(
    Paginated, region="#adminForm", entry="table tbody tr", link="td a", date="td.list-date",
    read_date=partial(find_date, language="en"), older=".pagination-next a",
    total_pages=partial(last_number, css=".pagination .counter"),
)  # fmt: skip


def layout(page: Page) -> Release:
    """Today's page."""
    return release_of(page.region(".entry-title"), None, page.region("div[itemprop=articleBody]"))


SOURCE = Source(
    name="ph_dfa_en", ministry="Department of Foreign Affairs of the Philippines", country="PH", language="en",
    timezone="Asia/Manila",
    listings=[
        section(f"https://dfa.gov.ph/dfa-news/{name}update")
        for name in ("dfa-releases", "statements-and-advisories")
    ],
    layout=layout, identity=r"/dfa-news/[a-z-]+/(\d+)-[^/?#]+$", former_hosts={"www.dfa.gov.ph": "dfa.gov.ph"},
    expect=Expect(longest_gap=days(14)),
    checked_against="two real lists of 2020-05-18; a release's page by published descriptions of 2022 only",
)  # fmt: skip
