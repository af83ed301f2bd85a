"""Pages numbered in the query, in the path and in the file's name."""

import time
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import long_or_numeric_date
from crawler.listings import pagers
from crawler.sources.page import Page
from storage.errors import LayoutError

NEWS = "https://mfa.example/news"
WORDPRESS = r"/news/page/(\d{1,5})/"
SCRIPT = """<script>var currentPage = {};//0
var countPage = {}//pages
document.write("<a href=\\"default"+"_" + nextPage + "."+"shtml\\" class='fy'>Next</a>");</script>"""


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
    assert pagers.by_query(page(links, url)) == tuple(NEWS + query for query in older)


def test_the_first_page_has_a_number_of_its_own():
    assert pagers.by_query(page(["?PAGEN_1=1", "?PAGEN_1=2"]), "PAGEN_1", first=1) == (NEWS + "?PAGEN_1=2",)


WINDOW = "?since=1990-01-01&until={}&page={}"


@pytest.mark.parametrize(
    ("query", "days", "linked", "older"),
    [
        ("", ["26.03.2026", "24.03.2026", "25.03.2026"], ["?page=1"], [WINDOW.format("2026-03-25", 0)]),
        ("", ["26.03.2026", "24.03.2026"], [], []),
        ("", ["1 January 2026"], ["?page=1"], [WINDOW.format("2026-01-02", 0)]),
        (WINDOW.format("2026-03-30", 0), ["01.03.2026"], ["?page=1"], [WINDOW.format("2026-03-02", 0)]),
        # Two days fill a page: their other pages first, then what was before them.
        (WINDOW.format("2026-03-02", 0), ["01.03.2026"], ["?page=1"], ["?page=1", WINDOW.format("2026-03-01", 0)]),
        (WINDOW.format("2026-03-02", 3), ["02.03.2026"], ["?page=4"], ["?page=4", WINDOW.format("2026-03-01", 0)]),
        (WINDOW.format("2026-03-02", 3), ["01.03.2026"], ["?page=2"], []),
        ("", ["soon", "24.03.2026"], ["?page=1"], [WINDOW.format("2026-03-25", 0)]),
    ],
)
def test_a_window_of_days_leads_to_what_is_older(query, days, linked, older):
    body = "".join(f"<p><b class=day>{day}</b></p>" for day in days) + "".join(
        f"<a href='{url}'>n</a>" for url in linked
    )
    shown = Page(f"<html><body>{body}</body></html>".encode(), NEWS + query, datetime(2026, 4, 10, tzinfo=UTC))
    read = partial(long_or_numeric_date, language="en")
    assert pagers.by_days(shown, ".day", read, ("since", "until")) == tuple(NEWS + url for url in older)


def test_a_window_without_days_is_an_error():
    with pytest.raises(LayoutError, match="no day matches"):
        pagers.by_days(page(["?page=1"]), ".day", partial(long_or_numeric_date, language="en"), ("since", "until"))


@given(st.lists(st.integers(0, 999_999)), st.integers(0, 999_999))
def test_whatever_the_pager_shows_older_pages_come_nearest_first(numbers, current):
    found = pagers.by_query(page([f"?page={number}" for number in numbers], f"{NEWS}?page={current}"))
    assert found == tuple(f"{NEWS}?page={number}" for number in sorted({n for n in numbers if n > current}))


@pytest.mark.parametrize(
    ("url", "links", "older"),
    [
        (f"{NEWS}/", ["page/3/", "page/2/", "page/1/", "/events/page/9/", "http://["], ["/page/2/", "/page/3/"]),
        (f"{NEWS}/page/2/", ["/news/", "/news/page/3/", "/news/page/40/"], ["/page/3/", "/page/40/"]),
        (f"{NEWS}/page/3/", ["/news/page/2/"], []),
    ],
)
def test_a_number_in_the_path_leads_to_older_pages(url, links, older):
    assert pagers.by_path(page(links, url), WORDPRESS) == tuple(NEWS + path for path in older)


def test_a_page_that_links_to_no_other_page_of_the_list_is_an_error():
    with pytest.raises(LayoutError, match="no link leads to another page"):
        pagers.by_path(page(["/news/", "/events/page/2/"], f"{NEWS}/"), WORDPRESS)


def older(script: str) -> list[str]:
    url = "https://mfa.example/web/list/default.shtml"
    listing = Page(f"<body>{script}</body>".encode(), url, datetime(2020, 7, 4, tzinfo=UTC))
    return [found.removeprefix("https://mfa.example/web/list/") for found in pagers.by_file_name(listing)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (SCRIPT.format(0, 3), ["default_1.shtml", "default_2.shtml"]),
        (SCRIPT.format(1, 3), ["default_2.shtml"]),
        (SCRIPT.format(2, 3), []),
        (SCRIPT.format(0, 1), []),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', ["index_1.html", "index_2.html"]),
        ("<script>createPageHTML( 3,1,'index','shtml')</script>", ["index_2.shtml"]),
    ],
)
def test_the_script_names_the_older_pages(script, expected):
    assert older(script) == expected


@pytest.mark.parametrize("script", ["", "<script>var countPage = 3</script>", SCRIPT.format(0, 10**9)])
def test_a_page_that_does_not_say_how_many_there_are_is_an_error(script):
    with pytest.raises(LayoutError, match="no script states"):
        older(script)


def test_a_hostile_page_is_searched_in_linear_time():
    started = time.process_time()
    with pytest.raises(LayoutError):
        older("a" * 300_000 + "countPage " * 30_000 + 'x"+' * 30_000)
    assert time.process_time() - started < 5
