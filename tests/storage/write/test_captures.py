import pytest
from sqlalchemy.exc import StatementError

from storage.models import CaptureRow, PayloadRow, ReadingRow, ReleaseRow
from storage.records import Capture, Reading
from tests.storage.builders import (
    LISTING,
    OTHER,
    START,
    address,
    announce,
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
    rows,
    visit,
    visited,
)


def test_a_visit_without_an_answer_is_kept_with_its_reason(archive, crawl, one):
    lost = capture(address("one"), 1, None, status=None, headers={}, reason="timed out")
    commit(archive, crawl, [visited(lost, one)])
    ((page, _),) = pages_of_release(archive, one)
    assert (page.status, page.body, page.headers, page.reason) == (None, None, {}, "timed out")


def test_an_empty_body_is_a_payload(archive, crawl, one):
    (kept,) = commit(archive, crawl, [visited(capture(address("one"), 1, b""), one)])
    assert kept.payload_id is not None
    assert pages_of_release(archive, one)[0][0].body == b""


def test_the_same_visit_twice_is_one_capture(archive, crawl, one):
    (first,) = commit(archive, crawl, [visit(one, 1)])
    (again,) = commit(archive, crawl, [visit(one, 1)])
    assert (first.known, again.known) == (False, True)
    assert (again.id, again.payload_id) == (first.id, first.payload_id)
    assert [row.id for row in rows(archive, CaptureRow)][1:] == [first.id]


def test_the_same_visit_twice_in_one_batch_is_one_capture(archive, crawl, one):
    first, other, again = commit(archive, crawl, [visit(one, 1), visit(one, 2), visit(one, 1)])
    assert [kept.known for kept in (first, other, again)] == [False, False, True]
    assert (again.id, again.payload_id) == (first.id, first.payload_id)
    assert len(pages_of_release(archive, one)) == 2


MOVED = {"location": "https://water.example/a"}
ANSWERS = {
    "other bytes": {"body": b"<p>other"},
    "no answer": {"body": None, "status": None, "reason": "timed out"},
    "another status": {"status": 404},
    "the same bytes, cut": {"reason": "cut short"},
    "a redirect": {"body": None, "status": 302, "headers": MOVED},
    "a redirect elsewhere": {"body": None, "status": 302, "headers": MOVED | {"location": "https://water.example/b"}},
}


def answer(name: str) -> Capture:
    return capture(address("one"), 1, **({"body": b"<p>text"} | ANSWERS.get(name, {})))


@pytest.mark.parametrize("together", [True, False])
def test_different_answers_of_one_instant_are_captures_of_their_own(archive, crawl, one, together):
    handed = [visited(answer(name), one) for name in ("whole", *ANSWERS)]
    batches = [handed] if together else [[each] for each in handed]
    kept = [stored for batch in batches for stored in commit(archive, crawl, batch)]
    assert len({stored.id for stored in kept}) == len(handed)
    assert not any(stored.known for stored in kept)
    again = [stored for batch in batches for stored in commit(archive, crawl, batch)]
    assert [(stored.id, stored.known) for stored in again] == [(stored.id, True) for stored in kept]
    assert len(pages_of_release(archive, one)) == len(handed)


def test_the_same_bytes_from_two_addresses_are_one_payload(archive, crawl):
    ids = announce(archive, crawl, "one", "two")
    before = len(rows(archive, PayloadRow))
    one, two = commit(archive, crawl, [visit(ids["one"], 1, "same"), visit(ids["two"], 1, "same")])
    assert one.payload_id == two.payload_id
    assert len(rows(archive, PayloadRow)) == before + 1


def test_an_address_that_shows_what_it_showed_says_so(archive, crawl, one):
    seen = [visit(one, 1), visit(one, 2), visit(one, 3, None, status=304), visit(one, 4, "new")]
    assert [kept.repeats for kept in commit(archive, crawl, seen)] == [False, True, True, False]
    assert commit(archive, crawl, [visit(one, 5, "new")])[0].repeats
    assert not commit(archive, crawl, [visit(one, 0, "new")])[0].repeats


def test_a_flawed_answer_repeats_nothing_and_is_repeated_by_nothing(archive, crawl, one):
    def cut(hours: float, text: str) -> Capture:
        return capture(address(str(one)), hours, f"<p>{text}".encode(), reason="cut short")

    seen = [visit(one, 1, "A"), visited(cut(2, "A"), one), visited(cut(3, "B"), one), visit(one, 4, "B")]
    assert [kept.repeats for kept in commit(archive, crawl, seen)] == [False] * 4
    assert [kept.repeats for kept in commit(archive, crawl, [visit(one, 5, "B")])] == [True]


def test_listings_imported_twice_count_once(archive, crawl):
    seen = [listing([line("one"), line("two")])]
    for known in (False, True):
        assert [kept.known for kept in commit(archive, crawl, seen)] == [known]
        assert counts_of(archive, crawl)["listed"] == 2
    assert len(rows(archive, ReadingRow)) == 1


def test_two_sources_may_know_the_same_address(archive, crawl):
    other = crawl_of(archive, OTHER)
    (first,) = commit(archive, crawl, [listing([line("one")])])
    (second,) = commit(archive, other, [listing([line("one")])])
    assert (second.known, second.url) == (False, LISTING)
    assert second.id != first.id
    assert len(rows(archive, ReleaseRow)) == 2


def test_texts_that_no_database_can_hold_do_not_stop_a_crawl(archive, crawl):
    hostile = "a \x00 b \ud800 c"
    commit(archive, crawl, [listing([line("one", hostile)])])
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


def test_a_batch_is_kept_as_a_whole_or_not_at_all(archive, crawl, one):
    before = len(rows(archive, CaptureRow)), len(rows(archive, PayloadRow))
    naive = capture(address("two"), 2)
    object.__setattr__(naive, "at", START.replace(tzinfo=None))
    with pytest.raises((StatementError, TypeError), match="naive"):
        commit(archive, crawl, [visit(one, 1), visited(naive, one)])
    assert (len(rows(archive, CaptureRow)), len(rows(archive, PayloadRow))) == before
    assert not commit(archive, crawl, [visit(one, 1)])[0].known
    assert len(rows(archive, PayloadRow)) == before[1] + 1
