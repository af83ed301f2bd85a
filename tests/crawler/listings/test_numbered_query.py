"""Pages numbered in the query of their address."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listings.numbered_query import older_pages
from crawler.sources.page import Page

NEWS = "https://mfa.example/news"


def page(links, url=NEWS):
    body = "".join(f'<a href="{link}">{number}</a>' for number, link in enumerate(links))
    return Page(f"<html><body>{body or '-'}</body></html>".encode(), url, datetime(2026, 4, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("url", "links", "older"),
    [
        (NEWS, ["?page=2", "?page=1", "/news?page=1&a=b"], ["?page=1", "?page=2"]),
        (NEWS + "?page=1", ["?page=0", "?", "?page=1", "?page=40", "?page=2"], ["?page=2", "?page=40"]),
        (NEWS + "?page=3", ["?page=1", "?page=2"], []),
        (NEWS, ["/events?page=1", "https://other.example/news?page=1", "?p=1", "http://[", "?page=x", "?page="], []),
        (NEWS, ["?page=99999999", "?page=-1", "?" + "a&" * 2000 + "page=1"], ["?" + "a&" * 2000 + "page=1"]),
    ],
)
def test_older_pages_have_greater_numbers_and_the_same_path(url, links, older):
    assert older_pages(page(links, url)) == tuple(NEWS + query for query in older)


def test_the_first_page_has_a_number_of_its_own():
    assert older_pages(page(["?PAGEN_1=1", "?PAGEN_1=2"]), "PAGEN_1", first=1) == (NEWS + "?PAGEN_1=2",)


@given(st.lists(st.integers(0, 999_999)), st.integers(0, 999_999))
def test_whatever_the_pager_shows_older_pages_come_nearest_first(numbers, current):
    found = older_pages(page([f"?page={number}" for number in numbers], f"{NEWS}?page={current}"))
    assert found == tuple(f"{NEWS}?page={number}" for number in sorted({n for n in numbers if n > current}))
