"""`communique parse`, which reads one saved payload without an archive, and the mark of a case that was reviewed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.communique.command_line import Line

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "ministries"
CASE = CASES / "us_state" / "listing"
STATE = "https://www.state.gov/releases/office-of-the-spokesman/2026/10"


@pytest.fixture
def communique(tmp_path, capsys) -> Line:
    return Line(f"sqlite:///{tmp_path / 'none.db'}", capsys)


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


@pytest.mark.parametrize("url", ["https://elsewhere.example/feed", "www.elsewhere.example/feed"])
def test_an_address_of_another_site_is_said(communique, url):
    (page,) = CASE.glob("page.[!j]*")
    known = json.loads((CASE / "page.json").read_text())
    words = ["parse", str(page), "--source", "us_state", "--listing", "--json", "--url"]
    right, other = communique(*words, known["url"]), communique(*words, url)
    assert (right.code, right.err) == (0, "")
    assert other.lines[0]["entries"]
    assert other.err.startswith(f"warning: https://{url.removeprefix('https://')} is no address of us_state's")
    assert other.err.count("\n") == 1


def test_what_was_marked_as_reviewed_is_said(tmp_path):
    (tmp_path / "expected.json").write_text('{"title": "Water"}')
    (tmp_path / "page.json").write_text("{}")
    words = [sys.executable, "-m", "tests.review", str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"{tmp_path}: marked as reviewed\n"
    assert json.loads((tmp_path / "page.json").read_text()).keys() == {"reviewed"}
