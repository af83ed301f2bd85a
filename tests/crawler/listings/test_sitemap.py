import gzip
from datetime import UTC, datetime

import pytest

from crawler.listings import sitemap
from crawler.listings.sitemap import Sitemap
from crawler.sources.block_pages import fault
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry

START = "https://mfa.example/sitemap.xml"
MAP = Sitemap(START, releases=r"/news/", maps=r"/news-sitemap\d*\.xml")
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
SET = f"""<urlset {SPACES}><url><loc> https://mfa.example/news/1 </loc><lastmod>2026-01-02</lastmod></url>
<url><loc>https://mfa.example/about</loc></url><url><loc>https://mfa.example/news/2</loc><news:news>
<news:publication_date>2026-01-01T09:00:00+01:00</news:publication_date><news:title>Two</news:title></news:news></url>
</urlset>""".encode()
INDEX = f"""<sitemapindex {SPACES}>
<sitemap><loc>https://mfa.example/news-sitemap1.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
<sitemap><loc>https://mfa.example/news-sitemap2.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://mfa.example/page-sitemap.xml</loc></sitemap></sitemapindex>""".encode()


def page(body: bytes) -> Page:
    return Page(body, START, datetime(2026, 1, 2, tzinfo=UTC))


PACKED = gzip.compress(SET)


LOUD = SET.replace(b"url>", b"URL>").replace(b"loc>", b"LOC>").replace(b"urlset", b"URLSET")


@pytest.mark.parametrize(
    "body", [SET, LOUD, PACKED, gzip.compress(PACKED), gzip.compress(PACKED[:90]) + gzip.compress(PACKED[90:])]
)
def test_a_set_announces_its_releases_and_lastmod_is_no_date_of_theirs(body):
    assert fault(page(body)) is None
    assert MAP.read(page(body)).entries == (
        Entry("https://mfa.example/news/1", ""),
        Entry("https://mfa.example/news/2", "Two", datetime.fromisoformat("2026-01-01T09:00:00+01:00")),
    )


def test_an_index_leads_to_the_sets_that_hold_releases_the_last_changed_first():
    older = MAP.read(page(INDEX)).older
    assert older == ("https://mfa.example/news-sitemap2.xml", "https://mfa.example/news-sitemap1.xml")
    assert all(MAP.owns(url) for url in (START, *older))
    assert not MAP.owns("https://mfa.example/page-sitemap.xml")
    assert not MAP.owns("https://mfa.example/news/1")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><body>gone</body></html>", "expected a sitemap"),
        (gzip.compress(SET, mtime=0)[:-9], "cut off"),
        (b"\x1f\x8bnonsense", "the gzip is broken"),
        (gzip.compress(b"", mtime=0) * 101, "more than 100 members"),
    ],
)
def test_another_payload_is_an_error(body, message):
    with pytest.raises(LayoutError, match=message):
        MAP.read(page(body))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sitemap, "LARGEST", 100_000)
    with pytest.raises(LayoutError, match="holds more than 100000 bytes"):
        MAP.read(page(gzip.compress(bytes(200_000))))


def test_a_gzip_that_holds_itself_comes_to_an_end():
    packed = SET
    for _ in range(9):
        packed = gzip.compress(packed)
    with pytest.raises(LayoutError, match="not markup"):
        MAP.read(page(packed))


@pytest.mark.parametrize(
    "line", ["<entry><loc>https://mfa.example/news/1</loc></entry>", "<loc>https://mfa.example</loc>"]
)
def test_a_set_of_other_lines_is_not_taken_for_an_empty_one(line):
    with pytest.raises(LayoutError, match="expected lines of a sitemap, found <"):
        MAP.read(page(f"<urlset>{line}</urlset>".encode()))
    assert MAP.read(page(b"<urlset></urlset>")).entries == ()


@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_sitemap_of_plain_text_has_an_address_a_line(start, end):
    urls = ["https://mfa.example/news/1", "https://mfa.example/about", "https://mfa.example/новости/news/2"]
    text = start + (end or "\n").join(urls) + end
    assert [entry.url for entry in MAP.read(page(text.encode())).entries] == [urls[0], urls[2]]
    assert fault(page(text.encode())) is None


@pytest.mark.parametrize("line", ["<url><loc/></url>", "<url><lastmod>2026-01-02</lastmod></url>", "<url></url>"])
def test_a_line_without_an_address_is_a_fault_and_costs_itself(line):
    shown = MAP.read(page(SET.replace(b"<url>", line.encode() + b"<url>", 1)))
    assert len(shown.entries) == 2
    assert shown.faults == ("a line of the sitemap has no address",)
    index = MAP.read(page(INDEX.replace(b"<loc>https://mfa.example/page-sitemap.xml</loc>", b"")))
    assert (len(index.older), index.faults) == (2, ("a sitemap of the index has no address",))
