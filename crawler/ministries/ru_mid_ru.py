"""Министерство иностранных дел Российской Федерации (Foreign Ministry of Russia): news in Russian.

Site     https://mid.ru/ru/foreign_policy/news/ (Bitrix since about 2021, Liferay before)
Caveats  As for the English source, with one more: the heading that ends the text is known in English only. Its Russian
         form here is a translation; where it is wrong, pages are unreadable rather than misread.
"""

from crawler.families import mid
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return mid.release(page, "ru", "Основные внешнеполитические новости")


def layout_liferay(page: Page) -> Release:
    """Pages of before about 2021."""
    return mid.release_liferay(page, "ru")


SOURCE = Source(
    name="ru_mid_ru", ministry=mid.MINISTRY, country="RU", language="ru", timezone=mid.ZONE,
    listings=[mid.announcements("/foreign_policy/news/", "ru")],
    layout=layout, former={mid.LAST_DAY_OF_LIFERAY: layout_liferay}, identity=mid.identity("ru"),
    former_hosts=mid.HOSTS, family="mid", expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2021-2026, for the page English ones only; no page has been seen",
)  # fmt: skip
