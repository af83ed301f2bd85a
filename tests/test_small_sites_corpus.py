"""Ministries of boards and small content systems against the real pages of the corpus."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from crawler.extract.charset import mojibake
from crawler.ministries import br_mre_en, by_mfa_en, cm_spm_en, de_aa_de, kr_mofa_en, mx_sre_es, my_kln_en, uz_mfa_en
from crawler.sources.page import Page
from storage.errors import LayoutError

EARLY_2022 = datetime(2022, 3, 3, 9, tzinfo=UTC)


def page(path, url):
    return Page(path.read_bytes(), url, EARLY_2022)


@pytest.mark.parametrize("feed", ["feed_press_releases", "feed_press_briefings"])
def test_the_addresses_of_the_korean_feeds_lead_to_releases_of_the_english_boards(corpus, feed):
    """The feed names its posts under http and the Korean tree; they are the same posts."""
    links = [item.findtext("link") for item in etree.parse(corpus / f"pages/kr/feed/{feed}.xml").iter("item")]
    keys = [kr_mofa_en.SOURCE.key_of(link) for link in links]
    assert len(set(keys)) == len(links) > 1
    assert all(kr_mofa_en.SOURCE.owns(link) and key.isdigit() for link, key in zip(links, keys, strict=True))


def test_the_texts_of_korean_briefings_are_read_from_a_page_of_the_board(corpus):
    """Words as a reader copied them, in the markup that the board is described with."""
    for path in (corpus / "pages/kr/text").glob("*.txt"):
        url, _, title, *rest = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        stated, text = rest[1], rest[4:-1]
        head = f"<h2>{title}</h2><dl><dt>Date</dt><dd>{stated}</dd><dt>Hit</dt><dd>{rest[3]}</dd></dl>"
        body = "".join(f"<p>{line}</p>" for line in text)
        markup = f"<div class=board_detail><div class=bo_head>{head}</div><div class=se-contents>{body}</div></div>"
        release = kr_mofa_en.SOURCE.layout(Page(markup.encode(), url, EARLY_2022))
        assert (release.title, release.published) == (title, date.fromisoformat(stated))
        assert [block.text for block in release.blocks] == [" ".join(line.split()) for line in text]


def test_the_belarusian_list_is_read_without_a_wrong_letter(corpus):
    """It is UTF-8 and declares windows-1251; entries in comments are none."""
    announced = by_mfa_en.SOURCE.listings[0].read(
        page(corpus / "pages/by/index/belarus.html", "https://mfa.gov.by/en/press/statements/")
    )
    assert len(announced.entries) == 5
    assert all(entry.title.startswith("Statement") and not mojibake(entry.title) for entry in announced.entries)
    assert [url.rpartition("/")[2] for url in announced.older] == ["2", "3", "4", "5", "9", "13"]


@pytest.mark.parametrize(
    ("name", "published", "count", "words"),
    [
        ("b7b71aff55bfca76", date(2021, 12, 6), 10, "banned the import of a number of goods"),
        ("bf7e69d3fec2c5f0", date(2021, 12, 6), 7, "the law of the Republic of Belarus of 29 November 2003"),
        ("cf70e7349e4f19db", date(2020, 5, 15), 19, "breathing equipment – 36, which"),
    ],
)
def test_belarusian_statements_are_read_without_a_wrong_letter(corpus, name, published, count, words):
    url = f"https://mfa.gov.by/en/press/statements/{name}.html"
    release = by_mfa_en.SOURCE.layout(page(corpus / f"pages/by/release/{name}.html", url))
    text = "\n".join(block.text for block in release.blocks)
    assert by_mfa_en.SOURCE.key_of(url) == name
    assert (release.published, len(release.blocks)) == (published, count)
    assert words in text
    assert "\ufffd" not in text
    assert "Home" not in text
    assert not mojibake(text)


def test_the_malaysian_tables_are_read_with_their_days(corpus):
    url = my_kln_en.SOURCE.listings[0].start
    announced = my_kln_en.SOURCE.listings[0].read(page(corpus / "pages/my/index/press-release.html", url))
    days = [entry.published for entry in announced.entries]
    assert len({my_kln_en.SOURCE.key(entry) for entry in announced.entries}) == len(announced.entries) == 293
    assert (max(days), min(days).year) == (date(2022, 2, 28), 2019)
    assert all(entry.title for entry in announced.entries)
    assert all(my_kln_en.SOURCE.listing_of(url) for url in announced.older)


def test_the_malaysian_release_is_read(corpus):
    slug = "united-arab-emirates-contributes-500-000-doses-of-covid-19-vaccine-to-malaysia"
    url = f"https://www.kln.gov.my/web/guest/-/{slug}"
    release = my_kln_en.SOURCE.layout(page(corpus / "pages/my/release/uae-500.html", url))
    assert release.title == "UNITED ARAB EMIRATES CONTRIBUTES 500,000 DOSES OF COVID-19 VACCINE TO MALAYSIA"
    assert release.published == date(2022, 1, 25)
    assert [len(block.text) > 300 for block in release.blocks] == [False, False, True, True, True, False, False]


def test_a_german_page_of_travel_advice_is_no_release(corpus):
    """Its line of day and type is another, though the frame is that of releases."""
    url = "https://www.auswaertiges-amt.de/de/ReiseUndSicherheit/italiensicherheit/211322"
    shown = page(corpus / "pages/de/other/auswaertiges-amt.de-Italien.html", url)
    with pytest.raises(LayoutError, match=r"Reise- und Sicherheitshinweise' and 'Stand - 12\.11\.2021"):
        de_aa_de.layout(shown)
    assert not de_aa_de.SOURCE.owns(url)


def test_the_uzbek_list_is_read(corpus):
    announced = uz_mfa_en.SOURCE.listings[0].read(
        page(corpus / "pages/uz/index/uzbekistan.html", "https://mfa.uz/en/press/news")
    )
    (entry,) = announced.entries
    assert entry.title.startswith("Uzbekistan, China leaders call")
    assert entry.published.isoformat() == "2022-02-07T19:50:00+05:00"


def test_the_list_and_the_document_of_cameroon_are_read(corpus):
    (listing,) = cm_spm_en.SOURCE.listings
    (entry,) = listing.read(page(corpus / "pages/cm/index/cameron.html", listing.start)).entries
    release = cm_spm_en.SOURCE.layout(
        page(corpus / "pages/cm/release/2021.html", "https://www.spm.gov.cm/site/?q=en/x")
    )
    assert entry.title == release.title
    assert entry.published == release.published == date(2020, 11, 25)
    assert not release.blocks
    assert [(link.rel, link.text) for link in release.links] == [("attachment", "discours_pmcg_en.pdf")]


def test_the_slugs_of_brazilian_releases_identify_them(corpus):
    lines = (corpus / "lists/br-mre.tsv").read_text("utf-8").splitlines()[1:]
    addresses = {line.split("\t")[1] for line in lines}
    source = br_mre_en.SOURCE
    assert all(source.owns(address) for address in addresses)
    assert len({source.key_of(address) for address in addresses}) == len(addresses) > 1000
    for address in addresses:
        doubled = address.replace("/mre/en/", "/mre/en/en/").replace("/press-releases/", "/press-releases/" * 2)
        assert source.key_of(doubled.replace("//", "/").replace("https:/", "https://")) == source.key_of(address)


def test_the_slugs_of_mexican_releases_identify_them(corpus):
    lines = (corpus / "lists/mx-sre.tsv").read_text("utf-8").splitlines()[1:]
    addresses = {line.split("\t")[1] for line in lines}
    assert all(mx_sre_es.SOURCE.owns(address) for address in addresses)
    assert {mx_sre_es.SOURCE.key_of(address.removesuffix("?idiom=en")) for address in addresses} == {
        mx_sre_es.SOURCE.key_of(address) for address in addresses
    }
    assert len({mx_sre_es.SOURCE.key_of(address) for address in addresses}) == len(addresses) == 1344
