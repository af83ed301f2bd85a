"""Ministry of Foreign Affairs of Ukraine: news in English.

Site     https://mfa.gov.ua/en/news (a content system of its own; no feed is known)
Caveats  Thin: a description of 2022, and that slugs are transliterated from Ukrainian. Cloudflare answers plain clients
         with 403; import saved pages instead. The title is taken to be the only first heading. No listing states days.
"""

from crawler.families import mfa_ua
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """The page as of 2022."""
    return mfa_ua.release(page, "en")


SOURCE = Source(
    name="ua_mfa_en", ministry=mfa_ua.MINISTRY, country="UA", language="en", timezone="Europe/Kyiv",
    listings=[mfa_ua.news("/en/news")], layout=layout, identity=r"^https://mfa\.gov\.ua/en/news/([^/?#]+)$",
    family="mfa_ua", expect=Expect(longest_gap=days(14)),
    checked_against="a published description of 2022; no page has been seen",
)  # fmt: skip
