from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from storage.archive import Archive
from storage.models import AddressRow, CaptureRow, EntryRow, PayloadRow, ReadingRow, ReleaseRow
from storage.records import Reading
from storage.write.crawls import Crawl
from tests.storage.builders import (
    LISTING,
    OTHER,
    START,
    address,
    all_held,
    announce,
    at,
    capture,
    commit,
    counts_of,
    crawl_of,
    keep_readings,
    line,
    listing,
    pages_of_release,
    read_as,
    reading,
    visit,
    visited,
)


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return crawl_of(archive)


def rows(archive: Archive, table, *order) -> list:
    with archive.engine.connect() as db:
        return list(db.execute(select(table).order_by(*(order or [table.id]))))


def addresses(archive: Archive) -> dict:
    return {row.url: row for row in rows(archive, AddressRow)}


def lines(archive: Archive) -> list[tuple]:
    """Title, first and last capture of each line kept."""
    return [(row.title, row.first_capture_id, row.last_capture_id) for row in rows(archive, EntryRow)]


def test_a_capture_is_kept_as_it_came(archive, crawl):
    headers = {"content-type": "text/html", "etag": '"ü"', "x-many": "a, b"}
    release_id = announce(archive, crawl, "one")["one"]
    (kept,) = commit(archive, crawl, [visited(capture(address("one"), 1, b"\xff<p>", headers=headers), release_id)])
    ((page, shown),) = pages_of_release(archive, release_id)
    assert (page.capture_id, page.url, page.at, page.status, page.headers, page.body, page.release_id, shown) == (
        kept.capture_id,
        address("one"),
        at(1),
        200,
        headers,
        b"\xff<p>",
        release_id,
        None,
    )


def test_a_visit_without_an_answer_is_kept_with_its_reason(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    lost = capture(address("one"), 1, None, status=None, headers={}, reason="timed out")
    commit(archive, crawl, [visited(lost, release_id)])
    ((page, _),) = pages_of_release(archive, release_id)
    assert (page.status, page.body, page.headers, page.reason) == (None, None, {}, "timed out")


def test_an_empty_body_is_a_payload(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    (kept,) = commit(archive, crawl, [visited(capture(address("one"), 1, b""), release_id)])
    assert kept.payload_id is not None
    assert pages_of_release(archive, release_id)[0][0].body == b""


def test_the_same_visit_twice_is_one_capture(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    (first,) = commit(archive, crawl, [visit(release_id, 1)])
    (again,) = commit(archive, crawl, [visit(release_id, 1)])
    assert (first.again, again.again) == (False, True)
    assert (again.capture_id, again.payload_id) == (first.capture_id, first.payload_id)


def test_the_same_visit_twice_in_one_batch_is_one_capture(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    first, other, again = commit(
        archive, crawl, [visit(release_id, 1), visit(release_id, 2), visit(release_id, 1, "other bytes")]
    )
    assert [first.again, other.again, again.again] == [False, False, True]
    assert (again.capture_id, again.payload_id, again.new_payload) == (first.capture_id, first.payload_id, False)


def test_listings_imported_twice_count_once(archive, crawl):
    seen = [listing([line("one"), line("two")])]
    assert [kept.newly_listed for kept in commit(archive, crawl, seen)] == [2]
    assert [kept.newly_listed for kept in commit(archive, crawl, seen)] == [0]
    assert len(rows(archive, ReadingRow)) == 1
    assert counts_of(archive, crawl)["listed"] == 2


def test_the_same_bytes_from_two_addresses_are_one_payload(archive, crawl):
    ids = announce(archive, crawl, "one", "two")
    before = len(rows(archive, PayloadRow))
    one, two = commit(archive, crawl, [visit(ids["one"], 1, "same"), visit(ids["two"], 1, "same")])
    assert (one.new_payload, two.new_payload, one.payload_id) == (True, False, two.payload_id)
    assert len(rows(archive, PayloadRow)) == before + 1


def test_an_address_that_shows_what_it_showed_says_so(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    seen = [
        visit(release_id, 1),
        visit(release_id, 2),
        visit(release_id, 3, None, status=304),
        visit(release_id, 4, "new"),
    ]
    assert [kept.as_before for kept in commit(archive, crawl, seen)] == [False, True, True, False]
    assert commit(archive, crawl, [visit(release_id, 5, "new")])[0].as_before
    assert not commit(archive, crawl, [visit(release_id, 0, "new")])[0].as_before


def test_addresses_know_when_they_were_first_and_last_seen_in_whatever_order_that_is_learnt(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    url = address(str(release_id))
    for hour in (5, 3, 9, 4):
        commit(archive, crawl, [visit(release_id, hour)])
    row = addresses(archive)[url]
    assert (row.first_seen, row.last_seen, row.release_id, row.kind) == (at(3), at(9), release_id, "release")


def test_one_batch_moves_an_address_both_ways(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    commit(archive, crawl, [visit(release_id, 5)])
    commit(archive, crawl, [visit(release_id, hour) for hour in (9, 2, 7)])
    row = addresses(archive)[address(str(release_id))]
    assert (row.first_seen, row.last_seen) == (at(2), at(9))


def test_two_sources_may_know_the_same_address(archive, crawl):
    other = crawl_of(archive, OTHER)
    commit(archive, crawl, [listing([line("one")])])
    commit(archive, other, [listing([line("one")])])
    assert len(rows(archive, ReleaseRow)) == 2
    assert len([row for row in rows(archive, AddressRow) if row.url == LISTING]) == 2


def test_a_line_is_kept_anew_only_when_it_changes(archive, crawl):
    told = [("A", 0), ("A", 1), ("B", 2), ("B", 3), ("A", 4)]
    ids = [commit(archive, crawl, [listing([line("one", title)], hour)])[0].capture_id for title, hour in told]
    assert lines(archive) == [("A", ids[0], ids[1]), ("B", ids[2], ids[3]), ("A", ids[4], ids[4])]


def test_each_part_of_a_line_counts(archive, crawl):
    told = [
        line("one"),
        line("one", published=date(2025, 1, 7)),
        line("one", published=date(2025, 1, 7), url=LISTING + "/x"),
    ]
    for hour, one in enumerate(told):
        commit(archive, crawl, [listing([one], hour)])
    assert len(lines(archive)) == 3
    assert len(rows(archive, ReleaseRow)) == 1


def test_each_listing_has_lines_of_its_own(archive, crawl):
    commit(archive, crawl, [listing([line("one")]), listing([line("one")], 0, LISTING + "/2")])
    assert len(lines(archive)) == 2


def test_a_listing_captured_late_neither_loses_its_lines_nor_overrules_newer_ones(archive, crawl):
    ids = [
        commit(archive, crawl, [listing([line("one", title)], hour)])[0].capture_id
        for title, hour in [("new", 10), ("old", 1), ("new", 5), ("newest", 11), ("new", 6)]
    ]
    assert ("old", ids[1], ids[1]) in lines(archive)
    assert ("newest", ids[3], ids[3]) in lines(archive)
    assert lines(archive)[0] == ("new", ids[0], ids[0])
    assert rows(archive, ReleaseRow)[0].listed_title == "newest"


def test_the_first_line_of_a_release_on_a_page_counts(archive, crawl):
    commit(archive, crawl, [listing([line("one", "first"), line("two"), line("one", "second")])])
    assert [title for title, _, _ in lines(archive) if title != "A title"] == ["first"]
    assert {row.key: row.listed_title for row in rows(archive, ReleaseRow)}["one"] == "first"


def test_a_listing_makes_its_releases_pending_once(archive, crawl):
    (kept,) = commit(archive, crawl, [listing([line("one"), line("two", elsewhere=True)])])
    assert kept.newly_listed == 2
    assert {row.key: row.state for row in rows(archive, ReleaseRow)} == {"one": "pending", "two": "elsewhere"}
    commit(archive, crawl, [listing([line("two"), line("one")], 1)])
    assert len(rows(archive, ReleaseRow)) == 2
    assert all(row.found_at == at(0) for row in rows(archive, ReleaseRow))


def test_a_listing_with_five_thousand_lines(archive, crawl):
    many = [line(str(n), f"Release {n}") for n in range(5000)]
    assert commit(archive, crawl, [listing(many)])[0].newly_listed == 5000
    again = [*many[:4999], line("4999", "Release 4999, corrected")]
    assert commit(archive, crawl, [listing(again, 1)])[0].newly_listed == 0
    with archive.engine.connect() as db:
        for table, count in ((EntryRow, 5001), (ReleaseRow, 5000), (AddressRow, 5001)):
            assert db.execute(select(func.count()).select_from(table)).scalar_one() == count
    assert all_held(archive, crawl, [str(n) for n in range(5000)]) is False


def test_texts_that_no_database_can_hold_do_not_stop_a_crawl(archive, crawl):
    hostile = "a \x00 b \ud800 c"
    (kept,) = commit(archive, crawl, [listing([line("one", hostile)])])
    assert kept.newly_listed == 1
    release_id = rows(archive, ReleaseRow)[0].id
    kept = commit(
        archive, crawl, [visited(capture(address("one"), 1, headers={"x": hostile}, reason=hostile), release_id)]
    )
    keep_readings(archive, crawl, read_as(kept, [reading(hostile, title=hostile)]))
    kept = commit(archive, crawl, [visited(capture(address("two"), 2), release_id)])
    keep_readings(archive, crawl, read_as(kept, [Reading("unreadable", message=hostile)]))
    ((first, _), (second, told)) = pages_of_release(archive, release_id)
    assert (first.headers, first.reason) == ({"x": hostile}, "a \ufffd b \ufffd c")
    assert told is not None
    assert (second.url, told.message) == (address("two"), "a \ufffd b \ufffd c")


def test_a_batch_is_kept_as_a_whole_or_not_at_all(archive, crawl):
    release_id = announce(archive, crawl, "one")["one"]
    before = len(rows(archive, CaptureRow)), len(rows(archive, PayloadRow))
    naive = capture(address("two"), 2)
    object.__setattr__(naive, "at", START.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive"):
        commit(archive, crawl, [visit(release_id, 1), visited(naive, release_id)])
    assert (len(rows(archive, CaptureRow)), len(rows(archive, PayloadRow))) == before
    assert commit(archive, crawl, [visit(release_id, 1)])[0].new_payload
