from datetime import timedelta

import pytest

from storage.read.lists.missing import count, counts, missing, unread_count, unread_counts, within
from storage.read.sources import source_states
from storage.records import Finding, Reading
from tests.storage.builders import (
    FACTS,
    START,
    address,
    announce,
    at,
    close_crawl,
    commit,
    line,
    listing,
    open_crawl,
    reading,
    release_at,
    show,
)


@pytest.fixture
def ids(archive, crawl):
    """Five releases that were announced: one held, one gone at once, one failed, one not read, one not visited."""
    made = announce(archive, crawl, "held", "lost", "failed", "unread", "waiting")
    show(archive, crawl, made["held"], 1, reading("water"))
    show(archive, crawl, made["lost"], 1, Reading("not_found", message="status 404"))
    show(archive, crawl, made["failed"], 1, Reading("failed", message="status 503"))
    show(archive, crawl, made["unread"], 1, Reading("unreadable", message="no h1"))
    return made


def keys(archive, **bounds) -> list[str]:
    with archive.reading() as db:
        return [one.url.rpartition("/")[2] for one in missing(db, *within(bounds.get("since"), None, at(9)))]


def test_what_was_announced_and_is_not_held_is_missing_until_it_is_known_to_be_gone(archive, crawl, ids):
    assert keys(archive) == ["lost", "failed", "waiting"]
    assert archive.read(count, crawl.source_id) == 3
    assert archive.read(counts) == {crawl.source_id: 3}
    show(archive, crawl, ids["lost"], 24 - 1e-6 / 3600, Reading("not_found"))
    assert archive.read(count, crawl.source_id) == 3
    show(archive, crawl, ids["lost"], 24, Reading("not_found"))
    assert keys(archive) == ["failed", "waiting"]
    assert archive.read(counts) == {crawl.source_id: 2}


def test_what_nobody_announced_is_not_missing(archive, crawl):
    release_at(archive, crawl, "asked", address("asked"), START)
    assert archive.read(count, crawl.source_id) == 0


def test_each_line_says_what_the_last_visit_came_to(archive, ids):
    with archive.reading() as db:
        lost, failed, waiting = missing(db)
    assert (lost.verdict, lost.message, lost.tried_at) == ("not_found", "status 404", at(1))
    assert (failed.verdict, failed.message) == ("failed", "status 503")
    assert (waiting.tried_at, waiting.verdict) == (None, None)
    assert (waiting.source, waiting.found_at, waiting.title) == ("xx_water", START, "A title")


def test_what_has_no_date_is_in_every_span(archive, crawl):
    day = START.date()
    dated = [line("old", published=day - timedelta(9)), line("new", published=day), line("undated")]
    commit(archive, crawl, [listing([*dated, line("ahead", published=day + timedelta(99))])])
    assert keys(archive, since=day) == ["new", "undated", "ahead"]


WHOLE, LIMITED = "{}", '{"limit": "1"}'


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("update", LIMITED),
        ("backfill", '{"since": "2025-01-01"}'),
        ("address", "{}"),
        ("import", "{}"),
        ("update", "{} a.warc"),
        ("recheck", "{}"),
    ],
)
def test_a_narrow_crawl_makes_no_failed_source_well(archive, crawl, mode, options):
    close_crawl(archive, crawl, "failed", [Finding("nothing_announced")], at(1))
    narrow = open_crawl(archive, FACTS, mode, options, at(2))
    close_crawl(archive, narrow, "complete", [], at(3))
    state = archive.read(source_states)["xx_water"]
    assert (state.verdict, state.findings, state.last_crawl) == ("failed", (Finding("nothing_announced"),), at(2))
    whole = open_crawl(archive, FACTS, "update", WHOLE, at(4))
    close_crawl(archive, whole, "complete", [], at(5))
    assert archive.read(source_states)["xx_water"].verdict == "complete"


def test_what_was_missing_is_looked_at_anew(archive, crawl, ids):
    counted = close_crawl(archive, crawl, "incomplete", [Finding("missing", 3)], at(2))
    assert counted["missing"] == 3
    before = (Finding("missing", 3), Finding("not_read_yet", 1))
    assert archive.read(source_states)["xx_water"].findings == before
    for key in ("lost", "failed", "waiting", "unread"):
        show(archive, crawl, ids[key], 3, reading(key))
    state = archive.read(source_states)["xx_water"]
    assert (state.verdict, state.missing, state.findings) == ("complete", 0, ())


def test_what_is_kept_and_cannot_be_read_is_counted_apart(archive, crawl, ids):
    assert archive.read(unread_count, crawl.source_id) == 1
    assert archive.read(unread_counts) == {crawl.source_id: 1}
    close_crawl(archive, crawl, "incomplete", [], at(2))
    state = archive.read(source_states)["xx_water"]
    assert (state.verdict, state.missing, state.unreadable) == ("incomplete", 3, 1)
    assert [finding.kind for finding in state.findings] == ["missing", "not_read_yet"]
    show(archive, crawl, ids["unread"], 2, reading("another text"))
    assert archive.read(unread_counts) == {crawl.source_id: 0}
    assert [finding.kind for finding in archive.read(source_states)["xx_water"].findings] == ["missing"]


def test_a_page_that_nobody_announced_and_cannot_be_read_is_told_by_its_own_crawl_alone(archive, crawl):
    asked = release_at(archive, crawl, "asked", address("asked"), START)
    assert asked.release_id is not None
    show(archive, crawl, asked.release_id, 1, Reading("unreadable", message="no h1"))
    assert archive.read(unread_count, crawl.source_id) == 0
