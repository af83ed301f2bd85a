"""Links to releases with a day printed beside each."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from crawler.extract import find_date
from crawler.listings.dated_links import DatedLinks
from crawler.sources.page import Page
from storage.errors import DateError, LayoutError

NEWS = "https://mfa.example/news"
LISTING = DatedLinks(NEWS, r"/r/\d+$", partial(find_date, language="en", pivot=2069), lambda page: [])


def read(body):
    page = Page(f"<html><body>{body}</body></html>".encode(), NEWS, datetime(2026, 4, 10, tzinfo=UTC))
    return [(entry.url[-3:], entry.title, entry.published) for entry in LISTING.read(page).entries]


def test_the_day_stands_near_the_link_and_not_in_it():
    body = """<ul><li><i>9 Apr 26</i> <a href="/r/1">Talks of 8 April 2026</a></li>
    <li><a href="/r/2"><img src="/p.jpg"></a>
    <h3><a href="/r/2">A visit</a></h3><p>1 March 2026</p></li></ul>"""
    assert read(body) == [("r/1", "Talks of 8 April 2026", date(2026, 4, 9)), ("r/2", "A visit", date(2026, 3, 1))]


def test_a_last_page_with_one_entry_is_read_by_the_nearest_day():
    body = '<p>Updated 10 April 2026</p><ul><li><a href="/r/1">A visit</a> <b>2 March 2026</b></li></ul>'
    assert read(body) == [("r/1", "A visit", date(2026, 3, 2))]


def test_a_release_that_is_listed_twice_is_one_entry():
    row = '<li><a href="/r/1">A visit</a> 2 March 2026</li>'
    assert len(read(f"<ul>{row}</ul><div class=latest><ul>{row}</ul></div>")) == 1


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ("<a href='/about'>About</a>", LayoutError, "no link matches"),
        ("<p><a href='/r/1'></a> 2 March 2026</p>", LayoutError, "no link matches"),
        ("<p><a href='/r/1'>A</a> <a href='/r/2'>B</a> 2 March 2026</p>", LayoutError, "no day is printed beside"),
        ("<p><a href='/r/1'>A</a> 2 March 2026, 3 March 2026</p>", DateError, "more than one date"),
    ],
)
def test_an_entry_without_a_day_of_its_own_is_an_error(body, error, message):
    with pytest.raises(error, match=message):
        read(body)
