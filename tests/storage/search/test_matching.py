"""Texts that match are found in stretches of the index as they are found in all of it, on SQLite."""

from random import Random

import pytest
from sqlalchemy import select

from storage.records import Reading
from storage.search.matching import APART, matching, matching_in, stretches
from storage.search.query import parse
from tests.storage.builders import announce, release, show

WORDS = ["water", "вода", "水の会談", "ماء", "ป่าไม้", "talks"]
ASKED = ["water", "вод*", "水", "会談 OR ماء", '"water вода"', "water -talks", "ป่าไม้ talks", "nothing"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], []),
        ([(3, 5)], [(3, 5)]),
        ([(1000, 1009), (3, 5)], [(3, 5), (1000, 1009)]),
        ([(3, 5), (5 + APART, 90)], [(3, 90)]),
        ([(3, 5), (6 + APART, 90)], [(3, 5), (6 + APART, 90)]),
        ([(1, 50), (2, 3), (60, 61)], [(1, 61)]),
        ([(-7, -7), (-6, -6), (0, 4)], [(-7, 4)]),
        ([(-1 - APART, -1 - APART), (0, 0)], [(-1 - APART, -1 - APART), (0, 0)]),
    ],
)
def test_stretches_are_few_and_hold_all(given, found):
    assert stretches(given) == stretches(reversed(given)) == found


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ASKED)
def test_a_stretch_has_what_all_of_the_index_has_there(archive, crawl, asked):
    random = Random(asked)
    for number, one in announce(archive, crawl, *map(str, range(12))).items():
        texts = [" ".join(random.choices(WORDS, k=4)) for _ in range(9)]
        show(archive, crawl, one, int(number), Reading("read", release(*texts), layout="first"))
    query = parse(asked)
    with archive.reading() as db:
        every = {*db.execute(select(matching(db, query).c.id)).scalars()}
        for _ in range(20):
            some = [(first, first + random.randrange(30)) for first in (random.randrange(-15, 120) for _ in range(3))]
            parts = stretches(some)
            wanted = {number for number in every if any(first <= number <= last for first, last in parts)}
            found = [*db.execute(select(matching_in(query, parts).c.id)).scalars()]
            assert sorted(found) == sorted(wanted), parts
        assert [*db.execute(select(matching_in(query, []).c.id))] == []
    assert bool(every) is (asked != "nothing")
