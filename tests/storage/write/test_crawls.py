from datetime import timedelta

import pytest

from storage.read.sources import source_states
from storage.records import Finding, Reading, SourceInfo
from storage.write.crawls import STALE
from tests.storage.builders import (
    FACTS,
    LISTING,
    OTHER,
    START,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    counts_of,
    crawl_of,
    missing,
    open_crawl,
    reading,
    show,
    visited,
)


def test_an_interrupted_crawl_is_continued(archive, crawl):
    again = open_crawl(archive, FACTS, "update", "{}", at(5))
    assert (again.id, again.started_at, again.resumed) == (crawl.id, START, True)
    assert not crawl.resumed


@pytest.mark.parametrize(("mode", "options"), [("backfill", "{}"), ("update", '{"since": "2024-01-01"}')])
def test_a_crawl_of_another_kind_closes_the_interrupted_one(archive, crawl, mode, options):
    other = open_crawl(archive, FACTS, mode, options, at(5))
    assert (other.id == crawl.id, other.resumed) == (False, False)
    assert open_crawl(archive, FACTS, "update", "{}", at(6)).id not in (crawl.id, other.id)


def test_a_stale_crawl_is_not_continued(archive, crawl):
    assert open_crawl(archive, FACTS, "update", "{}", START + STALE - timedelta(seconds=1)).id == crawl.id
    assert open_crawl(archive, FACTS, "update", "{}", START + STALE).id != crawl.id


def test_a_closed_crawl_stays_closed(archive, crawl):
    assert close_crawl(archive, crawl, "complete", [], at(1))["listed"] == 0
    assert not open_crawl(archive, FACTS, "update", "{}", at(2)).resumed


def test_sources_do_not_disturb_one_another(archive, crawl):
    other = crawl_of(archive, OTHER)
    announce(archive, crawl, "one")
    assert other.source_id != crawl.source_id
    assert counts_of(archive, other)["listed"] == 0
    assert crawl_of(archive).id == crawl.id


def test_the_facts_of_a_source_follow_its_file(archive, crawl):
    renamed = SourceInfo(FACTS.name, "Ministry of Water and Rivers", "XX", "en")
    assert crawl_of(archive, renamed).source_id == crawl.source_id
    assert archive.read(source_states)[FACTS.name].facts == renamed


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
    assert close_crawl(archive, crawl, "incomplete", [Finding("missing", 5)], at(3)) == expected | {"missing": 5}


def test_a_listing_that_cannot_be_read_counts(archive, crawl):
    seen = [
        visited(capture(LISTING, n, kind="listing"), reading=Reading(v)) for n, v in enumerate(["unreadable", "failed"])
    ]
    commit(archive, crawl, seen)
    counts = counts_of(archive, crawl)
    assert (counts["unreadable"], counts["failed"]) == (1, 1)
