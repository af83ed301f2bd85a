"""The editions in other languages that a page's head states become translation links, and never count as content."""

from dataclasses import replace
from datetime import UTC, datetime

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
