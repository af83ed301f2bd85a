"""Foreign, Commonwealth & Development Office: news and speeches on GOV.UK, in English and translations.

Site     https://www.gov.uk/search/news-and-communications (open interfaces in JSON for search and for content)
Listing  The search sorts by the last major update, so that what is updated comes again. Without the group "news and
         communications" it is swamped by travel advice.
Caveats  A minor edit is in no log and moves only `updated_at`, which is no date for readers and not kept. A speech may
         be published weeks after its delivery. A translation is a release of its own, at the address of its original
         and its language (".ar"); the search announces originals, and translations are known by the links to them.
"""

from crawler.families.govuk import release, search
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """A content item."""
    return release(page)


SOURCE = Source(
    name="gb_fcdo",
    ministry="Foreign, Commonwealth & Development Office of the United Kingdom",
    country="GB",
    language="en",
    timezone="Europe/London",
    listings=[
        search(
            "https://www.gov.uk/api/search.json?filter_organisations=foreign-commonwealth-development-office"
            "&filter_content_purpose_supergroup=news_and_communications&order=-public_timestamp&count=150"
            "&fields=title,link,public_timestamp"
        )
    ],
    layout=layout,
    identity=r"^https://www\.gov\.uk/(?:api/content/)?government/((?:news|speeches)/[^/?]+)$",
    family="govuk",
    expect=Expect(longest_gap=days(10)),
    checked_against="ten content items, the publisher's examples (2026-08), three of them of its posts; 241 addresses",
)
