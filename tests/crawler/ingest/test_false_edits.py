"""What is no edit must never look like one: dress, tokens, navigation, better layouts, blocks on the way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.extract import blocks, captioned_images, links, one
from crawler.ingest.reparse.run import reparse
from crawler.ingest.rereading import merged, worth_reading
from crawler.ingest.workers import read_batch
from crawler.ministries import cn_fmprc_zh
from crawler.sources.page import Page
from crawler.sources.registry import source
from crawler.sources.source import Source
from storage.archive import Archive
from storage.database import chunks
from storage.read.changes import changes
from storage.read.history import versions
from storage.records import Block, Capture, Release, SourceInfo
from storage.warc.recording import Recording
from tests.storage.builders import (
    close_crawl,
    commit,
    keep_readings,
    open_crawl,
    pages_of_release,
    release_at,
    settle_all,
    visited,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://www.mofa.go.jp/press/release/pressite_000001_90001.html"
FACTS = SourceInfo("jp_mofa_en", "Ministry", "JP", "en")
TEXT = "The two ministers exchanged views on the harbor of Northport and concurred on closer cooperation. " * 6
DRESSES = {
    "plain": '<p class="a">{}</p>',
    "visual markup": '<p style="x" lang="en"><span><b>{}</b></span><o:p></o:p></p>',
    "other classes": '<p data-token="{mark}" class="b {mark}">{}</p>',
    "broken over lines": "<p>\n\t{}\n</p><!-- {mark} -->",
    "a script beside it": "<p>{}</p><script>var token = '{mark}';</script><style>p {{}}</style>",
}
SHELL = """<!doctype html><html lang="en"><head><title>Talks</title><meta name="csrf" content="{mark}"></head><body>
<nav><ul><li><a href="/{mark}">News {mark}</a></li></ul></nav><p class="counter">Seen {mark} times</p>
<main><h2 class="title2"><span>Talks at Northport</span></h2><div class="body">{body}
<img src="https://www.mofa.go.jp/files/1.jpg?v={mark}" width="400" height="300" alt="a harbor"></div></main>
<div class="share">Share {mark}</div></body></html>"""
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking</body></html>"
NOT_FOUND = "<html><head><title>404 Page not found</title></head><body><p>Sorry.</p></body></html>"


def layout(page: Page) -> Release:
    main = page.region("main")
    body = one(main, "div.body")
    return Release(one(main, "h2").text, None, blocks(body), captioned_images(body), links(body))


def layout_of_runs(page: Page) -> Release:
    """Another reading of the same pages: every text bears its spaces doubled, as a worse layout would leave them."""
    found = layout(page)
    return replace(found, blocks=tuple(Block(b.kind, b.text.replace(" ", "  ")) for b in found.blocks))


def layout_with_captions(page: Page) -> Release:
    """A better reading of the same pages: it finds captions that nobody read before."""
    found = layout(page)
    return replace(found, images=tuple(replace(image, caption="The harbor") for image in found.images))


def page(text: str = TEXT, dress: str = "plain", mark: str = "t0") -> bytes:
    return SHELL.format(mark=mark, body=DRESSES[dress].format(text, mark=mark)).encode()


def mine(which=layout) -> Source:
    return replace(source("jp_mofa_en"), layout=which, former={})


def capture(url: str, at: datetime, body: bytes) -> Capture:
    fields = (("Content-Type", "text/html"),)
    return Capture(url=url, at=at, kind="release", status=200, fields=fields, body=body)


def crawl(archive: Archive, reads: Source, shown: Sequence[tuple[int, bytes]]) -> int:
    """Visit the release at these hours, read each page as it comes; gives the release's number."""
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    number = release_at(archive, crawl, "90001", URL, START).release_id
    assert number is not None
    for hours, body in shown:
        (kept,) = commit(archive, crawl, [visited(capture(URL, START + timedelta(hours=hours), body), number)])
        outcome = keep_readings(archive, crawl, [(kept, read_batch(reads, [kept])[0])])
        for unsettled in outcome.unsettled:
            pages = pages_of_release(archive, unsettled)
            settle_all(archive, {unsettled: merged(pages, read_batch(reads, worth_reading(pages)))})
    close_crawl(archive, crawl, "complete", [], START)
    return number


def edits(archive: Archive) -> list[str]:
    with archive.engine.connect() as db:
        return [edit.kind for change in changes(db) for edit in change.edits]


def numbers(archive: Archive, release: int) -> list[int]:
    with archive.engine.connect() as db:
        return [version.captures for version in versions(db, release)]


def test_dress_and_tokens_are_no_edit(archive):
    shown = [(hour, page(dress=dress, mark=f"t{hour}")) for hour, dress in enumerate(DRESSES)]
    release = crawl(archive, mine(), shown)
    assert edits(archive) == []
    assert numbers(archive, release) == [len(DRESSES)]


@pytest.mark.parametrize("bad", [CHALLENGE, NOT_FOUND, "", "<html><body></body></html>"])
def test_what_stands_in_the_way_is_no_edit(archive, bad):
    release = crawl(archive, mine(), [(0, page()), (1, bad.encode()), (2, page(mark="t2"))])
    assert edits(archive) == []
    assert numbers(archive, release) == [2]


def test_an_edit_that_comes_and_goes_gives_three_versions(archive):
    other = TEXT.replace("closer", "looser")
    release = crawl(archive, mine(), [(0, page()), (1, page(other)), (2, page(mark="t2"))])
    assert edits(archive) == ["reworded", "reworded"]
    assert numbers(archive, release) == [1, 1, 1]


@pytest.mark.parametrize("better", [layout_of_runs, layout_with_captions])
def test_a_layout_that_changed_between_two_visits_is_no_edit(archive, better):
    crawl(archive, mine(), [(0, page()), (1, page(mark="t1"))])
    release = crawl(archive, mine(better), [(2, page(mark="t2")), (3, page(mark="t3"))])
    assert edits(archive) == []
    assert numbers(archive, release) == [4]


@pytest.mark.parametrize("better", [layout_of_runs, layout_with_captions])
def test_reparse_with_another_layout_shows_no_edit_and_a_second_one_changes_nothing(archive, better):
    release = crawl(archive, mine(), [(0, page()), (1, page(mark="t1")), (2, page(TEXT + "It ended at noon."))])
    before = edits(archive)
    first = reparse(archive, mine(better), workers=0, dry_run=False)
    assert (first.releases, first.pages, first.changed, first.unreadable) == (1, 3, 1, 0)
    assert edits(archive) == before == ["reworded"]
    assert numbers(archive, release) == [2, 1]
    second = reparse(archive, mine(better), workers=0, dry_run=False)
    assert (second.releases, second.changed) == (0, 0)


def test_a_dry_run_says_what_would_change_and_changes_nothing(archive):
    crawl(archive, mine(), [(0, page())])
    told = reparse(archive, mine(layout_with_captions), workers=0, dry_run=True)
    assert (told.changed, dict(told.fields)) == (1, {"images": 1})
    again = reparse(archive, mine(layout_with_captions), workers=0, dry_run=True)
    assert (again.changed, dict(again.fields)) == (1, {"images": 1})


def test_versions_that_a_better_layout_finds_equal_merge(archive):
    """A layout that read the visitors' counter into the text saw an edit at each visit; there was none."""
    release = crawl(archive, mine(layout_of_counters), [(hour, page(mark=f"t{hour}")) for hour in range(3)])
    assert numbers(archive, release) == [1, 1, 1]
    assert edits(archive)
    reparse(archive, mine(), workers=0, dry_run=False)
    assert edits(archive) == []
    assert numbers(archive, release) == [3]


def layout_of_counters(page: Page) -> Release:
    body = page.region("body")
    return Release("Talks at Northport", None, blocks(body))


def chinese_runs(page: Page) -> Release:
    found = cn_fmprc_zh.SOURCE.layout_on(page.fetched_at.date())(page)
    return replace(found, blocks=tuple(replace(b, text=f"\u3000 {b.text} ") for b in found.blocks))


def chinese_captions(page: Page) -> Release:
    found = cn_fmprc_zh.SOURCE.layout_on(page.fetched_at.date())(page)
    return replace(found, images=tuple(replace(image, caption="记者会") for image in found.images))


def test_the_chinese_archive_read_anew_with_other_layouts_shows_no_edit(corpus, tmp_path):
    """Real pages, captured twice; then whitespace changes in every text, and captions are found everywhere."""
    chinese = cn_fmprc_zh.SOURCE
    archive = Archive.open(f"sqlite:///{tmp_path / 'zh.db'}")
    crawl = open_crawl(archive, SourceInfo(chinese.name, chinese.ministry, "CN", "zh"), "import", "{}", START)
    path = corpus / "cn_fmprc.warc.gz"
    with path.open("rb") as file, Recording(path) as recording:
        records = ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=False)
        urls = [record.headers["WARC-Target-URI"] for record in records]
        chosen = [url for url in urls if "/fyrbt_674889/t1" in url][::7]  # all 846 take a minute, and show the same
        pages = [found for url in chosen if (found := recording.find(url))]
    for again in (timedelta(0), timedelta(days=3)):
        for chunk in chunks(pages):
            handed = [
                visited(
                    capture(r.url, r.at + again, (r.body or b"") + b"<!-- %d -->" % again.days),
                    release_at(archive, crawl, chinese.key_of(r.url), r.url, START).release_id,
                )
                for r in chunk
            ]
            kept = commit(archive, crawl, handed)
            keep_readings(archive, crawl, list(zip(kept, read_batch(chinese, kept), strict=True)))
    assert len(pages) == 121
    assert edits(archive) == []
    for other in (chinese_runs, chinese_captions):
        told = reparse(archive, replace(chinese, layout=other, former={}), workers=0, dry_run=False)
        assert told.changed == 121
        assert edits(archive) == []
    archive.close()
