"""The layouts and listings of Japan and China against all real pages of the corpus."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.ministries import cn_fmprc_en, cn_fmprc_zh, jp_mofa_en, jp_mofa_ja
from crawler.sources.interpret import day_of
from crawler.sources.page import Page

FETCHED = datetime(2020, 7, 4, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def fmprc(corpus):
    """All pages of China's Foreign Ministry, by address."""
    with (corpus / "cn_fmprc.warc.gz").open("rb") as file:
        return {
            record.headers["WARC-Target-URI"]: Page(
                record.reader.read(),
                record.headers["WARC-Target-URI"],
                datetime.fromisoformat(record.headers["WARC-Date"]),
                {name.lower(): value for name, value in record.http_headers.asdict().items()},
            )
            for record in ArchiveIterator(file, record_types=WarcRecordType.response)
        }


@pytest.mark.parametrize(
    ("source", "pages", "dated"), [(cn_fmprc_en.SOURCE, 380, 364), (cn_fmprc_zh.SOURCE, 846, 846)], ids=["en", "zh"]
)
def test_every_page_is_read(fmprc, source, pages, dated):
    owned = [page for url, page in fmprc.items() if source.owns(url)]
    releases = [source.layout_on(day_of(source, page.fetched_at))(page) for page in owned]
    assert len(releases) == pages
    assert sum(release.published is not None for release in releases) == dated
    assert all(release.title and release.blocks for release in releases)
    repeated = Counter(len(release.blocks) - len({block.text for block in release.blocks}) > 3 for release in releases)
    assert repeated[True] == 0
    furniture = ("Suggest to a friend", "推荐给朋友", "版权所有", "Copyright", "相关新闻", "function(")
    assert not [block.text for release in releases for block in release.blocks if block.text.startswith(furniture)]


@pytest.mark.parametrize(
    ("source", "pages", "entries", "undated"),
    [(cn_fmprc_en.SOURCE, 13, 500, 16), (cn_fmprc_zh.SOURCE, 67, 1000, 0)],
    ids=["en", "zh"],
)
def test_every_listing_page_is_read(fmprc, source, pages, entries, undated):
    (listing,) = source.former_listings
    announced = {url: listing.read(page) for url, page in fmprc.items() if listing.owns(url)}
    found = {source.key(entry): entry for page in announced.values() for entry in page.entries}
    assert (len(announced), len(found)) == (pages, entries)
    assert sum(entry.published is None for entry in found.values()) == undated
    assert all(entry.title for entry in found.values())
    assert {listing.start, *announced[listing.start].older} == announced.keys()


def test_the_words_of_every_paragraph_element_are_in_the_blocks(fmprc):
    """What the simplest reading finds, the careful one finds too: no paragraph is lost."""
    source = cn_fmprc_zh.SOURCE
    for page in [page for url, page in fmprc.items() if source.owns(url)][::20]:
        read = "".join((block.marker or "") + block.text for block in source.layout_on(date(2020, 7, 4))(page).blocks)
        for paragraph in page.tree.xpath("//*[@id='News_Body_Txt_A']//p"):
            assert letters("".join(paragraph.itertext())) in letters(read)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@pytest.fixture(scope="module")
def japanese_index(corpus):
    body = (corpus / "pages/jp/index/ja_press_release_index_2026-08.html").read_bytes()
    page = Page(body, jp_mofa_ja.SOURCE.listings[0].start, datetime(2026, 8, 19, 9, tzinfo=UTC))
    return jp_mofa_ja.SOURCE.listings[0].read(page)


def test_the_japanese_index_gives_its_entries_with_their_years(japanese_index):
    days = [entry.published for entry in japanese_index.entries]
    assert len(japanese_index.entries) == 121
    assert len(set(days)) == 27
    assert days == sorted(days, reverse=True)
    assert (days[0], days[-1]) == (date(2026, 8, 19), date(2026, 7, 19))
    assert sum("/press/release/" not in entry.url for entry in japanese_index.entries) == 22


def test_the_japanese_archive_is_followed_newest_first(japanese_index):
    names = [url.rpartition("/")[2].removesuffix("_index.html") for url in japanese_index.older]
    assert len(names) == 68
    assert names[:2] == ["8_08", "8_07"]
    assert names[-13:-11] == ["4_1", "3_12"]
    assert names[-1] == "3_1"


def test_releases_of_one_name_in_two_folders_are_told_apart(japanese_index):
    keys = {jp_mofa_ja.SOURCE.key(entry) for entry in japanese_index.entries}
    assert len(keys) == 121


def test_english_addresses_of_ten_months_have_keys_of_their_own(corpus):
    lines = (corpus / "lists/jp-mofa.tsv").read_text("utf-8").splitlines()[1:]
    addresses = {line.split("\t")[1] for line in lines}
    keys = {jp_mofa_en.SOURCE.key_of(address) for address in addresses}
    assert len(keys) == len(addresses) > 400
    assert "pressite_000001_01926" in keys


def test_a_content_page_of_the_japanese_template_is_read(corpus):
    body = (corpus / "pages/jp/other/ja_single_page_kyoryoku_05_TRANSCRIBED_PARTIAL.html").read_bytes()
    page = Page(body, "https://www.mofa.go.jp/mofaj/gaiko/terro/kyoryoku_05.html", datetime(2026, 9, 19, tzinfo=UTC))
    release = jp_mofa_ja.SOURCE.layout(page)
    assert (release.title, release.published, release.images) == ("テロ資金対策", date(2026, 9, 10), ())
    marked = [(block.kind, block.marker, block.depth) for block in release.blocks if block.marker]
    assert marked == [
        ("heading", "1", 0),
        *(("point", f"({number})", 1) for number in (1, 2, 3)),
        ("heading", "2", 0),
        *(("point", f"({number})", 1) for number in (1, 2)),
        ("heading", "4", 0),
    ]
    assert Counter(link.rel for link in release.links) == {"attachment": 2, "related": 3}
