"""Ministry of Foreign Affairs of Russia: news, statements and briefings in English.

Site     https://mid.ru/en/foreign_policy/news/ (Bitrix since about 2021, Liferay before)
Caveats  A challenge by JavaScript answers most clients with status 200, the feeds too; import saved pages instead. A
         text that is listed in two sections has two numbers and is held twice. Of today's page only the order of the
         text is known, so pictures and documents are not found. Certificates of the Russian authority fail elsewhere.
"""

from crawler.families import mid
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return mid.release(page, "en", "The main foreign policy news")


def layout_liferay(page: Page) -> Release:
    """Pages of before about 2021."""
    return mid.release_liferay(page, "en")


SOURCE = Source(
    name="ru_mid_en", ministry=mid.MINISTRY, country="RU", language="en", timezone=mid.ZONE,
    listings=[
        mid.announcements("/foreign_policy/news/", "en"),
        mid.announcements("/press_service/spokesman/official_statement/", "en"),
        mid.announcements("/press_service/spokesman/briefings/", "en"),
    ],
    layout=layout, former={mid.LAST_DAY_OF_LIFERAY: layout_liferay}, identity=mid.identity("en"),
    former_hosts=mid.HOSTS, family="mid", expect=Expect(longest_gap=days(14)),
    checked_against="401 real addresses of 2016-2026; markup by published descriptions only, no page has been seen",
)  # fmt: skip
