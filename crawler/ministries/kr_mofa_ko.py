"""외교부 (Ministry of Foreign Affairs of the Republic of Korea): press releases in Korean.

Site     https://www.mofa.go.kr/www/brd/m_4080/list.do (a board, ten posts a page, newest first)
Caveats  Korean and English posts are numbered apart and not linked. Pages of before the present engine
         (`td.detail_body`) are not read. An attachment (.hwp, .hwpx, .pdf) is recognised by the ending of its address.
"""

from crawler.families.brd_board import HOSTS, MINISTRY, NOISE, release
from crawler.listings.board import Board
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, date="등록일", department="담당부서")


SOURCE = Source(
    name="kr_mofa_ko", ministry=MINISTRY, country="KR", language="ko", timezone="Asia/Seoul",
    listings=[Board("https://www.mofa.go.kr/www/brd/m_4080/list.do")],
    layout=layout, identity=r"/brd/m_4080/view\.do\?(?:.*&)?seq=(\d+)",
    noise=NOISE, former_hosts=HOSTS, family="brd_board", expect=Expect(longest_gap=days(10)),
    checked_against="published descriptions of 2026-07; no page has been seen",
)  # fmt: skip
