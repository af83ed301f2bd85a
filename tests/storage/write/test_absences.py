import pytest

from storage.read.absences import absences_of
from tests.storage.builders import (
    BLOCKED,
    FAILED,
    GONE,
    LISTING,
    NOT_FOUND,
    UNCHANGED,
    address,
    announce,
    at,
    commit,
    keep_readings,
    line,
    listing,
    pages_of_release,
    read_as,
    reading,
    show,
    visit,
)
from tests.storage.derived import absences, settle, state


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([(0, "A"), (5, NOT_FOUND)], [(0, 5, 5, None, False)]),
        ([(0, "A"), (5, NOT_FOUND), (28, NOT_FOUND)], [(0, 5, 28, None, False)]),
        ([(0, "A"), (5, NOT_FOUND), (29, NOT_FOUND)], [(0, 5, 29, None, True)]),
        ([(0, "A"), (5, GONE)], [(0, 5, 5, None, True)]),
        ([(0, "A"), (5, NOT_FOUND), (6, GONE), (7, NOT_FOUND)], [(0, 5, 7, None, True)]),
        ([(0, "A"), (5, NOT_FOUND), (29, NOT_FOUND), (40, "A")], [(0, 5, 29, 40, True)]),
        ([(0, "A"), (5, GONE), (7, UNCHANGED)], [(0, 5, 5, 7, True)]),
        ([(0, "A"), (5, GONE), (7, "B"), (9, NOT_FOUND)], [(0, 5, 5, 7, True), (7, 9, 9, None, False)]),
        ([(0, "A"), (5, NOT_FOUND), (6, FAILED), (7, BLOCKED), (29, NOT_FOUND)], [(0, 5, 29, None, True)]),
        ([(0, "A"), (5, FAILED), (6, BLOCKED)], []),
        ([(0, NOT_FOUND), (48, NOT_FOUND)], []),
        ([(0, GONE), (5, "A")], []),
        ([(0, UNCHANGED), (5, GONE)], []),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_an_absence_lasts_from_the_first_visit_that_missed_to_the_one_that_saw_again(
    archive, crawl, one, shown, expected, together
):
    readings = [reading(s) if isinstance(s, str) else s for _, s in shown]
    kept = read_as(commit(archive, crawl, [visit(one, hours) for hours, _ in shown]), readings)
    for batch in [kept] if together else [[each] for each in kept]:
        keep_readings(archive, crawl, batch)
    assert absences(archive, one) == expected
    assert (state(archive, one) == "gone") == bool(expected and expected[-1][3] is None and expected[-1][4])
    settle(archive, one)
    assert absences(archive, one) == expected


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ((20, NOT_FOUND), [(0, 10, 20, 40, False)]),
        ((20, GONE), [(0, 10, 20, 40, True)]),
        ((20, reading("A")), [(0, 10, 10, 20, False)]),
        ((20, UNCHANGED), [(0, 10, 10, 20, False)]),
        ((5, NOT_FOUND), [(0, 5, 10, 40, False)]),
        ((5, UNCHANGED), [(5, 10, 10, 40, False)]),
        ((45, NOT_FOUND), [(0, 10, 10, 40, False), (40, 45, 45, None, False)]),
    ],
)
def test_a_capture_that_comes_late_is_settled_into_its_place(archive, crawl, one, late, expected):
    given = {}
    for hours, shown in [(0, reading("A")), (10, NOT_FOUND), (40, reading("A")), late]:
        kept = commit(archive, crawl, [visit(one, hours)])
        given |= {kept[0].id: shown}
        unsettled = keep_readings(archive, crawl, read_as(kept, [shown])).unsettled
        assert unsettled == ({one} if (hours, shown) == late and hours < 40 else set())
    settle(archive, one, given)
    assert absences(archive, one) == expected


def test_what_a_crash_leaves_unsettled_is_as_it_was_and_still_to_be_read(archive, crawl, one):
    for hours, shown in [(0, "A"), (40, "A")]:
        show(archive, crawl, one, hours, shown)
    assert show(archive, crawl, one, 20, GONE).unsettled == {one}
    assert (absences(archive, one), state(archive, one)) == ([], "held")
    assert [page.at for page, read in pages_of_release(archive, one) if read is None] == [at(20)]


def listed(archive, crawl, hours: float, keys: str, url: str = LISTING) -> None:
    commit(archive, crawl, [listing([line(key) for key in keys], hours, url)])


@pytest.fixture
def ids(archive, crawl) -> dict[str, int]:
    """Releases that the listing shows at the first hour, newest first: d, c, b, a."""
    return announce(archive, crawl, *"dcba")


def unlisted(archive, ids) -> dict[str, list[tuple]]:
    found = {key: absences(archive, release_id, "listing") for key, release_id in ids.items()}
    return {key: rows for key, rows in found.items() if rows}


def test_what_a_listing_leaves_out_above_what_it_shows_still_is_unlisted(archive, crawl, ids):
    listed(archive, crawl, 1, "edb")  # c left out; a may have left because the window moved on
    assert unlisted(archive, ids) == {"c": [(0, 1, 1, None, True)]}
    listed(archive, crawl, 2, "eb")
    assert unlisted(archive, ids) == {"c": [(0, 1, 1, None, True)], "d": [(1, 2, 2, None, True)]}


def test_what_a_listing_shows_again_was_missed_until_the_capture_before(archive, crawl, ids):
    for hours, keys in [(1, "dba"), (2, "dba"), (3, "dba"), (4, "dcba"), (5, "dcba"), (6, "dba")]:
        listed(archive, crawl, hours, keys)
    assert unlisted(archive, ids) == {"c": [(0, 1, 3, 4, True), (5, 6, 6, None, True)]}


def test_another_listing_that_shows_a_release_ends_its_absence_and_does_not_miss_it_twice(archive, crawl, ids):
    other = f"{LISTING}/topic"
    listed(archive, crawl, 0, "dcba", other)
    listed(archive, crawl, 1, "dba")
    listed(archive, crawl, 1, "dba", other)
    assert unlisted(archive, ids) == {"c": [(0, 1, 1, None, True)]}
    listed(archive, crawl, 2, "cba", other)
    assert unlisted(archive, ids)["c"] == [(0, 1, 1, 2, True)]


def test_two_listings_may_miss_at_one_instant_what_was_listed_again_since(archive, crawl, ids):
    other = f"{LISTING}/topic"
    listed(archive, crawl, 0, "dcba", other)
    listed(archive, crawl, 1, "dba")
    listed(archive, crawl, 2, "dcba")
    listed(archive, crawl, 1, "dba", other)
    assert unlisted(archive, ids) == {"c": [(0, 1, 1, 2, True)]}


def test_a_listing_that_comes_late_misses_nothing(archive, crawl, ids):
    listed(archive, crawl, 9, "dcba")
    listed(archive, crawl, 5, "dba")
    assert unlisted(archive, ids) == {}


def test_a_release_is_told_with_its_absences_in_order(archive, crawl, ids):
    c = ids["c"]
    for hours, shown in [(0.5, reading("A")), (2, NOT_FOUND), (30, NOT_FOUND), (50, reading("A")), (60, NOT_FOUND)]:
        commit_and_read(archive, crawl, c, hours, shown)
    for hours, keys in [(20, "dba"), (40, "dcba")]:
        listed(archive, crawl, hours, keys)
    told = archive.read(absences_of, c)
    assert [(a.kind, a.last_seen, a.began_at, a.last_missed, a.ended_at, a.confirmed) for a in told] == [
        ("page", at(0.5), at(2), at(30), at(50), True),
        ("listing", at(0), at(20), at(20), at(40), True),
        ("page", at(50), at(60), at(60), None, False),
    ]


def commit_and_read(archive, crawl, release_id, hours, shown) -> None:
    kept = commit(archive, crawl, [visit(release_id, hours, url=address("c"))])
    keep_readings(archive, crawl, read_as(kept, [shown]))
