"""Guesses on the pages of every ministry's cases, which are as unlike one another as their sites are."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from communique.scaffold import selector_guess
from crawler.sources.page import Page
from storage.errors import LayoutError

CASES = Path(__file__).parents[1] / "ministries"
PAGES = [path for path in sorted(CASES.glob("*/*/page.html")) if path.stat().st_size]


def page_of(path: Path) -> Page:
    known = json.loads((path.parent / "page.json").read_text("utf-8"))
    return Page(path.read_bytes(), known["url"], datetime(2026, 8, 20, tzinfo=UTC), encoding=known.get("encoding"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-3]}/{path.parts[-2]}")
def test_a_guess_matches_what_it_should_on_its_own_page(path: Path) -> None:
    page = page_of(path)
    try:
        body = page.region("body")
    except LayoutError:
        return
    release = selector_guess.release(page, "en", "UTC")
    assert [len(body.select(css)) for css in (release.title, release.text) if css] in ([], [1], [1, 1])
    if listing := selector_guess.listing(page, "en", "UTC"):
        entries = body.select(listing.entry)
        assert len(entries) > 1
        assert all(len(entry.select(listing.date)) == 1 for entry in entries if listing.date and entry.select("a"))


def test_titles_are_guessed_as_a_person_read_them() -> None:
    """Of the releases whose page has headings, nearly all; the others hide their title in a table or a list."""
    right, wrong = 0, []
    for path in PAGES:
        facts = json.loads((path.parent / "expected.json").read_text("utf-8"))
        page = page_of(path)
        guess = selector_guess.release(page, "en", "UTC").title if "blocks" in facts else None
        if guess:
            title = page.region("body").select_one(guess)
            right += title.text == facts["title"]
            wrong += [] if title.text == facts["title"] else [path.parent]
    assert right > 40
    assert len(wrong) * 10 < right, wrong


def test_a_page_without_anything_gives_no_guess() -> None:
    page = Page(b"<html><body>&nbsp;</body></html>", "https://water.example/", datetime(2026, 8, 20, tzinfo=UTC))
    assert selector_guess.listing(page, "en", "UTC") is None
    assert selector_guess.release(page, "en", "UTC") == selector_guess.ReleaseGuess(None, None)
