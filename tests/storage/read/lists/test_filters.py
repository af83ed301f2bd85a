"""Lists and searches give the same whether the sources that are wanted hold few releases or many, by other plans."""

import pytest
from sqlalchemy import text

from storage.read.lists import filters
from storage.read.lists.filters import among_few
from storage.read.lists.releases import Listed, list_page, listed
from storage.search.find import Among, find
from storage.search.pages import result_page
from storage.search.query import parse
from tests.storage.search.searched import of_water
from tests.storage.test_query_plans import asked

WANTED = [
    {},
    {"source": "xx_water"},
    {"source": "yy_fire"},
    {"source": "zz_nobody"},
    {"country": "xx"},
    {"country": "ZZ"},
    {"language": "en"},
    {"language": "ka"},
    {"source": "xx_water", "edited": True},
    {"edited": True},
    {"edited": False, "country": "YY"},
    {"edited": True, "pictures": False, "type": "Speech"},
    {"source": "yy_fire", "edited": True},
]


@pytest.fixture
def water(archive):
    of_water(archive)
    return archive


@pytest.mark.parametrize("wanted", WANTED)
def test_few_and_many_are_found_alike(water, monkeypatch, wanted):
    query, found = parse("wat*"), []
    for few in (-1, 0, 3, 1_000):
        monkeypatch.setattr(filters, "FEW", few)
        with water.reading() as db:
            lines = list_page(db, Listed(**wanted)).releases
            assert [*listed(db, Listed(**wanted))] == [*lines]
            pages = result_page(db, query, Among(**wanted))
            hits = find(db, query, Among(**wanted), 100)
        assert {one.release for one in lines} == {hit.release for hit in hits}
        found.append((lines, pages, hits))
    assert found == found[:1] * len(found)


def test_edited_versions_are_found_among_all_versions(water):
    with water.reading() as db:
        edited = find(db, parse("water"), Among(edited=True, every_version=True), 100)
        assert {hit.version for hit in edited} == {1, 2}
        assert {hit.version for hit in find(db, parse("water"), Among(edited=True), 100)} == {2}


def test_many_are_left_to_a_walk_by_date(water, monkeypatch):
    with water.reading() as db:
        assert among_few(db, Listed()) == []
        assert len(among_few(db, Listed("xx_water"))) == 1
        monkeypatch.setattr(filters, "FEW", 3)
        assert among_few(db, Listed("xx_water")) == []
        assert len(among_few(db, Listed("yy_fire"))) == len(among_few(db, Listed("zz_nobody"))) == 1


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wanted", [{"source": "yy_fire"}, {"country": "zz"}, {"language": "ka"}, {"edited": True}])
def test_a_list_of_few_lines_is_no_walk_through_all_versions(water, wanted):
    with asked(water) as statements, water.reading() as db:
        list_page(db, Listed(**wanted))
    with water.reading() as db:
        plans = [
            str(row[3])
            for statement, values in statements
            if "ORDER BY snapshot.dated_on" in statement
            for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert plans
    assert not [line for line in plans if "ix_snapshot_dated_on_id" in line and "rowid=?" not in line]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_damaged_number_of_releases_hides_none(water):
    with water.reading() as db:
        whole = list_page(db, Listed("xx_water"))
    with water.engine.begin() as db:
        db.execute(text("UPDATE source SET held = 'many' WHERE name = 'xx_water'"))
    with water.reading() as db:
        assert list_page(db, Listed("xx_water")) == whole
