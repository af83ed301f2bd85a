from datetime import date

from sqlalchemy import func, select

from storage.archive import Archive
from storage.models import AddressRow, EntryRow, ReleaseRow
from tests.storage.builders import (
    LISTING,
    all_held,
    at,
    commit,
    counts_of,
    line,
    listing,
    release_at,
    rows,
    settle_listings,
)


def lines(archive: Archive) -> list[tuple]:
    """Title, first and last capture of each line kept."""
    return [(row.title, row.first_capture_id, row.last_capture_id) for row in rows(archive, EntryRow)]


def test_a_line_is_kept_anew_only_when_it_changes(archive, crawl):
    told = [("A", 0), ("A", 1), ("B", 2), ("B", 3), ("A", 4)]
    ids = [commit(archive, crawl, [listing([line("one", title)], hour)])[0].id for title, hour in told]
    assert lines(archive) == [("A", ids[0], ids[1]), ("B", ids[2], ids[3]), ("A", ids[4], ids[4])]


def test_each_part_of_a_line_counts(archive, crawl):
    told = [
        line("one"),
        line("one", published=date(2025, 1, 7)),
        line("one", published=date(2025, 1, 7), url=LISTING + "/x"),
    ]
    for hour, one in enumerate(told):
        commit(archive, crawl, [listing([one], hour)])
    assert len(lines(archive)) == 3
    assert len(rows(archive, ReleaseRow)) == 1


def test_each_listing_has_lines_of_its_own(archive, crawl):
    commit(archive, crawl, [listing([line("one")]), listing([line("one")], 0, LISTING + "/2")])
    assert len(lines(archive)) == 2


def test_listings_captured_late_are_told_in_order_of_time_and_lose_no_line(archive, crawl):
    told = [("new", 10), ("old", 1), ("new", 5), ("newest", 11), ("new", 6)]
    handed = [listing([line("one", title)], hour) for title, hour in told]
    kept = [commit(archive, crawl, [one])[0] for one in handed]
    assert [one.late for one in kept] == [False, True, True, False, True]
    assert [(row.listed_title, row.found_at) for row in rows(archive, ReleaseRow)] == [("newest", at(1))]
    settle_listings(archive, crawl, *zip(kept, [reading for _, reading in handed], strict=True))
    ids = [one.id for one in kept]
    assert {one for one in lines(archive) if one[1] != ids[0]} == {
        ("old", ids[1], ids[1]),
        ("new", ids[2], ids[0]),
        ("newest", ids[3], ids[3]),
    }
    # What was taken for the first of its kind stays, since it is evidence, and tells nothing.
    assert [(row.title, row.place) for row in rows(archive, EntryRow) if row.first_capture_id == ids[0]] == [("new", 0)]
    assert settle_listings(archive, crawl, *zip(kept, [reading for _, reading in handed], strict=True)) == {}


def test_the_first_line_of_a_release_on_a_page_counts(archive, crawl):
    commit(archive, crawl, [listing([line("one", "first"), line("two"), line("one", "second")])])
    assert [title for title, _, _ in lines(archive) if title != "A title"] == ["first"]
    assert {row.key: row.listed_title for row in rows(archive, ReleaseRow)}["one"] == "first"


def test_a_listing_makes_its_releases_pending_once(archive, crawl):
    commit(archive, crawl, [listing([line("one"), line("two", elsewhere=True)])])
    assert counts_of(archive, crawl)["listed"] == 2
    assert {row.key: row.state for row in rows(archive, ReleaseRow)} == {"one": "pending", "two": "elsewhere"}
    commit(archive, crawl, [listing([line("two"), line("one")], 1)])
    assert counts_of(archive, crawl)["listed"] == 2
    assert len(rows(archive, ReleaseRow)) == 2
    assert all(row.found_at == at(0) for row in rows(archive, ReleaseRow))


def test_a_key_as_long_as_a_site_likes_is_one_release(archive, crawl):
    keys = ["k" * 3_000_000 + end for end in "ab"]
    for hour in (0, 1):
        commit(archive, crawl, [listing([line(key, url=f"{LISTING}/{key[-1]}") for key in keys], hour)])
    assert [row.key for row in rows(archive, ReleaseRow)] == keys
    assert counts_of(archive, crawl)["listed"] == 2


def test_a_listing_with_five_thousand_lines(archive, crawl):
    many = [line(str(n), f"Release {n}") for n in range(5000)]
    again = [*many[:4999], line("4999", "Release 4999, corrected")]
    for hour, told in enumerate((many, again)):
        commit(archive, crawl, [listing(told, hour)])
        assert counts_of(archive, crawl)["listed"] == 5000
    with archive.reading() as db:
        for table, count in ((EntryRow, 5001), (ReleaseRow, 5000), (AddressRow, 5001)):
            assert db.execute(select(func.count()).select_from(table)).scalar_one() == count
    assert all_held(archive, crawl, [str(n) for n in range(5000)]) is False


def test_a_release_is_where_a_listing_said_first_though_its_page_was_met_before(archive, crawl):
    """An import makes the releases of a batch before it reads the listings in it."""
    release_at(archive, crawl, "one", "https://water.example/%E5%A4%96", at(5))
    told = line("one", url="https://water.example/外")
    commit(archive, crawl, [listing([told], 3), listing([line("one", url="https://water.example/later")], 2)])
    (found,) = rows(archive, ReleaseRow)
    assert (found.url, found.found_at) == (told.url, at(2))
