"""The newest texts that match say in which versions they stand, whether there are more of them or not."""

import pytest
from sqlalchemy import select

from storage.models import BlockRow
from storage.search.facets import facets
from storage.search.find import EVERY_VERSION, Among
from storage.search.newest import Newest, newest, versions_of
from storage.search.pages import result_page
from storage.search.query import parse
from tests.storage.search.searched import of_water

ASKED = ["water", "wat*", "fire OR 1", "water -2", "nothing"]


@pytest.fixture
def water(archive):
    of_water(archive)
    return archive


@pytest.mark.parametrize("asked", ASKED)
def test_versions_are_those_in_which_the_newest_texts_stand(water, asked):
    query = parse(asked)
    with water.reading() as db:
        whole = newest(db, query)
        stands = {row.id: row.snapshot_id for row in db.execute(select(BlockRow.id, BlockRow.snapshot_id))}
        for most in range(1, len(whole.ids) + 2):
            held = newest(db, query, most)
            assert (held.ids, held.more) == (whole.ids[:most], len(whole.ids) > most)
            wanted = {}
            for number in held.ids:
                version = stands.get(number, -number)
                wanted[version] = wanted.get(version, 0) + 1
            some = versions_of(db, held)
            assert {row.id: row.texts for row in db.execute(select(some.c.id, some.c.texts))} == wanted
    assert whole.ids == sorted(whole.ids, reverse=True)
    assert bool(whole.ids) is (asked != "nothing")


def test_no_words_have_no_texts(water):
    with water.reading() as db:
        for asked in ("", "-water", "!"):
            assert newest(db, parse(asked)) == Newest(())


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("among", [Among(), EVERY_VERSION, Among(source="xx_water", type="Speech")])
def test_results_and_facets_are_the_same_of_texts_that_are_known(water, asked, among):
    query = parse(asked)
    with water.reading() as db:
        held = newest(db, query)
        assert result_page(db, query, among, limit=3, held=held) == result_page(db, query, among, limit=3)
        assert facets(db, query, among, held) == facets(db, query, among)


@pytest.mark.parametrize(
    ("ids", "more", "matches"),
    [
        ([], False, 0),
        ([], True, 0),
        ([9, 7, -1], False, 3),
        ([1000, 999, 998, 997], True, 1333),
        ([1000, 500, 2], True, 3),
        ([7], True, 7),
        ([10, -2, -5], True, 3),
    ],
)
def test_how_many_match_is_told_from_how_densely_the_newest_stand(ids, more, matches):
    assert Newest(ids, more).matches == matches
