import time
from datetime import UTC, datetime

import pytest

from crawler.extract.errors import LayoutError
from crawler.listings.numbered_pages import older_pages
from crawler.sources.page import Page

SCRIPT = """<script>var currentPage = {};//0
var countPage = {}//pages
document.write("<a href=\\"default"+"_" + nextPage + "."+"shtml\\" class='fy'>Next</a>");</script>"""


def older(script: str) -> list[str]:
    url = "https://mfa.example/web/list/default.shtml"
    page = Page(f"<body>{script}</body>".encode(), url, datetime(2020, 7, 4, tzinfo=UTC))
    return [found.removeprefix("https://mfa.example/web/list/") for found in older_pages(page)]


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
