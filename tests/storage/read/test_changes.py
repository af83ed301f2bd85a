"""What ministries changed, newest first, with the visits between which each turn fell."""

import pytest

from storage.read.changes import Event, changes
from storage.records import Reading
from tests.storage.builders import (
    GONE,
    NOT_FOUND,
    OTHER,
    address,
    announce,
    at,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    read_as,
    reading,
    show,
    visit,
)
from tests.storage.derived import hours

A, B, C, QUOTED = (f"The two sides met in {place}." for place in ("Aden", "Bonn", "Cairo", "“Aden”"))


def told(archive, **wanted) -> list[tuple]:
    """Key, kind, version and the hours of the last visit without and the first with it."""
    with archive.reading() as db:
        return [
            (
                change.url.rpartition("/")[2],
                change.edits[0].kind,
                change.version,
                hours(change.last_without),
                hours(change.first_with),
            )
            for change in changes(db, **wanted)
        ]


@pytest.fixture
def ids(archive, crawl) -> dict[str, int]:
    """Releases that the listing shows at the first hour, newest first, all of them read then."""
    found = announce(archive, crawl, *"dcba")
    for release_id in found.values():
        show(archive, crawl, release_id, 0.5, A)
    return found


def listed(archive, crawl, hour: float, keys: str) -> None:
    commit(archive, crawl, [listing([line(key) for key in keys], hour)])


def test_each_turn_is_told_once_newest_first(archive, crawl, ids):
    for key, hour, shown in [
        ("a", 2, NOT_FOUND),
        ("b", 3, B),
        ("a", 30, NOT_FOUND),
        ("a", 31, NOT_FOUND),
        ("a", 40, A),
        ("b", 41, A),
        ("d", 42, GONE),
        ("a", 60, C),
    ]:
        show(archive, crawl, ids[key], hour, shown)
    listed(archive, crawl, 10, "dba")
    listed(archive, crawl, 20, "dba")
    listed(archive, crawl, 50, "dcba")
    assert told(archive) == [
        ("a", "reworded", 2, 40, 60),
        ("c", "listed_again", 1, 20, 50),
        ("d", "gone", 1, 0.5, 42),
        ("b", "reworded", 3, 3, 41),
        ("a", "returned", 1, 31, 40),
        ("c", "unlisted", 1, 0, 10),
        ("b", "reworded", 2, 0.5, 3),
        ("a", "gone", 1, 0.5, 2),
    ]


def test_changes_of_a_span_a_source_and_a_class(archive, crawl, ids):
    for key, hour, shown in [("a", 2, GONE), ("b", 3, B), ("a", 4, A)]:
        show(archive, crawl, ids[key], hour, shown)
    show(archive, crawl, ids["c"], 5, QUOTED)
    other = crawl_of(archive, OTHER)
    z = announce(archive, other, "z")["z"]
    for hour, shown in [(1, A), (3.25, GONE)]:
        show(archive, other, z, hour, shown)
    everything = told(archive)
    assert [key for key, *_ in everything] == ["c", "a", "z", "b", "a"]
    assert told(archive, since=at(3), until=at(4)) == everything[2:4]
    assert told(archive, since=at(4)) == everything[:2]
    assert told(archive, until=at(3)) == everything[4:]
    assert told(archive, source=OTHER.name) == everything[2:3]
    assert told(archive, source="zz_none") == []
    assert [key for key, *_ in told(archive, least="wording")] == ["a", "z", "b", "a"]
    with archive.reading() as db:
        named = next(change for change in changes(db, least="substance") if change.version == 2)
    assert (named.cls, named.flags, named.counts_as) == ("wording", ("name",), "substance")


def test_what_one_visit_missed_or_what_was_never_there_is_no_change(archive, crawl, ids):
    for key, hour, shown in [("a", 2, NOT_FOUND), ("a", 3, A), ("b", 2, NOT_FOUND)]:
        show(archive, crawl, ids[key], hour, shown)
    never = announce(archive, crawl, "never")["never"]
    show(archive, crawl, never, 1, GONE)
    assert told(archive) == []


def test_what_is_gone_or_has_moved_is_not_told_as_unlisted_too(archive, crawl, ids):
    show(archive, crawl, ids["c"], 5, GONE)
    kept = commit(archive, crawl, [visit(ids["b"], 5, None, address("b"), 301)])
    keep_readings(archive, crawl, read_as(kept, [Reading("redirected", message=address("b2"))]))
    listed(archive, crawl, 6, "da")
    assert sorted(told(archive)) == [("b", "moved", 1, 0.5, 5), ("c", "gone", 1, 0.5, 5)]


def test_a_move_that_a_listing_tells_lies_between_its_last_word_for_the_old_address_and_the_first_for_the_new(
    archive, crawl, ids
):
    listed(archive, crawl, 4, "dcba")
    commit(archive, crawl, [listing([line(key, url=address(key + "2" * (key == "b"))) for key in "dcba"], 5)])
    assert told(archive) == [("b2", "moved", 1, 4, 5)]
    listed(archive, crawl, 6, "dca")
    assert told(archive) == [("b2", "unlisted", 1, 5, 6), ("b2", "moved", 1, 4, 5)]


def test_a_move_is_told_with_both_addresses(archive, crawl, ids):
    kept = commit(archive, crawl, [visit(ids["b"], 5, None, address("b"), 308), visit(ids["b"], 5, A, address("b2"))])
    shown = [Reading("redirected", message=address("b2")), reading(A)]
    keep_readings(archive, crawl, read_as(kept, shown))
    with archive.reading() as db:
        (change,) = changes(db)
    assert change.edits == (Event("address", "moved", address("b"), address("b2"), "typography"),)
    assert (change.cls, change.last_without, change.first_with) == ("typography", at(0.5), at(5))


def test_releases_may_be_left_out(archive, crawl, ids):
    for key, shown in (("a", NOT_FOUND), ("a", GONE), ("b", B), ("c", C)):
        show(archive, crawl, ids[key], 2, shown)
    assert {key for key, *_ in told(archive)} == {"a", "b", "c"}
    assert {key for key, *_ in told(archive, without={ids["a"], ids["c"]})} == {"b"}
