"""Ministries of boards and small content systems against the real pages of the corpus."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from crawler.ministries import kr_mofa_en
from crawler.page import Page

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
