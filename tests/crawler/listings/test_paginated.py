from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.extract import iso
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry

START = "https://mfa.example/press/index.html?lang=en"
LIST = Paginated(START, region="#list", entry="li.teaser", link="h2 a", date="time", read_date=iso, older="a[rel=next]")


def page(markup: str, url: str = START) -> Page:
    return Page(f"<html><body>{markup}</body></html>".encode(), url, datetime(2026, 1, 2, tzinfo=UTC))


TEASER = """<li class=teaser><a href=p.jpg>x</a><h2><a href=/1.html>One <b>two</b></a></h2>
<time datetime=2026-01-01>New Year</time>"""


def test_entries_carry_address_title_and_date():
    announced = LIST.read(
        page(f"<ul id=list>{TEASER}</ul><a rel=next href='?page=2'>Older</a><a rel=next href='?page=2'>2</a>")
    )
    assert announced.entries == (Entry("https://mfa.example/1.html", "One two", date(2026, 1, 1)),)
    assert announced.older == ("https://mfa.example/press/index.html?page=2",)


def test_a_picture_and_a_headline_of_one_release_are_one_entry():
    markup = "<a href=/1.html><img src=p.jpg></a><a href=/1.html>One</a><a href=/1.html>More</a><a href=/cv.htm>CV</a>"
    listing = Paginated(START, entry="a[href]", releases=r"\.html$")
    assert listing.read(page(markup)).entries == (Entry("https://mfa.example/1.html", "One"),)


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<ul id=list></ul>", "no entry matches 'li.teaser' in '#list'"),
        ("<p>Sorry for the inconvenience.</p>", "region '#list': expected one element, found 0"),
        (f"<ul id=list>{TEASER.replace('time', 'span')}</ul>", "'time': expected one element, found 0"),
        (f"<ul id=list>{TEASER.replace('2026-01-01', 'yesterday')}</ul>", "yesterday"),
        (f"<ul id=list>{TEASER.replace('</h2>', '<a href=/2.html>Two</a></h2>')}</ul>", "expected one element or none"),
    ],
)
def test_a_page_without_its_list_is_an_error_never_an_empty_day(markup, message):
    with pytest.raises(LayoutError, match=message.replace("?", r"\?")):
        LIST.read(page(markup))


def test_a_listing_owns_its_pages_by_their_form():
    assert LIST.owns("http://mfa.example/press/index.html?page=7")
    assert not LIST.owns("https://mfa.example/press/1.html")
    assert not LIST.owns("https://other.example/press/index.html")
    numbered = replace(LIST, pages=r"/press/(?:index(?:_\d+)?\.html)?$")
    assert numbered.owns("https://mfa.example/press/index_3.html")
    assert numbered.owns("https://mfa.example/press/")
    assert not numbered.owns("https://mfa.example/press/index_x.html")
