"""A facet counts what would be found if its own filter were set to a value, and all others stayed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from storage.archive import Archive
from storage.read.lists.releases import Listed, listed
from storage.search import facets as counting
from storage.search.facets import Count, facets
from storage.search.find import Among, find
from storage.search.query import parse
from tests.storage.search.searched import of_water

NAMED = {"sources": "source", "countries": "country", "languages": "language"}
NAMED |= {"types": "type", "pictures": "pictures", "edited": "edited"}
ASKED = [
    ("water", {}),
    ("nothing", {}),
    ("wat* -2", {"since": date(2025, 1, 8)}),
    ("water", {"type": "Speech", "pictures": False}),
    ("water", {"source": "xx_water", "country": "xx", "until": date(2025, 1, 8)}),
    ("fire OR 1", {"every_version": True, "edited": False}),
    (None, {}),
    (None, {"type": "Speech", "language": "en"}),
    (None, {"edited": True, "source": "xx_water"}),
]


@pytest.fixture
def water(archive: Archive) -> Archive:
    of_water(archive)
    return archive


def releases(db: Connection, query: str | None, among: Among) -> int:
    if query is not None:
        return len({hit.release for hit in find(db, parse(query), among, 100)})
    filters = {name: getattr(among, name) for name in (*NAMED.values(), "since", "until")}
    return len([*listed(db, Listed(**filters))])


def test_a_facet_counts_what_each_of_its_values_would_find(water):
    with water.reading() as db:
        for query, filters in ASKED:
            among = Among(**filters)
            found = facets(db, None if query is None else parse(query), among)
            assert (found.releases, found.at_least) == (releases(db, query, among), False)
            for facet, name in NAMED.items():
                counts = [one for one in getattr(found, facet) if one.value is not None]
                others = {one.value: replace(among, **{name: one.value}) for one in counts}
                assert counts == [Count(value, releases(db, query, other)) for value, other in others.items()]
                of_any = releases(db, query, replace(among, **{name: None}))
                assert sum(number for _, number in getattr(found, facet)) == of_any
            for year, number in found.years:
                if year is not None:
                    span = {"since": date(int(year), 1, 1), "until": date(int(year), 12, 31)}
                    assert number == releases(db, query, replace(among, **span))


def test_months_are_those_of_a_short_span(water):
    with water.reading() as db:
        found = facets(db, parse("water"), Among(since=date(2024, 12, 1), until=date(2025, 1, 8)))
        assert found.months == (("2024-12", 1), ("2025-01", 2))
        assert found.years == (("2024", 1), ("2025", 3), (None, 2))
        assert facets(db, parse("water"), Among(since=date(2014, 1, 1))).months == ()


def test_of_too_many_no_number_is_too_large(water, monkeypatch):
    with water.reading() as db:
        for query in (parse("water"), None):
            whole = facets(db, query)
            monkeypatch.setattr(counting, "MOST", 4)
            some = facets(db, query)
            monkeypatch.undo()
            assert some.at_least
            assert 0 < some.releases < whole.releases
            assert all(dict(whole.types)[value] >= number for value, number in some.types)


def test_a_query_that_wants_nothing_finds_nothing(water):
    with water.reading() as db:
        assert facets(db, parse("-fire")).releases == 0
