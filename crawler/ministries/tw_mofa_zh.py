"""中華民國外交部 (Ministry of Foreign Affairs of Taiwan): press releases in Chinese.

Site     https://www.mofa.gov.tw/News.aspx?n=95&sms=73 (a table, twenty rows a page, newest first)
Listing  The ministry's feeds in Chinese are not read: some have no dates and mix all years.
Caveats  Pages print days of our era or of the Republic ("115-10-07"). An address identifies by `s` alone; older ones
         ("News_Content_M_2.aspx") have it in base sixteen, and their markup is not known.
"""

from functools import partial

from crawler.families.taiwan_portal import MINISTRY, NOISE, day_in_figures, identity, release
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page)


SOURCE = Source(
    name="tw_mofa_zh", ministry=MINISTRY, country="TW", language="zh-TW", timezone="Asia/Taipei",
    listings=[
        Paginated(
            "https://www.mofa.gov.tw/News.aspx?n=95&sms=73",
            entry="tr:has(a[href*='News_Content'])", link="a[href*='News_Content']", date="td.is-center",
            read_date=day_in_figures, older=partial(pagers.by_query, name="page", first=1),
            pages=r"/News\.aspx\?(?:.*&)?n=95(?:&|$)",
        )
    ],
    layout=layout, identity=identity("www.mofa.gov.tw"), noise=NOISE, family="taiwan_portal",
    former_hosts={"mofa.gov.tw": "www.mofa.gov.tw"}, expect=Expect(longest_gap=days(14)),
    checked_against="published clients of 2024-2026; no page of this ministry has been seen",
)  # fmt: skip
