from datetime import UTC, date, datetime

import pytest

from crawler.listings.atom import Feed
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry

START = "https://mfa.example/news.atom?org=water"
ENTRY = """<entry><id>https://mfa.example/news/one#{stamp}</id><updated>2026-01-02T10:00:00Z</updated>
<link rel="self" href="/feed"/><link rel="alternate" href="/news/one"/><title>One &amp; only</title></entry>"""


def read(inner: str, root: str = "feed"):
    body = f'<{root} xmlns="http://www.w3.org/2005/Atom">{inner}</{root}>'
    return Feed(START).read(Page(body.encode(), START, datetime(2026, 1, 2, tzinfo=UTC)))


def test_a_release_that_was_updated_is_one_entry_and_its_update_is_no_publication():
    announced = read(ENTRY.format(stamp=1) + ENTRY.format(stamp=2))
    assert announced.entries == (Entry("https://mfa.example/news/one", "One & only"),)


def test_an_entry_without_a_link_is_found_by_its_id_without_the_fragment():
    inner = "<entry><id>https://mfa.example/two#7</id><published>2026-01-02</published><title>Two</title></entry>"
    assert read(inner).entries == (Entry("https://mfa.example/two", "Two", date(2026, 1, 2)),)


@pytest.mark.parametrize(
    ("inner", "root", "message"),
    [
        ("", "feed", "the feed has no entry"),
        ("", "rss", "expected <feed>"),
        ("<entry><id>urn:uuid:1</id><title>x</title></entry>", "feed", "leads nowhere"),
    ],
)
def test_another_payload_is_an_error(inner, root, message):
    with pytest.raises(LayoutError, match=message):
        read(inner, root)


def test_a_feed_owns_its_address_alone():
    assert Feed(START).owns(START.replace("https", "http"))
    assert not Feed(START).owns("https://mfa.example/news.atom?org=fire")
