"""Ministry of Foreign Affairs of the Republic of Korea: press releases and briefings in English.

Site     https://www.mofa.go.kr/eng/brd/m_5676/list.do and m_5679 (boards, ten posts a page, newest first)
Listing  The RSS feed holds whole texts, but flattened to one line: the page is the reference, and the feed is not read.
Caveats  The first request answers 307 with a cookie. The same statement is often posted on the board m_5674 as well,
         under another number. Pages of before the present engine (`td.detail_body`) are not read: where their titles
         stand is not known. An attachment is recognised by the ending of its address alone.
"""

from crawler.families.brd_board import HOSTS, MINISTRY, NOISE, release
from crawler.listings.board import Board
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, date="Date")


SOURCE = Source(
    name="kr_mofa_en", ministry=MINISTRY, country="KR", language="en", timezone="Asia/Seoul",
    listings=[Board(f"https://www.mofa.go.kr/eng/brd/{board}/list.do") for board in ("m_5676", "m_5679")],
    layout=layout, identity=r"/brd/m_567[69]/view\.do\?(?:.*&)?seq=(\d+)",
    noise=NOISE, former_hosts=HOSTS, family="brd_board", expect=Expect(longest_gap=days(14)),
    checked_against="addresses of two feeds of 2026-07 and texts of two posts; markup by published descriptions only",
)  # fmt: skip
