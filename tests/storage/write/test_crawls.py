from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.records import Reading, SourceInfo
from storage.write.crawls import STALE, Crawl
from tests.storage.builders import (
    FACTS,
    LISTING,
    OTHER,
    START,
    address,
    all_held,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    conditional,
    counts_of,
    crawl_of,
    due,
    keep_readings,
    last_page,
    line,
    listing,
    missing,
    newest_listed,
    open_crawl,
    page_of_crawl,
    pending_targets,
    read_as,
    reading,
    show,
    unread_pages,
    visit,
    visited,
)


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return crawl_of(archive)


def pending(archive: Archive, crawl: Crawl, after: int = 0, limit: int = 100, hours: float = 0, **dates) -> list[str]:
    """The keys of the releases that are pending."""
    bounds = {"since": None, "until": None} | dates
    visits = pending_targets(archive, crawl, after, limit, at(hours), **bounds)
    return [visit.url.rpartition("/")[2] for visit in visits]


def next_crawl(archive: Archive, crawl: Crawl, hours: float = 48) -> Crawl:
    close_crawl(archive, crawl, "complete", None, at(hours))
    return open_crawl(archive, FACTS, "update", "{}", at(hours))


def test_an_interrupted_crawl_is_gone_on_with(archive, crawl):
    again = open_crawl(archive, FACTS, "update", "{}", at(5))
    assert (again.id, again.started_at, again.resumed) == (crawl.id, START, True)
    assert not crawl.resumed


@pytest.mark.parametrize(("mode", "options"), [("backfill", "{}"), ("update", '{"since": "2024-01-01"}')])
def test_a_crawl_of_another_kind_closes_the_interrupted_one(archive, crawl, mode, options):
    other = open_crawl(archive, FACTS, mode, options, at(5))
    assert (other.id == crawl.id, other.resumed) == (False, False)
    assert open_crawl(archive, FACTS, "update", "{}", at(6)).id not in (crawl.id, other.id)


def test_a_stale_crawl_is_not_gone_on_with(archive, crawl):
    assert open_crawl(archive, FACTS, "update", "{}", START + STALE - timedelta(seconds=1)).id == crawl.id
    assert open_crawl(archive, FACTS, "update", "{}", START + STALE).id != crawl.id


def test_a_closed_crawl_stays_closed(archive, crawl):
    assert close_crawl(archive, crawl, "complete", None, at(1))["listed"] == 0
    assert not open_crawl(archive, FACTS, "update", "{}", at(2)).resumed


def test_sources_do_not_disturb_one_another(archive, crawl):
    other = crawl_of(archive, OTHER)
    announce(archive, crawl, "one")
    assert other.source_id != crawl.source_id
    assert pending(archive, other) == []
    assert crawl_of(archive).id == crawl.id


def test_the_facts_of_a_source_follow_its_file(archive, crawl):
    renamed = SourceInfo(FACTS.name, "Ministry of Water and Rivers", "XX", "en")
    assert crawl_of(archive, renamed).source_id == crawl.source_id


def test_releases_are_pending_top_line_first_until_they_are_visited(archive, crawl):
    ids = announce(archive, crawl, "c", "b", "a")
    assert pending(archive, crawl) == ["c", "b", "a"]
    (kept,) = commit(archive, crawl, [visit(ids["b"], 1)])
    assert pending(archive, crawl) == ["c", "a"]
    show(archive, crawl, ids["c"], 1, "text")
    assert pending(archive, crawl) == ["a"]
    keep_readings(archive, crawl, read_as([kept], [reading("text")]))
    assert pending(archive, next_crawl(archive, crawl)) == ["a"]


def test_those_that_could_not_be_got_are_pending_for_the_next_crawl_when_they_are_due(archive, crawl):
    ids = announce(archive, crawl, "lost", "missing", "broken")
    for key, shown in [
        ("lost", Reading("failed")),
        ("missing", Reading("not_found")),
        ("broken", Reading("unreadable")),
    ]:
        show(archive, crawl, ids[key], 0, shown)
    assert pending(archive, crawl) == []
    later = next_crawl(archive, crawl, 2)
    assert pending(archive, later, hours=0.5) == []
    assert pending(archive, later, hours=2) == ["lost", "missing"]


def test_dates_bound_what_is_pending_and_nobody_knows_of_those_without(archive, crawl):
    days = {"old": date(2024, 1, 1), "new": date(2025, 1, 1), "undated": None}
    commit(archive, crawl, [listing([line(key, published=day) for key, day in days.items()])])
    assert pending(archive, crawl, since=date(2024, 6, 1)) == ["new", "undated"]
    assert pending(archive, crawl, until=date(2024, 6, 1)) == ["old", "undated"]
    assert pending(archive, crawl, since=date(2024, 1, 1), until=date(2024, 1, 1)) == ["old", "undated"]


def test_releases_elsewhere_are_nothing_to_visit(archive, crawl):
    commit(archive, crawl, [listing([line("one"), line("other", elsewhere=True)])])
    assert pending(archive, crawl) == ["one"]
    assert missing(archive, crawl) == 1


numbers = count(1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 5)
@given(st.integers(1, 12), st.integers(1, 5), st.data())
def test_a_cursor_over_what_is_pending_never_repeats_nor_misses_any(archive, many, limit, data):
    crawl = open_crawl(archive, OTHER, "update", str(next(numbers)), START)
    keys = [f"{crawl.id}-{n}" for n in range(many)]
    ids = announce(archive, crawl, *keys)
    seen: list[str] = []
    after = min(ids.values()) - 1
    while page := pending_targets(archive, crawl, after, limit, START, None, None):
        assert len(page) <= limit
        seen += [one.url for one in page]
        after = page[-1].release_id
        got = [one for one in page if data.draw(st.booleans())]
        commit(archive, crawl, [visited(capture(one.url, 1), one.release_id) for one in got])
    assert seen == [address(key) for key in keys]


def test_held_releases_are_due_by_their_schedule_longest_overdue_first(archive, crawl):
    ids = announce(archive, crawl, "one", "two", "three")
    for key, hour in [("one", 2), ("two", 0), ("three", 1)]:
        show(archive, crawl, ids[key], hour, "text")
    later = next_crawl(archive, crawl, 10)
    assert [visit.release_id for visit in due(archive, later, 10, at(2.5))] == [ids["two"], ids["three"]]
    assert [visit.release_id for visit in due(archive, later, 1, at(5))] == [ids["two"]]
    show(archive, later, ids["two"], 5, Reading("unchanged"))
    assert [visit.release_id for visit in due(archive, later, 10, at(5))] == [ids["three"], ids["one"]]


def test_visits_are_conditional_on_the_last_whole_answer_that_was_read(archive, crawl):
    one = announce(archive, crawl, "one")["one"]
    url = address("one")

    def answer(hour, etag, shown, status=200):
        headers = {"etag": etag, "last-modified": f"day {hour}"}
        seen = capture(url, hour, b"x" if status == 200 else None, headers=headers, status=status)
        keep_readings(archive, crawl, read_as(commit(archive, crawl, [visited(seen, one)]), [shown]))

    before = conditional(archive, crawl, due(archive, crawl, 1, at(0)))
    assert before == []
    answer(1, '"1"', reading("text"))
    answer(2, '"2"', Reading("unreadable"))
    answer(3, '"3"', Reading("unchanged"), status=304)
    answer(4, '"4"', Reading("blocked"))
    later = next_crawl(archive, crawl)
    (known,) = conditional(archive, later, due(archive, later, 1, at(48)))
    assert (known.etag, known.last_modified) == ('"1"', "day 1")


def test_captures_of_a_crawl_that_died_before_it_read_them_are_unread(archive, crawl):
    ids = announce(archive, crawl, "one", "two", "three")
    kept = commit(archive, crawl, [visit(release_id, 1) for release_id in ids.values()])
    keep_readings(archive, crawl, read_as(kept[:1], [reading("text")]))
    left = unread_pages(archive, crawl, 10)
    assert [(page.capture_id, page.release_id) for page in left] == [(k.capture_id, k.release_id) for k in kept[1:]]
    assert left[0].body == b"<p>text"
    assert len(unread_pages(archive, crawl, 1)) == 1
    keep_readings(archive, crawl, read_as(kept[1:], [reading("text")] * 2))
    assert unread_pages(archive, crawl, 10) == []


def test_a_capture_that_belongs_to_no_release_is_not_unread_for_ever(archive, crawl):
    commit(archive, crawl, [visited(capture(address("nowhere"), 1))])
    assert unread_pages(archive, crawl, 10) == []


def test_an_address_learns_its_release_later(archive, crawl):
    commit(archive, crawl, [visited(capture(address("one"), 1))])
    one = announce(archive, crawl, "one")["one"]
    (kept,) = commit(archive, crawl, [visited(capture(address("one"), 2), one)])
    assert [page.capture_id for page in unread_pages(archive, crawl, 10) if page.at == at(2)] == [kept.capture_id]


def test_a_resumed_crawl_has_its_listings_already(archive, crawl):
    commit(archive, crawl, [listing([line("one", "Title one")])])
    page = page_of_crawl(archive, crawl, LISTING)
    assert page is not None
    assert page.body == b"Title one"
    later = next_crawl(archive, crawl)
    assert page_of_crawl(archive, later, LISTING) is None
    newest = last_page(archive, later, LISTING)
    assert newest is not None
    assert newest.capture_id == page.capture_id


def test_all_held(archive, crawl):
    ids = announce(archive, crawl, "one", "two")
    show(archive, crawl, ids["one"], 1, "text")
    assert all_held(archive, crawl, ["one"])
    assert all_held(archive, crawl, ["one", "one"])
    assert not all_held(archive, crawl, ["one", "two"])
    assert not all_held(archive, crawl, ["one", "never heard of"])
    assert not all_held(archive, crawl, [])
    show(archive, crawl, ids["two"], 1, Reading("unreadable"))
    assert all_held(archive, crawl, ["two", "one"])
    assert not all_held(archive, crawl, [str(n) for n in range(70_000)])


def test_counts_are_those_of_what_was_found(archive, crawl):
    ids = announce(archive, crawl, *"abcdefg")
    shown = {"a": reading("text"), "b": reading("text"), "c": Reading("not_found"), "d": Reading("gone")}
    shown |= {"e": Reading("soft_404"), "f": Reading("failed"), "g": Reading("redirected")}
    for key, one in shown.items():
        show(archive, crawl, ids[key], 1, one)
    show(archive, crawl, ids["a"], 2, "another text")
    show(archive, crawl, ids["b"], 2, Reading("unchanged"))
    expected = {"listed": 7, "new": 2, "changed": 1, "revisited": 1, "gone": 2, "unreadable": 1, "failed": 1}
    assert counts_of(archive, crawl) == expected | {"missing": 0}
    assert missing(archive, crawl) == 5
    assert close_crawl(archive, crawl, "incomplete", "5 are missing", at(3)) == expected | {"missing": 5}


def test_a_listing_that_cannot_be_read_counts(archive, crawl):
    seen = [
        visited(capture(LISTING, n, kind="listing"), reading=Reading(v)) for n, v in enumerate(["unreadable", "failed"])
    ]
    commit(archive, crawl, seen)
    counts = counts_of(archive, crawl)
    assert (counts["unreadable"], counts["failed"]) == (1, 1)


def test_the_newest_listed_date(archive, crawl):
    assert newest_listed(archive, crawl) is None
    commit(archive, crawl, [listing([line("one", published=date(2025, 1, 7)), line("two", published=at(48))])])
    assert newest_listed(archive, crawl) == date(2025, 1, 9)
