from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.read import frontier
from storage.records import Crawl, Reading
from tests.storage.builders import (
    OTHER,
    START,
    address,
    all_held,
    announce,
    at,
    capture,
    commit,
    due,
    keep_readings,
    line,
    listing,
    missing,
    newest_listed,
    next_crawl,
    open_crawl,
    pending_targets,
    read_as,
    reading,
    show,
    visit,
    visited,
)


def pending(archive: Archive, crawl: Crawl, after: int = 0, limit: int = 100, hours: float = 0, **dates) -> list[str]:
    """The keys of the releases that are pending."""
    bounds = {"since": None, "until": None} | dates
    visits = pending_targets(archive, crawl, after, limit, at(hours), **bounds)
    return [visit.url.rpartition("/")[2] for visit in visits]


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


def test_the_newest_listed_date(archive, crawl):
    assert newest_listed(archive, crawl) is None
    commit(archive, crawl, [listing([line("one", published=date(2025, 1, 7)), line("two", published=at(48))])])
    assert newest_listed(archive, crawl) == date(2025, 1, 9)


def test_a_date_that_has_not_come_yet_is_unknown(archive, crawl):
    days = {"now": START.date(), "next": START.date() + timedelta(1), "far": date(2099, 1, 1)}
    commit(archive, crawl, [listing([line(key, published=day) for key, day in days.items()])])
    assert newest_listed(archive, crawl, days["now"]) == days["now"]
    assert archive.read(frontier.listed_after, crawl, days["now"]) == (2, address("far"))
    assert archive.read(frontier.listed_after, next_crawl(archive, crawl), days["now"]) == (0, None)
    assert pending(archive, crawl, since=days["now"], until=days["now"]) == ["now", "next", "far"]
    assert pending(archive, crawl, since=date(2099, 6, 1)) == ["next", "far"]


def test_a_release_that_a_clock_ahead_visited_is_due_once_a_week(archive, crawl):
    """The crawl of 2037 says when it is due next; nobody should wait for that."""
    hours = 24 * 365 * 12
    ids = announce(archive, crawl, "one")
    ahead = next_crawl(archive, crawl, hours)
    show(archive, ahead, ids["one"], hours, "text")
    today = next_crawl(archive, ahead, 24)
    assert [visit.release_id for visit in due(archive, today, 10, at(24))] == [ids["one"]]
    show(archive, today, ids["one"], 24, Reading("unchanged"))
    assert due(archive, next_crawl(archive, today, 48), 10, at(48)) == []
    assert len(due(archive, next_crawl(archive, today, 999), 10, at(999))) == 1
