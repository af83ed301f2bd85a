from dataclasses import replace

import pytest

from storage.archive import Archive
from storage.models import AddressRow, ReleaseRow
from storage.read.history import find_release
from storage.records import Crawl, Reading
from tests.storage.builders import (
    LISTING,
    OTHER,
    address,
    announce,
    at,
    capture,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    read_as,
    rows,
    settle_listings,
    unread_pages,
    visit,
    visited,
)


def addresses(archive: Archive) -> dict:
    return {row.url: row for row in rows(archive, AddressRow)}


def test_addresses_know_when_they_were_first_and_last_seen_in_whatever_order_that_is_learnt(archive, crawl, one):
    for hour in (5, 3, 9, 4):
        commit(archive, crawl, [visit(one, hour)])
    row = addresses(archive)[address(str(one))]
    assert (row.first_seen, row.last_seen, row.release_id, row.kind) == (at(3), at(9), one, "release")


def test_one_batch_moves_an_address_both_ways(archive, crawl, one):
    commit(archive, crawl, [visit(one, 5)])
    commit(archive, crawl, [visit(one, hour) for hour in (9, 2, 7)])
    row = addresses(archive)[address(str(one))]
    assert (row.first_seen, row.last_seen) == (at(2), at(9))


def test_each_source_has_addresses_of_its_own(archive, crawl):
    other = crawl_of(archive, OTHER)
    commit(archive, crawl, [listing([line("one")])])
    commit(archive, other, [listing([line("one")])])
    sources = [row.source_id for row in rows(archive, AddressRow) if row.url == LISTING]
    assert sources == [crawl.source_id, other.source_id]


def test_an_address_learns_its_release_later(archive, crawl):
    commit(archive, crawl, [visited(capture(address("one"), 1))])
    one = announce(archive, crawl, "one")["one"]
    (kept,) = commit(archive, crawl, [visited(capture(address("one"), 2), one)])
    assert [page.id for page in unread_pages(archive, crawl, 10) if page.at == at(2)] == [kept.id]


def test_an_address_as_long_as_a_site_likes_is_found_again(archive, crawl):
    urls = [address("x" * 3_000_000 + end) for end in "ab"]
    kept = commit(archive, crawl, [visited(capture(url, 1, url[-1:].encode())) for url in urls])
    assert {kept[n].url: kept[n].payload_id for n in range(2)}.keys() == set(urls)
    again = commit(archive, crawl, [visited(capture(url, 2, url[-1:].encode())) for url in urls])
    assert [stored.repeats for stored in again] == [True, True]
    assert [row.url for row in rows(archive, AddressRow)] == urls


def redirected(archive: Archive, crawl: Crawl, release_id: int, hours: float, to: str, status: int = 301) -> None:
    kept = commit(archive, crawl, [visit(release_id, hours, None, address("one"), status)])
    keep_readings(archive, crawl, read_as(kept, [Reading("redirected", message=to)]))


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_where_an_address_moved_since_it_was_first_seen(archive, crawl, one, status):
    redirected(archive, crawl, one, 0, "https://www.water.example/press/one", status)
    for hours, there in ((2, "two"), (5, "three"), (1, "two"), (3, "two")):
        redirected(archive, crawl, one, hours, address(there), status)
    row = addresses(archive)[address("one")]
    assert (row.moved_to, row.moved_at) == (address("three"), at(1))


@pytest.mark.parametrize(
    ("to", "status"),
    [
        (address("two"), 302),
        (address("two"), 307),
        ("http://www.water.example/press/one/", 301),
        ("https://WATER.example/press/one", 301),
    ],
)
def test_a_passing_redirect_and_one_to_the_same_place_are_no_move(archive, crawl, one, to, status):
    redirected(archive, crawl, one, 1, to, status)
    row = addresses(archive)[address("one")]
    assert (row.moved_to, row.moved_at) == (None, None)


def linked(archive: Archive, crawl: Crawl, *links: tuple[float, str], noise: tuple[str, ...] = ()) -> tuple[str, dict]:
    """The address by which a release is cited after a listing linked to these, and where each has moved."""
    told = []
    for hours, there in links:
        url = there if ":" in there else address(there)
        seen, read = listing([line("one", url=url), line("other")], hours)
        assert read is not None
        assert read.listing is not None
        named = replace(read, listing=replace(read.listing, noise=frozenset(noise)))
        told.append((commit(archive, crawl, [(seen, named)])[0], named))
    if any(kept.late for kept, _ in told):
        settle_listings(archive, crawl, *told)
    (url,) = [row.url for row in rows(archive, ReleaseRow) if row.key == "one"]
    moved = [row for row in rows(archive, AddressRow) if row.moved_at]
    found = {last(row.url): (last(row.moved_to), row.moved_at) for row in moved}
    assert {archive.read(find_release, row.url).url for row in moved} <= {url}
    return last(url), found


def last(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.mark.parametrize(
    ("links", "cited", "moved"),
    [
        ([(0, "a"), (1, "a")], "a", {}),
        ([(0, "a"), (1, "b"), (2, "b")], "b", {"a": ("b", 1)}),
        ([(0, "a"), (2, "b"), (1, "a"), (1.5, "b")], "b", {"a": ("b", 1.5)}),
        ([(0, "a"), (1, "b"), (2, "c")], "c", {"a": ("b", 1), "b": ("c", 2)}),
        ([(0, "a"), (1, "b"), (2, "a"), (3, "b")], "b", {"a": ("b", 1), "b": ("a", 2)}),
        ([(0, "a"), (1, "http://www.water.example/press/A/#top")], "a", {}),
        ([(0, "a"), (1, "https://water.example/press/a?utm_source=feed")], "a", {}),
        ([(1, "b"), (0, "a")], "b", {"a": ("b", 1)}),
    ],
)
def test_a_release_that_a_listing_links_to_elsewhere_has_moved_and_is_cited_by_its_new_address(
    archive, crawl, links, cited, moved
):
    told = {former: (there, at(hours)) for former, (there, hours) in moved.items()}
    assert linked(archive, crawl, *links) == (cited, told)


def test_parameters_that_identify_nothing_on_a_site_are_no_move(archive, crawl):
    links = [(0, "a?seq=1&page=1"), (1, "a?seq=1&page=2"), (2, "a?seq=2&page=2")]
    assert linked(archive, crawl, *links, noise=("page",)) == (
        "a?seq=2&page=2",
        {"a?seq=1&page=2": ("a?seq=2&page=2", at(2))},
    )


def test_two_listings_that_link_to_a_release_differently_do_not_move_it(archive, crawl):
    other = f"{LISTING}/topic"
    for hours in range(3):
        commit(archive, crawl, [listing([line("one", url=address("a"))], hours)])
        commit(archive, crawl, [listing([line("one", url=address("b"))], hours + 0.5, other)])
    assert linked(archive, crawl, (3, "a")) == ("a", {})


def test_a_redirect_and_a_listing_that_tell_the_same_move_tell_it_once(archive, crawl, one):
    for hours, there in ((0, "one"), (3, "two")):
        commit(archive, crawl, [listing([line("one", url=address(there))], hours)])
    redirected(archive, crawl, one, 2, address("two"))
    assert linked(archive, crawl, (4, "two")) == ("two", {"one": ("two", at(2))})
