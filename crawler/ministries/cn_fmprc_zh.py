"""中华人民共和国外交部 (Ministry of Foreign Affairs of China): what its spokespersons say, in Chinese.

Site     https://www.mfa.gov.cn/web/wjdt_674879/fyrbt_674889/ (static pages; www.fmprc.gov.cn serves the same)
Listing  A script states the number of pages, and each page but the last of 2020 has 15 entries.
Caveats  English and Chinese editions are separate documents without a link between them. The day of the redesign
         that today's selectors belong to is not known; spring 2024 is when the English pages changed.
"""

from datetime import date
from functools import partial

from crawler.extract import iso, long_time, numeric_date, release_of
from crawler.families.fmprc import HOSTS, MINISTRY
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

FOLDER = "/web/wjdt_674879/fyrbt_674889/"
ZONE = "Asia/Shanghai"


def in_brackets(text: str) -> date:
    """The day in brackets that ends an entry: "(2020-07-03)"."""
    return numeric_date(text[-12:], "ymd")


def layout(page: Page) -> Release:
    """Today's page."""
    published = long_time(page.region(".time").text, "zh", ZONE)
    return release_of(page.region(".news-title h1"), published, page.region("#News_Body_Txt_A"))


def layout_of_2015(page: Page) -> Release:
    """Pages of the design of 2015, as of 2018-2020."""
    published = iso(page.region("#News_Body_Time").text, timezone=ZONE)
    return release_of(page.region("#News_Body_Title"), published, page.region("#News_Body_Txt_A"))


listing = partial(Paginated, read_date=in_brackets, older=pagers.by_file_name, total_pages=pagers.pages_by_file_name)
TODAY = listing(
    f"https://www.mfa.gov.cn{FOLDER}",
    region=".newsBd",
    entry="ul.list1 li",
    pages=FOLDER + r"(?:index(?:_\d+)?\.shtml)?$",
)
OF_2015 = listing(
    f"https://www.fmprc.gov.cn{FOLDER}default.shtml",
    region=".rebox_news",
    entry="li",
    pages=FOLDER + r"default(?:_\d+)?\.shtml$",
)

SOURCE = Source(
    name="cn_fmprc_zh", ministry=MINISTRY, country="CN", language="zh", timezone=ZONE,
    listings=[TODAY], former_listings=[OF_2015], layout=layout, former={date(2024, 5, 29): layout_of_2015},
    identity=r"/fyrbt_\d{6}/(?:\d{6}/)?(t\d+(?:_\d+)?)\.s?html$", former_hosts=HOSTS, family="fmprc",
    expect=Expect(longest_gap=days(21)),
    checked_against="846 transcripts and 67 lists of 2020-07-04; of today's pages only selectors are known",
)  # fmt: skip
