from datetime import UTC, datetime
from functools import partial

import pytest

from crawler.listings import pagers
from crawler.listings.json_api import JsonList, Offset
from crawler.listings.paginated import Paginated
from crawler.listings.totals import MOST, last_number
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import ListingPage, Total

START = "https://mfa.example/press"
AT = datetime(2026, 1, 2, tzinfo=UTC)
STATED = partial(last_number, css="p.count")


def page(markup: str, url: str = START) -> Page:
    return Page(f"<html><body>{markup}</body></html>".encode(), url, AT)


def shown(
    listing: Paginated, count: str, entries: int = 3, older: str = "<a rel=next href='?page=2'>2</a>"
) -> ListingPage:
    lines = "".join(f"<li><a href=/{n}.html>Release {n}</a></li>" for n in range(entries))
    return listing.read(page(f"<ul>{lines}</ul>{count}{older}"))


@pytest.mark.parametrize(
    ("printed", "total"),
    [
        ("Viser 1-20 av 6960 treff.", 6960),
        ("Page 1 of 236", 236),
        ("Showing 1 – 20 of 5,312", 5312),
        ("1-20 von 5.312 Treffern", 5312),
        ("1 à 20 sur 5\u202f312", 5312),
        ("1&nbsp;–&nbsp;20 av 5&nbsp;312", 5312),
        ("1-20 von 1’005’312", 1005312),
        ("共１２３条", 123),
        ("Results <b>1</b>–<b>20</b> of <b>40</b>", 40),
        ("0 results", 0),
    ],
)
def test_the_last_number_of_an_element(printed, total):
    assert STATED(page(f"<p>7 of 9</p><p class=count>{printed}</p>")) == total


def test_of_several_elements_the_last_counts_and_where_there_is_none_nothing_is_stated():
    assert STATED(page("<p class=count>1</p><p class=count>11-13</p>")) == 13
    assert STATED(page("<p>20 of 40</p>")) is None


@pytest.mark.parametrize("printed", ["", "many", "of ∞", str(MOST + 1), "9" * 5000])
def test_what_is_no_number_of_items_is_said_and_costs_the_list_no_more(printed):
    count = f"<p class=count>{printed}</p>"
    with pytest.raises(LayoutError, match="expected a number of items or pages"):
        STATED(page(count))
    announced = shown(Paginated(START, entry="li", total=STATED), count)
    assert (len(announced.entries), announced.total, len(announced.faults)) == (3, None, 1)
    assert announced.faults[0].startswith("the listing's total: expected a number")


def test_a_number_of_items_is_the_total_where_each_line_is_a_release():
    listing = Paginated(START, entry="li", releases=r"\d\.html$", total=STATED, older="a[rel=next]")
    assert shown(listing, "<p class=count>1-3 of 40</p>").total == Total(40, 40)
    assert shown(listing, "").total is None
    assert shown(listing, "<p class=count>1-4 of 40</p><ul><li><a href=/cv.pdf>CV</a></ul>").total is None


def test_a_number_of_pages_is_a_range_by_what_a_page_shows():
    listing = Paginated(START, entry="li", total_pages=STATED, older="a[rel=next]")
    first = shown(listing, "<p class=count>Page 1 of 4</p>")
    assert (first.total, first.is_last) == (Total(10, 12), False)
    last = shown(listing, "<p class=count>Page 4 of 4</p>", entries=1, older="")
    assert (last.total, last.is_last) == (None, True)  # how many the others have it does not show
    assert shown(listing, "<p class=count>Page 1 of 1</p>", older="").total == Total(3, 3)
    assert shown(listing, "", older="").total is None
    assert str(Total(10, 12)) == "10 to 12"
    assert str(Total(6960, 6960)) == "6,960"


@pytest.mark.parametrize(
    "script",
    [
        'createPageHTML(67, 0, "index", "shtml");',
        'var currentPage = 0;\nvar countPage = 67\n"default"+"_" + nextPage + "."+"shtml"',
    ],
)
def test_a_script_that_counts_pages(script):
    listing = Paginated(START, entry="li", older=pagers.by_file_name, total_pages=pagers.pages_by_file_name)
    announced = shown(listing, f"<script>{script}</script>", entries=15)
    assert (announced.total, len(announced.older)) == (Total(991, 1005), 66)


def answer(total: str, items: str = '{"url": "/1", "title": "One"}, {"url": "/2", "title": "Two"}') -> ListingPage:
    listing = JsonList(
        START,
        items="items",
        link="url",
        total="meta.total",
        paging=Offset("start"),
        belongs=lambda item: item.text_or_none("kind") != "link",
    )
    at = START if items else f"{START}?start=2"
    return listing.read(Page(f'{{"items": [{items}], "meta": {{"total": {total}}}}}'.encode(), at, AT))


@pytest.mark.parametrize(("total", "stated"), [("4203", 4203), ('"4203"', 4203), ("0", 0), ("null", None)])
def test_an_answer_in_json_states_its_total(total, stated):
    announced = answer(total)
    assert announced.total == (None if stated is None else Total(stated, stated))
    assert (announced.faults, announced.is_last, answer(total, "").is_last) == ((), False, True)


@pytest.mark.parametrize("total", ["-1", "2.5", '"many"', "[3]", "true", "1" + "0" * 40])
def test_a_total_of_another_type_is_a_fault_of_the_answer(total):
    announced = answer(total)
    assert (len(announced.entries), announced.total) == (2, None)
    (fault,) = announced.faults
    assert fault.startswith("the listing's total: expected ")


def test_an_answer_with_items_that_are_no_releases_says_nothing_of_releases():
    assert answer("40", '{"url": "/1", "title": "One"}, {"url": "/2", "title": "Two", "kind": "link"}').total is None
