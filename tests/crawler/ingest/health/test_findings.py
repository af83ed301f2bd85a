"""What a crawl says of a source's health, asked of archives that crawls have filled."""

from datetime import timedelta

import pytest

from crawler.ingest.health.findings import findings
from storage.records import Block, Image, Reading, Release
from storage.write.crawls import release_ids
from tests.storage.builders import (
    FACTS,
    at,
    close_crawl,
    commit,
    keep_readings,
    line,
    listing,
    open_crawl,
    read_as,
    visit,
)

NOW = at(24)
TODAY = NOW.date()
LONG = timedelta(days=400)
FROZEN = timedelta(days=36_500)
RELEASE = Release("On water", TODAY, (Block("paragraph", "text"),), (Image("https://water.example/a.jpg", "A"),))


def crawled(archive, hours, keys, releases):
    """An update that announces releases, and reads what stands at their addresses; it is left open."""
    crawl = open_crawl(archive, FACTS, "update", "{}", at(hours))
    lines = [line(key, f"On water {key}", TODAY - timedelta(int(key) % 28)) for key in keys]
    commit(archive, crawl, [listing(lines, hours)])
    ids = archive.read(release_ids, crawl.source_id, keys)
    kept = commit(archive, crawl, [visit(ids[key], hours, key) for key in keys])
    keep_readings(archive, crawl, read_as(kept, [Reading("read", release, layout="first") for release in releases]))
    return crawl


def well(key, **changed):
    fields = {"title": f"On water {key}", "published": TODAY - timedelta(int(key) % 28), **changed}
    return Release(**{"blocks": (Block("paragraph", key),), "images": RELEASE.images, **fields})


def ended(archive, crawl, hours):
    close_crawl(archive, crawl, "complete", [], at(hours))


def kinds(archive, crawl, gap=LONG, now=NOW):
    return [found.kind for found in archive.read(findings, crawl, gap, now)]


@pytest.fixture
def held(archive):
    """An archive that holds forty good releases."""
    keys = [str(number) for number in range(1, 41)]
    crawl = crawled(archive, 0, keys, map(well, keys))
    assert kinds(archive, crawl) == []  # there is no past to compare with
    ended(archive, crawl, 1)
    return archive


NEW = ("101", "102", "103")


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, None),
        ({"published": None}, "pages_without_date"),
        ({"blocks": ()}, "pages_without_text"),
        ({"images": ()}, "pages_without_images"),
        ({"title": "Ministry of Fire"}, "other_titles"),
    ],
)
def test_the_first_crawl_says_what_its_releases_lack_and_the_next_says_it_again(held, changed, kind):
    crawl = crawled(held, 2, NEW, [well(key, **changed) for key in NEW])
    expected = [kind] if kind else []
    assert kinds(held, crawl) == expected
    ended(held, crawl, 3)
    again = crawled(held, 4, (), ())
    assert kinds(held, again) == expected
    ended(held, again, 5)
    keys = [str(number) for number in range(201, 204)]
    assert kinds(held, crawled(held, 6, keys, map(well, keys))) == []


def test_the_first_crawl_says_that_releases_are_doubles(held):
    same = [well(str(number)) for number in (1, 2, 3)]
    assert "doubles" in kinds(held, crawled(held, 2, NEW, same))


def test_one_release_alone_is_no_finding_and_the_third_in_a_row_is(held):
    told = []
    for hours, key in enumerate(NEW, 1):
        crawl = crawled(held, 2 * hours, [key], [well(key, published=None)])
        told.append(kinds(held, crawl))
        ended(held, crawl, 2 * hours + 1)
    assert told == [[], [], ["pages_without_date"]]


def announced(archive, days):
    """Releases that listings announce on these days before today."""
    crawl = open_crawl(archive, FACTS, "update", "{}", at(0))
    lines = [line(str(n), published=TODAY - timedelta(n)) for n in days]
    commit(archive, crawl, [listing(lines)])
    return crawl


def test_a_source_that_stops_is_told_by_its_rhythm_and_a_weekend_is_not(archive):
    friday = NOW - timedelta(5)
    crawl = announced(archive, [n for n in range(5, 500) if (TODAY - timedelta(n)).weekday() < 5])
    assert friday.weekday() == 4
    assert [kinds(archive, crawl, now=friday + timedelta(n)) for n in (0, 2, 3)] == [[], [], []]  # until Monday
    (found,) = archive.read(findings, crawl, LONG, friday + timedelta(14))
    assert found.message.startswith(f"nothing new since {friday.date()}: 13 days, where by its rhythm ")
    assert kinds(archive, crawl, FROZEN, friday + timedelta(14)) == []


def test_a_short_history_is_judged_by_the_longest_silence_known(archive):
    crawl = announced(archive, range(3, 30))
    assert kinds(archive, crawl, timedelta(days=3)) == []
    (found,) = archive.read(findings, crawl, timedelta(days=2), NOW)
    assert "the longest silence known of it is 2 days" in found.message


def test_a_source_without_dates_has_no_rhythm(archive):
    crawl = open_crawl(archive, FACTS, "update", "{}", at(0))
    commit(archive, crawl, [listing([line("undated")])])
    assert kinds(archive, crawl, timedelta(0)) == []


def test_far_more_than_ever_is_told(archive):
    crawl = announced(archive, range(1, 500))
    assert kinds(archive, crawl) == []
    many = [line(f"new {n}", published=TODAY) for n in range(40)]
    commit(archive, crawl, [listing(many, 1)])
    (found,) = archive.read(findings, crawl, LONG, NOW)
    assert (found.kind, found.count) == ("more_releases", 46)
