import json
import re
from datetime import UTC, date, datetime

import pytest

from crawler.extract.json_value import JsonValue
from crawler.listings.json_api import Cursor, JsonList, Offset
from crawler.sources.page import Page
from crawler.sources.source import PageRequest, RequestsPages
from storage.errors import LayoutError, SourceError
from storage.records import Entry

START = "https://api.example/news?lang=en&since>=2026-01-01"
LIST = JsonList(START, items="feed.entry", link="link", date="day", prefix="/en", paging=Offset("skip"))


def page(value: object, url: str = START) -> Page:
    return Page(json.dumps(value).encode(), url, datetime(2026, 1, 2, tzinfo=UTC))


def item(number: int, **fields: object) -> dict:
    return {"link": f"/r/{number}", "title": f"Release  {number}", "day": f"2026-01-0{number}", **fields}


def test_items_are_entries_and_the_next_page_begins_after_them():
    announced = LIST.read(page({"feed": {"entry": [item(2), item(1)]}}))
    assert announced.entries[0] == Entry("https://api.example/en/r/2", "Release 2", date(2026, 1, 2))
    assert announced.older == ("https://api.example/news?lang=en&since%3E=2026-01-01&skip=2",)
    assert LIST.read(page({"feed": {"entry": [item(1)]}}, announced.older[0])).older[0].endswith("&skip=3")


def test_a_single_object_is_a_list_of_one():
    assert len(LIST.read(page({"feed": {"entry": item(1)}})).entries) == 1


def test_an_empty_page_is_the_end_but_not_the_beginning():
    ended = LIST.read(page({"feed": {"entry": []}}, f"{START}&skip=40"))
    assert (ended.entries, ended.older) == ((), ())
    for url in (START, START.replace(">", "%3E")):
        with pytest.raises(LayoutError, match=r"no item at 'feed\.entry'"):
            LIST.read(page({"feed": {"entry": []}}, url))


def test_a_cursor_goes_on_with_the_last_value_until_a_page_leads_to_itself():
    listing = JsonList(START, items="feed.entry", link="link", paging=Cursor("since>", "day"))
    (older,) = listing.read(page({"feed": {"entry": [item(1), item(2)]}})).older
    assert older == "https://api.example/news?lang=en&since%3E=2026-01-02"
    assert listing.read(page({"feed": {"entry": item(2)}}, older)).older == (older,)
    assert listing.owns(older)
    assert not LIST.owns(older)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"error": "no such department"}, "expected a list at 'feed.entry', found nothing"),
        ({"feed": {"entry": "none"}}, "found 'none'"),
        ({"feed": {"entry": [item(1, title=None)]}}, "expected words at 'title'"),
        ({"feed": {"entry": [item(1, link={"href": "/r/1"})]}}, "expected words at 'link'"),
        ({"feed": {"entry": [item(1, day="yesterday")]}}, "yesterday"),
    ],
)
def test_an_answer_of_another_shape_is_an_error(value, message):
    with pytest.raises(LayoutError, match=message):
        LIST.read(page(value))


def test_a_page_that_is_not_json_is_an_error():
    with pytest.raises(LayoutError, match="the answer is not JSON"):
        LIST.read(Page(b"<html>Technical Difficulties</html>", START, datetime(2026, 1, 2, tzinfo=UTC)))


def test_the_offset_of_an_address_is_a_number():
    with pytest.raises(LayoutError, match="is no number of items"):
        LIST.read(page({"feed": {"entry": [item(1)]}}, f"{START}&skip=last"))


def mine(value: JsonValue) -> bool:
    return value.text_or_none("by") == "us"


def test_whole_texts_are_split_by_key_and_only_those_that_belong_to_the_source():
    listing = JsonList(
        START, items="items", link="link", key="id", belongs=mine, headers={"Origin": "https://x.example"}
    )
    answer = page({"items": [item(1, id=7, by="us"), item(2, id=8, by="them")]})
    assert [
        (key, found.url, JsonValue.parse(found.text).raw["title"]) for key, found in listing.split(answer).items()
    ] == [("7", "https://api.example/r/1", "Release  1")]
    assert [entry.key for entry in listing.read(answer).entries] == ["7"]
    assert isinstance(listing, RequestsPages)
    assert listing.request_for(START) == PageRequest(headers={"Origin": "https://x.example"})


@pytest.mark.parametrize("wrong", [{"items": "feed.[entry"}, {"link": "href["}, {"date": "day |"}, {"key": "@."}])
def test_a_wrong_expression_is_an_error_of_the_ministrys_file(wrong):
    with pytest.raises(SourceError, match=f"{re.escape(repr(*wrong.values()))} is no expression of JMESPath"):
        JsonList(**{"start": START, "items": "items", "link": "link"} | wrong)


def test_a_cursors_expression_is_checked_too():
    with pytest.raises(SourceError, match="no expression of JMESPath"):
        Cursor("since>", "day[")


def test_an_item_may_hold_half_a_character():
    """JSON can spell a lone surrogate, which no encoding of a page can."""
    listing = JsonList(START, items="items", link="link", key="id")
    found = listing.split(page({"items": [item(1, id="a", body="\ud800 x")]}))
    assert JsonValue.parse(found["a"].text).text("body") == "x"


@pytest.mark.parametrize(
    "bad", [{"day": "9999-12-31"}, {"day": "0001-01-01"}, {"day": "8 okt"}, {"title": None}, {"title": " \u200b"}]
)
def test_a_bad_item_costs_what_is_bad_of_it_and_is_said(bad):
    listing = JsonList(START, items="items", link="link", date="day", key="link")
    answer = page({"items": [item(1), item(2, **bad), item(3)]})
    read = listing.read(answer)
    assert [entry.url[-1] for entry in read.entries] == ["1", "2", "3"]
    assert len(read.faults) == 1
    assert len(listing.split(answer)) == 3


def test_a_title_is_what_a_reader_sees():
    read = JsonList(START, items="items", link="link").read(
        page({"items": [item(1, title="Minister&#8217;s <em>visit</em> &amp; talks"), item(2, title="5 < 6 & 7")]})
    )
    assert [entry.title for entry in read.entries] == ["Minister’s visit & talks", "5 < 6 & 7"]
