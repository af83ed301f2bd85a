"""Ministry of Foreign Affairs of China: regular press conferences in English.

Site     https://www.mfa.gov.cn/eng/xw/fyrbt/lxjzh/ (static pages; www.fmprc.gov.cn serves the same)
Listing  A script states the number of pages, and each page but the last of 2020 has 40 entries.
Caveats  Pages of before 2024 state the day in the title alone, a few of them without a year. Releases got new addresses
         when the tree moved in spring 2024, with the day of the move in them; the exact day is not known.
"""

from datetime import date
from functools import partial

from crawler.extract import find_date, long_date, release_of
from crawler.families.fmprc import HOSTS, MINISTRY
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

in_title = partial(find_date, language="en")
listing = partial(Paginated, read_date=in_title, older=pagers.by_file_name, total_pages=pagers.pages_by_file_name)


def layout(page: Page) -> Release:
    """Pages since the move to /eng/."""
    title = page.region(".news_header_title")
    published = in_title(title.text) or long_date(page.region(".xltime").text, "en")
    return release_of(title, published, page.region(".content_text"))


def layout_mfa_eng(page: Page) -> Release:
    """Pages under /mfa_eng/, as of 2018-2020."""
    title = page.region(".content_mod > h2.title")
    return release_of(title, in_title(title.text), page.region(".content_mod > .content"))


TODAY = listing(
    "https://www.mfa.gov.cn/eng/xw/fyrbt/lxjzh/",
    entry="a[href]",
    releases=r"/lxjzh/\d{6}/t\d{8}_\d+\.html$",
    pages=r"/eng/xw/fyrbt/lxjzh/(?:index(?:_\d+)?\.html)?$",
)
MFA_ENG = listing(
    "https://www.fmprc.gov.cn/mfa_eng/xwfw_665399/s2510_665401/2511_665403/default.shtml",
    region=".newsLst_mod",
    entry="li",
    pages=r"/mfa_eng/xwfw_665399/s2510_665401/2511_665403/(?:default(?:_\d+)?\.shtml)?$",
)

SOURCE = Source(
    name="cn_fmprc_en", ministry=MINISTRY, country="CN", language="en", timezone="Asia/Shanghai",
    listings=[TODAY], former_listings=[MFA_ENG], layout=layout, former={date(2024, 5, 29): layout_mfa_eng},
    identity=r"/(?:2511_665403|lxjzh)/(?:\d{6}/)?(t\d+(?:_\d+)?)\.s?html$", former_hosts=HOSTS, family="fmprc",
    expect=Expect(longest_gap=days(21)),
    checked_against="380 transcripts and 13 lists of 2020-07-04; of today's pages 123 real addresses, and selectors",
)  # fmt: skip
