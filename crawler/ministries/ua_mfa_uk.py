"""Міністерство закордонних справ України (Ministry of Foreign Affairs of Ukraine): news in Ukrainian.

Site     https://mfa.gov.ua/news (a content system of its own; no feed is known)
Caveats  As for the English source; that Ukrainian pages are built alike is inferred.
"""

from crawler.families import mfa_ua
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """The page as of 2022."""
    return mfa_ua.release(page, "uk")


SOURCE = Source(
    name="ua_mfa_uk", ministry=mfa_ua.MINISTRY, country="UA", language="uk", timezone="Europe/Kyiv",
    listings=[mfa_ua.news("/news")], layout=layout, identity=r"^https://mfa\.gov\.ua/news/([^/?#]+)$",
    family="mfa_ua", expect=Expect(longest_gap=days(14)),
    checked_against="a published description of English pages of 2022; no page has been seen",
)  # fmt: skip
