"""What a crawl that died left undone, found by the first capture that it may not have read."""

import pytest

from storage.models import CrawlRow
from storage.read import unread
from storage.records import Reading
from storage.write import crawls
from storage.write.crawls import STALE
from tests.storage.builders import (
    FACTS,
    OTHER,
    START,
    address,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    open_crawl,
    read_as,
    reading,
    rows,
    show,
    unread_pages,
    visit,
    visited,
)


def marks(archive) -> list[int | None]:
    return [row.unread_from for row in rows(archive, CrawlRow)]


def test_captures_of_a_crawl_that_died_before_it_read_them_are_unread(archive, crawl):
    ids = announce(archive, crawl, "one", "two", "three")
    kept = commit(archive, crawl, [visit(release_id, 1) for release_id in ids.values()])
    keep_readings(archive, crawl, read_as(kept[:1], [reading("text")]))
    left = unread_pages(archive, crawl, 10)
    assert [(page.id, page.release_id) for page in left] == [(k.id, k.release_id) for k in kept[1:]]
    assert left[0].body == b"<p>text"
    assert len(unread_pages(archive, crawl, 1)) == 1
    keep_readings(archive, crawl, read_as(kept[1:], [reading("text")] * 2))
    assert unread_pages(archive, crawl, 10) == []


def test_a_capture_that_belongs_to_no_release_is_not_unread_for_ever(archive, crawl):
    commit(archive, crawl, [visited(capture(address("nowhere"), 1))])
    assert unread_pages(archive, crawl, 10) == []


def test_what_comes_before_the_mark_has_been_read(archive, crawl, one):
    first, second, third = commit(archive, crawl, [visit(one, hours) for hours in (1, 2, 3)])
    assert marks(archive) == [0]
    archive.write(crawls.mark_read, crawl.id, first.id)
    assert marks(archive) == [first.id + 1]
    assert [page.id for page in unread_pages(archive, crawl, 10)] == [second.id, third.id]
    archive.write(crawls.mark_read, crawl.id, None)
    assert archive.read(unread.interrupted, crawl) == []


def test_a_crawl_that_came_to_its_end_has_read_everything(archive, crawl, one):
    commit(archive, crawl, [visit(one, 1)])
    close_crawl(archive, crawl, "complete", [], at(2))
    assert marks(archive) == [None]
    assert unread_pages(archive, open_crawl(archive, FACTS, "update", "{}", at(3)), 10) == []


@pytest.mark.parametrize(("mode", "later"), [("backfill", at(1)), ("update", START + STALE)])
def test_what_another_crawl_closed_as_interrupted_is_still_unread(archive, crawl, one, mode, later):
    (kept,) = commit(archive, crawl, [visit(one, 1)])
    next_one = open_crawl(archive, FACTS, mode, "{}", later)
    assert next_one.id != crawl.id
    assert archive.read(unread.interrupted, next_one) == [crawl.id, next_one.id]
    assert [page.id for page in unread_pages(archive, next_one, 10)] == [kept.id]
    close_crawl(archive, next_one, "complete", [], later)
    assert marks(archive) == [0, None]
    third = open_crawl(archive, FACTS, "update", "{}", later)
    assert [page.id for page in unread_pages(archive, third, 10)] == [kept.id]
    keep_readings(archive, third, read_as([kept], [reading("text")]))
    archive.write(crawls.mark_read, crawl.id, None)
    assert archive.read(unread.interrupted, third) == [third.id]


def test_each_source_catches_up_for_itself(archive, crawl, one):
    commit(archive, crawl, [visit(one, 1)])
    other = crawl_of(archive, OTHER)
    assert archive.read(unread.interrupted, other) == [other.id]
    assert unread_pages(archive, other, 10) == []


def test_feeds_that_may_not_have_been_split_come_in_order_of_time_with_those_that_repeat(archive, crawl):
    told = [(2, "B"), (0, "A"), (1, "A"), (3, "B")]
    kept = [commit(archive, crawl, [listing([line("one", title)], hours)])[0] for hours, title in told]
    unreadable = visited(capture("https://water.example/broken", 4, kind="listing"), reading=Reading("unreadable"))
    commit(archive, crawl, [unreadable])
    feeds = archive.read(unread.feeds, archive.payloads, crawl.id).captures
    assert [(feed.at, feed.body, feed.repeats) for feed in feeds] == [
        (at(0), b"A", False),
        (at(1), b"A", False),
        (at(2), b"B", False),
        (at(3), None, True),
    ]
    archive.write(crawls.mark_read, crawl.id, kept[2].id)
    assert [feed.at for feed in archive.read(unread.feeds, archive.payloads, crawl.id).captures] == [at(3)]


def test_releases_that_were_read_and_not_settled_are_found(archive, crawl):
    ids = announce(archive, crawl, "late", "other layout", "fine", "unreadable")
    show(archive, crawl, ids["late"], 5, "A")
    show(archive, crawl, ids["late"], 1, "B")
    show(archive, crawl, ids["other layout"], 1, "A")
    show(archive, crawl, ids["other layout"], 2, reading("B", layout="second"))
    show(archive, crawl, ids["fine"], 1, "A")
    show(archive, crawl, ids["unreadable"], 1, Reading("unreadable"))
    assert archive.read(unread.unsettled, crawl.source_id) == [ids["late"], ids["other layout"]]
    other = crawl_of(archive, OTHER)
    assert archive.read(unread.unsettled, other.source_id) == []
