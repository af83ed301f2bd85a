"""Ministry of External Affairs of India: press releases and media briefings in English.

Site     https://www.mea.gov.in/press-releases.htm?51/Press_Releases (ASP.NET; no feed)
Listing  Older pages come by postback only, so each crawl sees the newest page of each section: crawl often.
Caveats  Numbers count over all sections and not in the order of time. "Page last updated on" is no date of a release.
         Lists filled by a script were met in 2026: such a page has no entry and is an error. Hindi pages are not read.
"""

import re
from functools import partial

from crawler.extract import blocks, captioned_images, links, long_date
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Link, Release

ASPX = "#ContentPlaceHolder1_UserPublications1_"
HINDI = re.compile(r"\W*Click here for Hindi version\W*", re.IGNORECASE)

in_words = partial(long_date, language="en")
listing = partial(
    Paginated,
    entry="ul.commonListing > li",
    releases=r"\?dtl/\d+",
    date="p",
    read_date=in_words,
    pages=r"\?(?!dtl)\d+/",
)


def layout(page: Page) -> Release:
    """The page as of 2022-2026; a line in the text leads to the Hindi edition."""
    body = page.region(f"{ASPX}ltrlDesc")
    hindi = (link for link in body.select("a[href]") if HINDI.fullmatch(link.text))
    return Release(
        title=page.region("h2.PageHead").text,
        published=in_words(page.region(f"{ASPX}lblDate").text),
        blocks=tuple(block for block in blocks(body) if not HINDI.fullmatch(block.text)),
        images=captioned_images(body),
        links=links(body) + tuple(Link("translation", str(link["href"]), link.text) for link in hindi),
    )


SOURCE = Source(
    name="in_mea_en", ministry="Ministry of External Affairs of India", country="IN", language="en",
    timezone="Asia/Kolkata",
    listings=[
        listing("https://www.mea.gov.in/press-releases.htm?51/Press_Releases"),
        listing("https://www.mea.gov.in/media-briefings.htm?49/Media_Briefings"),
    ],
    layout=layout, identity=r"\?dtl(?:/|%2F)(\d+)", former_hosts={"mea.gov.in": "www.mea.gov.in"},
    expect=Expect(longest_gap=days(14)),
    checked_against="1,848 real addresses of 2025-2026; markup by published descriptions only, no page has been seen",
)  # fmt: skip
