"""`parse`, and the mark of a case that was reviewed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.communique.command_line import Line

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests" / "ministries" / "us_state" / "listing"


@pytest.fixture
def communique(tmp_path, capsys) -> Line:
    return Line(f"sqlite:///{tmp_path / 'none.db'}", capsys)


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
