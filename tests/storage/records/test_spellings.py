import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.records import spellings

HELD = "https://www.water.example/press/41"


@pytest.mark.parametrize(
    "asked",
    [
        HELD,
        f"  {HELD}#top ",
        "http://www.water.example/press/41",
        "https://water.example/press/41",
        "water.example/press/41",
        "www.water.example/press/41/",
        "HTTPS://WWW.WATER.EXAMPLE/press/41",
        "HTTPS://WWW.WATER.EXAMPLE/PRESS/41",
        f"{HELD}/",
        f"{HELD}?utm_source=feed&utm_medium=rss",
        f"{HELD}?from=timeline",
        f"{HELD};jsessionid=0A?x=1&y=2",
        f"https://web.archive.org/web/2020id_/{HELD}",
        "https://web.archive.org/web/20200101000000/http:/water.example/press/41",
        f"http://127.0.0.1:8080/all/{HELD}/?fbclid=1",
        "https://arquivo.pt/noFrame/replay/20200101mp_/water.example/press/41",
        f"https://web.archive.org/web/2020/{HELD}?back=https://www.water.example/press/42",
        f"<{HELD}>",
        f"“{HELD}”",
        "https://water.example:443/press/41",
        "http://www.water.example.:80/press/41",
    ],
)
def test_a_page_is_found_under_every_spelling(asked):
    assert any(HELD in likely for likely in spellings(asked))


def test_a_year_and_a_file_in_a_path_are_no_archives_address():
    held = "https://www.water.example/press/2024/report.pdf/view"
    assert any(held in likely for likely in spellings("water.example/press/2024/report.pdf/view/"))


def test_a_host_in_any_script_is_found():
    assert any("https://xn--d1ahl.xn--p1ai/41" in likely for likely in spellings("МИД.рф/41"))


@pytest.mark.parametrize("held", ["https://water.example/show?id=4", "http://www.water.example/show?id=4"])
@pytest.mark.parametrize(
    "asked",
    [
        "water.example/show?id=4",
        "http://water.example/show?id=4&share=mail",
        "water.example/(S(a1))/show?id=4&fbclid=1&gclid=2",
    ],
)
def test_a_parameter_that_tells_pages_apart_is_kept(asked, held):
    assert any(held in likely for likely in spellings(asked))
    assert not any("https://water.example/show?id=5" in likely for likely in spellings(asked))


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("https://water.example/%E5%A4%96?q=%C3%A4", "https://water.example/外?q=ä"),
        ("https://water.example/外?q=ä", "https://water.example/%E5%A4%96?q=%C3%A4"),
        ("https://water.example/%e5%a4%96/%2F?q=%FF", "https://water.example/外/%2F?q=%FF"),
    ],
)
def test_characters_beyond_ascii_are_escaped_or_plain(asked, held):
    assert any(held in likely for likely in spellings(asked))
    assert not any("https://water.example/外///?q=%FF" in likely for likely in spellings(asked))


def test_what_was_typed_comes_first():
    assert next(iter(spellings(f"{HELD}?a=b"))) == {f"{HELD}?a=b"}


@given(st.text())
def test_any_text_has_spellings(text):
    assert all(isinstance(one, str) for likely in spellings(text) for one in likely)
