from datetime import date

import pytest
from sqlalchemy import text

from storage.models.fences import fenced
from storage.read.lists.releases import Listed, list_page, listed, undated
from tests.storage.builders import (
    OTHER,
    address,
    announce,
    at,
    commit,
    crawl_of,
    line,
    listing,
    reading,
    release_at,
    show,
)


@pytest.fixture
def held(archive, crawl):
    """Four releases of one source, and one of another: dated by its page, by its listing, or by nothing."""
    lines = [line("page"), line("listing", published=date(2025, 1, 5)), line("nothing"), line("twice"), line("waiting")]
    commit(archive, crawl, [listing(lines)])
    for key, day in {"page": date(2025, 1, 6), "listing": None, "nothing": None, "twice": date(2025, 1, 4)}.items():
        number = release_at(archive, crawl, key, address(key), at(0)).release_id
        show(archive, crawl, number, 1, reading(key, title=key, published=day))
    show(archive, crawl, number, 2, reading("twice", title="twice, edited", published=date(2025, 1, 4)))
    other = crawl_of(archive, OTHER)
    announce(archive, other, "fire")
    fire = release_at(archive, other, "fire", address("fire"), at(0)).release_id
    show(archive, other, fire, 1, reading("fire", title="fire", published=date(2025, 1, 7)))


def titles(archive, **wanted) -> list[str]:
    with archive.reading() as db:
        return [one.title for one in listed(db, Listed(**wanted))]


def pages(archive, limit: int, **wanted) -> list[list[str]]:
    found, after = [], None
    with archive.reading() as db:
        while True:
            page = list_page(db, Listed(**wanted), after, limit)
            found.append([one.title for one in page.releases])
            if (after := page.next) is None:
                return found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["fire", "page", "listing", "twice, edited", "nothing"]),
        ({"source": "xx_water"}, ["page", "listing", "twice, edited", "nothing"]),
        ({"country": "yy"}, ["fire"]),
        ({"since": date(2025, 1, 5)}, ["fire", "page", "listing"]),
        ({"until": date(2025, 1, 5)}, ["listing", "twice, edited"]),
        ({"undated": True}, ["nothing"]),
    ],
)
def test_releases_stand_newest_first_by_their_page_or_else_their_listing(archive, held, wanted, found):
    assert titles(archive, **wanted) == found
    assert [title for page in pages(archive, 2, **wanted) for title in page] == found


def test_how_many_have_no_day(archive, held):
    assert archive.read(undated, Listed(source="xx_water")) == 1
    assert archive.read(undated, Listed(source="yy_fire")) == 0


def test_a_line_has_the_newest_version(archive, held):
    with archive.reading() as db:
        lines = {one.title: one for one in listed(db, Listed())}
    assert (lines["twice, edited"].versions, lines["page"].versions) == (2, 1)
    assert (lines["listing"].published, lines["nothing"].published) == ("2025-01-05", None)
    assert not any(line.altered for line in lines.values())


@pytest.mark.parametrize(("limit", "sizes"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5])])
def test_pages_are_full_but_the_last(archive, held, limit, sizes):
    assert [len(page) for page in pages(archive, limit)] == sizes


@pytest.mark.parametrize("damaged", [["fire"], ["fire", "page", "twice, edited"]])
@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_damaged_rows_hide_no_older_ones(archive, held, damaged, limit):
    with archive.writing() as db:
        for title in damaged:
            db.execute(text("UPDATE snapshot SET title = x'ff' WHERE title = :title"), {"title": title})
    sound = [title for title in ["fire", "page", "listing", "twice, edited", "nothing"] if title not in damaged]
    with fenced() as left_out:
        assert [title for page in pages(archive, limit) for title in page] == sound
    assert left_out
