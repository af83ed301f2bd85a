"""Any page as a listing: which links are headlines."""

from datetime import UTC, datetime

import pytest

from crawler.listings.headlines import Headlines
from crawler.sources.page import Page
from storage.errors import LayoutError

NEWS = "https://www.mfa.example/news"


def page(text: str) -> Page:
    return Page(text.encode(), NEWS, datetime(2026, 3, 9, tzinfo=UTC))


def test_headlines_are_long_links_to_the_same_site_outside_the_boilerplate():
    listing = Headlines(NEWS)
    found = listing.read(
        page(
            """<body><nav><a href="/a-very-long-menu">All about the ministry and its history</a></nav><main>
            <a href="/news/1#top">The minister opens a bridge</a><a href="/news/1">The minister opens a bridge</a>
            <a href="/news/2">外务大臣开通新桥并发表讲话</a><a href="/news/3">More</a>
            <a href="http://[">A link that is no address at all</a>
            <a href="https://other.example/4">A bridge elsewhere in the world</a>
            <a href="/news">News of the whole ministry</a>
            </main><a rel="next" href="?page=1">Older</a><link rel="next" href="/news?page=1"></body>"""
        )
    )
    assert [entry.url for entry in found.entries] == [
        "https://www.mfa.example/news/1",
        "https://www.mfa.example/news/2",
    ]
    assert found.older == ("https://www.mfa.example/news?page=1",)
    with pytest.raises(LayoutError, match="no link is as long as a headline"):
        listing.read(page("<body><a href='/x'>More</a></body>"))
