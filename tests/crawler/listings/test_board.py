"""The Korean board's listing: where it ends, what it refuses, and which dates it takes."""

from datetime import UTC, date, datetime

import pytest

from crawler.listings.board import Board
from crawler.ministries import kr_mofa_en, kr_mofa_ko
from crawler.sources.page import Page
from storage.errors import LayoutError

BOARD = Board("https://www.mofa.go.kr/eng/brd/m_5676/list.do")


def read(rows: str, query: str = ""):
    markup = f"<div class=table_list><table><tbody>{rows}</tbody></table></div>"
    return BOARD.read(Page(markup.encode(), BOARD.start + query, datetime(2026, 8, 20, tzinfo=UTC)))


def row(seq: int, cells: str = "<td>2026-08-19</td>") -> str:
    return f"<tr><td><a href='#' onclick=\"f_view('{seq}')\">Post {seq}</a></td>{cells}</tr>"


def test_a_whole_page_leads_to_the_next_and_a_short_one_ends_the_board():
    rows = "".join(row(323300 - n) for n in range(10))
    assert read(rows).older == (BOARD.start + "?page=2",)
    assert read(rows, "?srchWord=&page=7").older == (BOARD.start + "?page=8",)
    assert read(rows.removesuffix(row(323291)), "?page=7").older == ()


def test_a_board_may_end_with_an_empty_page_but_not_begin_with_one():
    assert read("<tr><td colspan=5>No data</td></tr>", "?page=1116").entries == ()
    with pytest.raises(LayoutError, match="the board has no post"):
        read("<tr><td colspan=5>No data</td></tr>")


@pytest.mark.parametrize("cells", ["", "<td>2026-08-19</td><td>2026.08.20</td>", "<td>yesterday</td>"])
def test_a_row_without_one_date_is_an_error(cells):
    with pytest.raises(LayoutError, match="expected one date"):
        read(row(1, cells))


def test_a_date_may_have_points_and_a_title_one_of_its_own():
    (entry,) = read(row(1, "<td>Statement of 2026-08-01</td><td>2026.08.19.</td>")).entries
    assert entry.published == date(2026, 8, 19)


def test_a_post_is_the_same_under_every_address_of_its_own_board():
    addresses = (
        "http://www.mofa.go.kr/www/brd/m_5676/view.do?seq=323320",
        "https://mofa.go.kr/eng/brd/m_5676/view.do?srchFr=&srchTo=20260801&page=3&seq=323320",
        "https://www.mofa.go.kr/eng/brd/m_5676/view.do?seq=323320&itm_seq_1=0",
    )
    assert {kr_mofa_en.SOURCE.key_of(address) for address in addresses} == {"323320"}
    assert not any(kr_mofa_ko.SOURCE.owns(address) for address in addresses)


def test_no_board_has_a_page_of_more_figures_than_are_counted():
    assert read(row(1, "<td>2026-08-19</td>"), "?page=" + "9" * 5_000).entries
