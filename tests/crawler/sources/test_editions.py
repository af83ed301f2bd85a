"""The editions in other languages that a page's head states become translation links, and never count as content."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.extract import links
from crawler.sources.interpret import read
from crawler.sources.page import Page
from crawler.sources.registry import source
from storage.edits.compare import compare
from storage.records import Block, Capture, Link, Release

PAGE = """<!doctype html><html lang="en"><head><title>Talks</title>{}</head><body><main>
<h2 class="title">Talks on June 3, 2019</h2><p>{}</p></main></body></html>"""
HEAD = """<link rel="alternate" hreflang="fr" href="/fr/talks">
<link rel="alternate" hreflang="x-default" href="/x/talks">
<link rel="alternate" hreflang="en" href="https://ministry.example/en/talks">
<link rel="alternate" hreflang="de" href="/">
<link rel="alternate" type="application/rss+xml" href="/feed">"""


def layout(page: Page) -> Release:
    return Release("Talks", None, (Block("paragraph", page.region("main p").text),))


def test_the_head_of_a_page_states_its_editions():
    body = PAGE.format(HEAD, "The ministers met. " * 60).encode()
    mine = replace(source("jp_mofa_en"), layout=layout, former={})
    url, at = "https://ministry.example/en/talks", datetime(2026, 1, 1, tzinfo=UTC)
    reading = read(mine, Capture(url=url, at=at, kind="release", status=200, body=body))
    assert reading.release is not None
    assert reading.release.links == (Link("translation", "https://ministry.example/fr/talks", "fr"),)


def test_an_edition_more_is_no_edit():
    before = Release("Talks", None, (Block("paragraph", "The ministers met."),))
    after = replace(before, links=(Link("translation", "https://ministry.example/fr/talks", "fr"),))
    assert not compare(before, after).edits


@pytest.mark.parametrize(
    ("own", "stated", "is_edition"),
    [
        ("en", "en", False),
        ("en-NZ", "en", False),
        ("nb", "nb-NO", False),
        ("EN", "en", False),
        ("en", "mi", True),
        ("zh-Hant", "zh-Hans", True),
        ("zh", "zh-Hans", False),
        ("", "en", True),
        ("fr", "", True),
    ],
)
def test_a_mark_of_the_pages_own_language_makes_no_link_an_edition(own, stated, is_edition):
    """Content systems write it on every link, and pages state themselves among their editions, under any address."""
    markup = f"""<html lang="{own}"><head><link rel=alternate hreflang="{stated}" href="/other/talks"></head>
        <body><p><a href="/talks-of-2025" hreflang="{stated}">Earlier talks</a></p></body></html>"""
    page = Page(markup.encode(), "https://ministry.example/talks", datetime(2026, 1, 1, tzinfo=UTC))
    assert [link.url for link in links(page.region("body"))] == ["https://ministry.example/talks-of-2025"] * is_edition
    assert [link.url for link in page.editions] == ["https://ministry.example/other/talks"] * is_edition
