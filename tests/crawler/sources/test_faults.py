from datetime import UTC, datetime

import pytest
from crawl_runner import release_page
from hostile_pages import CHALLENGES

from crawler.sources.block_pages import FEW_WORDS, fault
from crawler.sources.page import Page


def judged(body: bytes) -> str | None:
    found = fault(Page(body, "https://water.example/r1", datetime(2026, 1, 8, tzinfo=UTC)))
    return found[0] if found else None


def page(title: str, words: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{words}</p></body></html>".encode()


@pytest.mark.parametrize("body", CHALLENGES.values(), ids=CHALLENGES)
def test_challenges_are_blocked(body: bytes) -> None:
    assert judged(body) == "blocked"


@pytest.mark.parametrize(
    ("title", "words", "verdict"),
    [
        ("Access Denied", "You don't have permission to access this page.", "blocked"),
        ("Ministério", "Estamos em manutenção. Voltamos logo.", "blocked"),
        ("Accesso temporaneamente limitato", "Verifica", "blocked"),
        ("News", "Data processing... Please, wait.", "blocked"),
        ("Ministry", "Please verify you are a human", "blocked"),
        ("Page not found", "Try the search.", "soft_404"),
        ("404", "Nothing here", "soft_404"),
        ("Ministry | Error 404", "Nothing here", "soft_404"),
        ("404 - Ministry", "Nothing here", "soft_404"),
        ("外務省", "ページが見つかりません。", "soft_404"),
        ("Seite nicht gefunden", "Leider", "soft_404"),
        ("Ministry", "The page you are looking for cannot be found.", "soft_404"),
        ("Ministry", "", "empty"),
    ],
)
def test_pages_that_are_not_what_was_asked_for_are_named(title: str, words: str, verdict: str) -> None:
    assert judged(page(title, words)) == verdict


@pytest.mark.parametrize(
    "body",
    [
        release_page("Resolution 404 (1977) on mercenaries"),
        release_page("Minister visits site under repair"),
        page("Maintenance of peace", "Under maintenance of the treaty, the parties agreed. " * 60),
        page("Statement", "The page not found in the archive was shown to the ministers. " * 60),
        b'{"title": "Access Denied"}',
    ],
)
def test_a_release_may_speak_of_such_things(body: bytes) -> None:
    assert judged(body) is None


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"<html><body><script>let x = 1</script></body></html>"])
def test_pages_without_words_are_empty(body: bytes) -> None:
    assert judged(body) == "empty"


def test_words_of_scripts_and_comments_are_no_words_of_the_page() -> None:
    script = "<script>" + "Access denied. " * 300 + "</script><!-- " + "words " * 300 + " -->"
    assert judged(page("Ministry", "The requested URL was rejected." + script)) == "blocked"


def test_a_mark_counts_in_a_stub_and_not_in_a_whole_page() -> None:
    mark = "Data processing... Please, wait. "
    assert judged(page("Ministry", mark)) == "blocked"
    assert judged(page("Ministry", mark + "word " * FEW_WORDS)) is None
