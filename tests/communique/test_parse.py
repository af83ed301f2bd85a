"""`communique parse`, which reads one saved payload without an archive."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "ministries"
STATE = "https://www.state.gov/releases/office-of-the-spokesman/2026/10"


@pytest.mark.parametrize(
    ("case", "url"),
    [
        ("us_state/release_2026_quoted_name/page.xml", f"{STATE}/the-lakes-national-day-2/"),
        ("us_state/release_2026_quoted_name/page.xml", f"{STATE}/the-lakes-national-day-2?utm_source=feed"),
        ("us_state/release_2026/page.xml", f"{STATE}/joint-statement-on-the-lakes-initiative/"),
        ("ch_eda_en/release/page.json", "{item}"),
    ],
)
def test_of_a_feed_that_holds_whole_texts_the_item_of_the_address_is_read(communique, case, url):
    folder = (CASES / case).parent
    (payload,) = (path for path in folder.iterdir() if path.name not in ("page.json", "expected.json"))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    url = url.format(item=expected["url"])
    read = communique("parse", str(payload), "--source", folder.parent.name, "--url", url)
    assert read.code == 0
    assert read.lines == [expected | {"url": url}]


def test_an_item_that_the_feed_does_not_hold_is_said(communique):
    feed = CASES / "us_state/release_2026_quoted_name/page.xml"
    read = communique("parse", str(feed), "--source", "us_state", "--url", f"{STATE}/nowhere/")
    assert (read.code, read.out) == (1, "")
    assert f"none of its 2 items is {STATE}/nowhere/; the first is {STATE}/the-lakes-national-day-2/" in read.err


def test_what_is_no_feed_is_said(communique, tmp_path):
    (tmp_path / "page.html").write_text("<!doctype html><html><p>A page, not a feed</html>")
    read = communique("parse", str(tmp_path / "page.html"), "--source", "us_state", "--url", f"{STATE}/nowhere/")
    assert (read.code, read.out) == (1, "")
    assert "unreadable: " in read.err
