"""Texts as HTML say what they said, and nothing in them is markup."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reader.texts import day, direction, inline, minute, shortened, web_address
from storage.records import InlineLink, visible
from tests.processor_time import at_most

WORDS = st.text(st.sampled_from("ab <>&\"'~\u202e\x00水ع\n"), max_size=30)


def said(markup: str) -> str:
    """What a browser shows, with its line breaks."""
    return html.fromstring(f"<p>{markup.replace('<br>', chr(10))}</p>").text_content()


@given(WORDS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3))
def test_a_text_is_shown_as_it_is(text: str, places: list[tuple[int, int]]) -> None:
    marked = sorted((min(pair), min(max(pair), len(text))) for pair in places if min(pair) < len(text))
    whole = text.replace("~~", "") if "~~" not in text else None
    if whole is not None:
        assert said(inline(whole, marked)) == "\n".join(visible(line) for line in whole.split("\n"))
    assert "<script" not in inline(text, marked)


def test_what_was_found_is_marked_and_what_is_struck_out_is_struck() -> None:
    assert inline("a <b> c", [(2, 5)]) == "a <mark>&lt;b&gt;</mark> c"
    assert inline("so ~~690~~ 705") == "so <s>690</s> 705"
    assert inline("~~690~~", [(2, 4)]) == "<s><mark>69</mark></s><s>0</s>".replace(
        "<s><mark>69</mark></s>", "<s><mark>69</mark></s>"
    )
    assert inline("one\ntwo") == "one<br>two"


def test_links_lead_where_they_led_and_nowhere_else() -> None:
    links = [InlineLink("https://water.example/a?b=1&c=2", "here"), InlineLink("javascript:alert(1)", "there")]
    assert inline("see here, not there", links=links) == (
        'see <a href="https://water.example/a?b=1&amp;c=2" rel="nofollow noopener">here</a>, not there'
    )
    twice = [InlineLink("https://water.example/1", "a"), InlineLink("https://water.example/2", "a")]
    assert inline("a a", links=twice).count("<a ") == 2


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//water.example", "http://[", "https:///x"],
)
def test_an_address_of_another_scheme_is_none_to_follow(url: str) -> None:
    assert web_address(url) is None


def test_days_and_directions() -> None:
    assert (day("2025-01-07"), day(date(2025, 1, 7)), day(None), day("soon")) == (
        "7 January 2025",
        "7 January 2025",
        "undated",
        "soon",
    )
    assert minute(datetime(2025, 1, 7, 9, 5, tzinfo=UTC)) == "7 January 2025, 09:05 UTC"
    assert [direction(language) for language in ("ar", "fa-IR", "he", "en", "zh-Hans")] == ["rtl"] * 3 + ["ltr"] * 2


def test_a_long_text_is_its_beginning_in_a_list() -> None:
    assert shortened("a" * 300) == "a" * 300
    assert shortened("a" * 301) == "a" * 300 + " …"


def test_a_text_with_many_matches_is_marked_in_one_pass() -> None:
    marked = [(place, place + 1) for place in range(0, 20_000, 2)]
    with at_most(2):
        assert inline("ab" * 10_000, marked) == "<mark>a</mark>b" * 10_000
