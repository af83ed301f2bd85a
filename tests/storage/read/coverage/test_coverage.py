from datetime import UTC, date, datetime

import pytest

from storage.read.coverage.coverage import coverage, lacking
from storage.records import Reading
from tests.storage.builders import (
    BLOCKED,
    FACTS,
    UNREADABLE,
    address,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    line,
    listing,
    next_crawl,
    open_crawl,
    reading,
    release_at,
    show,
    visited,
)

NOW = datetime(2025, 1, 10, tzinfo=UTC)


def told(archive, crawl, now=NOW, by="month", **bounds):
    bounds = {"since": None, "until": None} | bounds
    with archive.reading() as db:
        lines = list(coverage(db, crawl.source_id, "xx_water", by, now, **bounds))
        for one in lines:
            assert one.counts.listed == one.counts.held + one.counts.missing + one.counts.unreadable + one.counts.gone
            assert len(list(lacking(db, one, now))) == one.counts.lacking
    return [(one.period.name, one.counts.listed, one.counts.held, one.verdict) for one in lines]


def announced(archive, crawl, days, hours=0, url="https://water.example/press"):
    """Releases of these days, a line each; their numbers, by key."""
    lines = [line(f"{day}", published=date.fromisoformat(day)) for day in days]
    commit(archive, crawl, [listing(lines, hours, url)])
    return {one.key: release_at(archive, crawl, one.key, one.url, at(0)).release_id for one in lines}


DAYS = ["2025-01-05", "2024-12-20", "2024-12-01", "2024-11-20"]


def test_each_month_says_what_was_announced_and_what_is_held(archive, crawl):
    ids = announced(archive, crawl, DAYS)
    for key in ("2025-01-05", "2024-12-20", "2024-11-20"):
        show(archive, crawl, ids[key], 1, f"water {key}")
    assert told(archive, crawl) == [
        ("2024-11", 1, 1, "unknown"),  # no listing shows its first days
        ("2024-12", 2, 1, "incomplete"),
        ("2025-01", 1, 1, "complete"),
    ]
    assert told(archive, crawl, by="year") == [("2024", 3, 2, "incomplete"), ("2025", 1, 1, "complete")]
    assert [name for name, *_ in told(archive, crawl, since=date(2024, 12, 9), until=date(2024, 12, 9))] == ["2024-12"]
    show(archive, crawl, ids["2024-12-01"], 2, "water")
    assert told(archive, crawl)[1] == ("2024-12", 2, 2, "complete")


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        (BLOCKED, "blocked"),
        (Reading("refused"), "blocked"),
        (UNREADABLE, "unreadable"),
        (Reading("soft_404"), "unreadable"),
        (Reading("empty"), "unreadable"),
        (Reading("failed"), "incomplete"),
        (Reading("not_found"), "incomplete"),
    ],
)
def test_what_became_of_visits_is_the_verdict(archive, crawl, shown, verdict):
    ids = announced(archive, crawl, DAYS)
    show(archive, crawl, ids["2024-12-20"], 1, reading("water"))
    show(archive, crawl, ids["2024-12-01"], 1, shown)
    assert told(archive, crawl)[1] == ("2024-12", 2, 1, verdict)


def test_what_was_gone_before_it_could_be_held_is_named_too(archive, crawl):
    ids = announced(archive, crawl, DAYS)
    for hours in (1, 48):
        show(archive, crawl, ids["2024-12-20"], hours, Reading("not_found"))
    with archive.reading() as db:
        (line,) = coverage(db, crawl.source_id, "xx_water", "month", NOW, date(2024, 12, 1), date(2024, 12, 31))
        assert (line.counts.gone, line.counts.missing, line.as_json()["gone"]) == (1, 1, 1)
        assert {one.verdict for one in lacking(db, line, NOW)} == {"not_found", None}


def test_what_bears_no_date_is_a_period_of_its_own(archive, crawl):
    lines = [line("page"), line("none"), line("ahead", published=date(2027, 1, 1)), line("there", elsewhere=True)]
    commit(archive, crawl, [listing(lines)])
    ids = announce(archive, crawl, "page", "none")
    show(archive, crawl, ids["page"], 1, reading("water", published=date(2024, 12, 3)))
    show(archive, crawl, ids["none"], 1, reading("fire", published=None))
    assert told(archive, crawl) == [
        ("2024-12", 1, 1, "unknown"),  # its page says so, and no listing
        ("2025-01", 0, 0, "unknown"),
        ("undated", 2, 1, "incomplete"),
    ]


def test_a_day_of_this_month_that_has_not_come_yet_is_no_day(archive, crawl):
    announced(archive, crawl, ["2025-01-05", "2025-01-31"])
    assert told(archive, crawl) == [("2025-01", 1, 0, "incomplete"), ("undated", 1, 0, "incomplete")]


def test_what_belongs_to_another_site_is_no_release(archive, crawl):
    commit(archive, crawl, [listing([line("there", published=date(2024, 12, 3), elsewhere=True)])])
    assert told(archive, crawl) == [("2024-12", 0, 0, "unknown"), ("2025-01", 0, 0, "complete")]


def test_what_no_listing_announced_is_held_all_the_same(archive, crawl):
    number = release_at(archive, crawl, "asked", address("asked"), at(0)).release_id
    show(archive, crawl, number, 1, reading("water", published=date(2024, 12, 3)))
    with archive.reading() as db:
        line, rest = coverage(db, crawl.source_id, "xx_water", "month", NOW, None, None)
    assert (line.counts.listed, line.counts.unlisted, line.verdict) == (0, 1, "unknown")
    assert rest.period.name == "2025-01"


def hold_all(archive, crawl, ids, hours=1):
    for key, number in ids.items():
        show(archive, crawl, number, hours, f"water {key}")


def test_a_page_and_the_next_show_what_lies_between(archive, crawl):
    hold_all(archive, crawl, announced(archive, crawl, ["2025-01-05", "2025-01-02"]))
    older = announced(archive, crawl, ["2024-10-30", "2024-09-20"], url="https://water.example/press?page=2")
    hold_all(archive, crawl, older)
    assert told(archive, crawl) == [
        ("2024-09", 1, 1, "unknown"),
        ("2024-10", 1, 1, "complete"),
        ("2024-11/2024-12", 0, 0, "complete"),
        ("2025-01", 2, 2, "complete"),
    ]


@pytest.mark.parametrize("between", ["another crawl", "a page that failed"])
def test_what_no_listing_showed_is_unknown(archive, crawl, between):
    hold_all(archive, crawl, announced(archive, crawl, ["2025-01-05", "2025-01-02"]))
    if between == "another crawl":
        crawl = next_crawl(archive, crawl)
    else:
        failed = capture("https://water.example/press?page=2", 1, None, kind="listing", status=503)
        commit(archive, crawl, [visited(failed, None, Reading("failed"))])
    older = announced(archive, crawl, ["2024-10-30", "2024-09-20"], 2, "https://water.example/press?page=3")
    hold_all(archive, crawl, older, 3)
    assert told(archive, crawl)[1:] == [
        ("2024-10", 1, 1, "unknown"),
        ("2024-11/2024-12", 0, 0, "unknown"),
        ("2025-01", 2, 2, "unknown"),
    ]


def test_a_line_that_is_dated_ahead_shows_no_day_that_had_not_come(archive, crawl):
    announced(archive, crawl, ["2027-01-01"])
    hold_all(archive, crawl, announced(archive, crawl, ["2025-01-05", "2024-12-20"], url="https://water.example/p?2"))
    close_crawl(archive, crawl, "complete", [], at(1))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(49 * 24))
    hold_all(archive, crawl, announced(archive, crawl, ["2025-02-24", "2025-02-20"], 49 * 24), 49 * 24 + 1)
    assert told(archive, crawl, datetime(2025, 2, 26, tzinfo=UTC)) == [
        ("2024-12", 1, 1, "unknown"),
        ("2025-01", 1, 1, "unknown"),  # what came after the first crawl, nobody saw
        ("2025-02", 2, 2, "unknown"),
        ("undated", 1, 0, "incomplete"),
    ]


def test_an_overlap_with_what_was_known_leaves_no_hole(archive, crawl):
    hold_all(archive, crawl, announced(archive, crawl, ["2024-11-20", "2024-10-30"]))
    close_crawl(archive, crawl, "complete", [], at(1))
    crawl = open_crawl(archive, FACTS, "update", "{}", at(2))
    hold_all(archive, crawl, announced(archive, crawl, ["2025-01-05", "2024-11-20"], 2), 3)
    assert told(archive, crawl)[1:] == [
        ("2024-11", 1, 1, "complete"),
        ("2024-12", 0, 0, "complete"),
        ("2025-01", 1, 1, "complete"),
    ]


def test_listings_that_nobody_reads_any_more_are_late_and_those_that_are_blocked_are_blocked(archive, crawl):
    hold_all(archive, crawl, announced(archive, crawl, DAYS))
    later = datetime(2025, 3, 20, tzinfo=UTC)
    assert told(archive, crawl, later)[2:] == [("2025-01", 1, 1, "late"), ("2025-02/2025-03", 0, 0, "late")]
    challenge = capture("https://water.example/press", 24 * 60, b"<p>Are you human?", kind="listing")
    commit(archive, crawl, [visited(challenge, None, BLOCKED)])
    assert told(archive, crawl, later)[2:] == [("2025-01", 1, 1, "blocked"), ("2025-02/2025-03", 0, 0, "blocked")]


def test_a_date_of_another_age_makes_no_thousand_lines(archive, crawl):
    hold_all(archive, crawl, announced(archive, crawl, ["2025-01-05", "0001-01-01"]))
    assert len(told(archive, crawl)) == 3
