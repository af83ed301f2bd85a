from tests.storage.builders import (
    address,
    announce,
    capture,
    commit,
    keep_readings,
    read_as,
    reading,
    unread_pages,
    visit,
    visited,
)


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
