"""Pages of changes hold what `changes` gives, however they are walked through."""

import pytest

from storage.errors import CursorError
from storage.read.changes import changes
from storage.read.events import pages
from storage.read.events.pages import Place, change_page
from storage.search.query import parse
from tests.storage.builders import (
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
    show,
    visit,
)
from tests.storage.test_query_plans import asked

STORY = [
    ("a", 1, "The two sides met in Aden."),
    ("b", 2, "Five ministers met."),
    ("c", 2, "A third text."),
    ("d", 3, "D."),
]


@pytest.fixture
def ids(archive, crawl) -> dict[str, int]:
    """Releases of which three are edited, two of those at one instant, and one goes, comes back, and moves."""
    found = announce(archive, crawl, *"abcd")
    for key, hour, text in STORY:
        show(archive, crawl, found[key], 0.5, "The two sides met in Bonn.")
        show(archive, crawl, found[key], hour, text)
    show(archive, crawl, found["a"], 4, "The two sides met in “Aden”.")
    for hour in (5, 30):
        kept = commit(archive, crawl, [visit(found["b"], hour, None, status=404)])
        keep_readings(archive, crawl, read_as(kept, [NOT_FOUND]))
    show(archive, crawl, found["b"], 31, "Five ministers met.")
    commit(archive, crawl, [listing([line(key, url=address(f"{key}/new")) for key in "abcd"], 40)])
    other = crawl_of(archive, OTHER)
    fire = announce(archive, other, "fire")["fire"]
    for hour, text in ((1, "A fire."), (2, "Two fires.")):
        show(archive, other, fire, hour, text)
    return found


def told(found) -> list[tuple]:
    return [(one.release, one.kind, one.version, one.first_with) for one in found]


def walked(archive, limit: int, **asked) -> list[tuple]:
    found, after = [], None
    with archive.reading() as db:
        while True:
            page = change_page(db, after=after, limit=limit, **asked)
            found += told(page.changes)
            if (after := page.next) is None:
                return found


def test_all_pages_hold_all_changes_in_their_order(archive, ids):
    with archive.reading() as db:
        for asked in (
            {},
            {"source": "yy_fire"},
            {"kinds": ("gone", "returned")},
            {"release": ids["b"]},
            {"least": "substance"},
            {"since": at(2), "until": at(30)},
        ):
            wanted = told(changes(db, **asked))
            assert wanted
            assert walked(archive, 2, **asked) == wanted, asked
        assert {change.kind for change in changes(db)} == {"edited", "gone", "returned", "moved"}
        assert {change.kind for change in changes(db, kinds=("gone",))} == {"gone"}


def test_an_edit_is_found_by_a_word_that_was_added_or_removed(archive, ids):
    for words, keys in (
        ("aden", "aa"),
        ("five OR third", "bc"),
        ("BONN", "abcd"),
        ("two fir*", ""),
        ("aden -bonn", "aa"),
    ):
        found = [one[0] for one in walked(archive, 50, words=parse(words), source="xx_water")]
        assert sorted(found) == sorted(ids[key] for key in keys), words


def test_a_page_looks_at_so_many_changes_and_leads_on(archive, ids, monkeypatch):
    whole = walked(archive, 50, words=parse("bonn"))
    monkeypatch.setattr(pages, "MOST", 3)
    with archive.reading() as db:
        first = change_page(db, words=parse("bonn"))
    assert (first.changes, first.next is None, first.looked_back_to) == ((), False, at(40))
    assert walked(archive, 50, words=parse("bonn")) == whole


def test_a_place_is_read_as_it_was_written():
    for place in (Place(at(0), 1), Place(at(0.0000001), 12)):
        assert Place.parse(str(place)) == place
    for text in ("", "2025-01-07", "2025-13-07T09:00:00Z.1", "2025-01-07T09:00:00Z", "2025-01-07T09:00:00Z.1\n"):
        with pytest.raises(CursorError, match="leads to no page"):
            Place.parse(text)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_changes_of_a_source_are_sought_by_time_and_not_among_all_its_releases(archive, crawl):
    with asked(archive) as statements, archive.reading() as db:
        change_page(db, source="xx_water")
        plans = [
            str(row[3])
            for statement, values in statements
            for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert [line for line in plans if "ix_absence_began_at" in line]
    assert not [line for line in plans if "ix_release_source_id" in line]
