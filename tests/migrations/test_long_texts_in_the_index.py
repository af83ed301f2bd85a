"""Revision 0009: what a tsvector had forgotten of long texts is found again."""

from alembic import command
from sqlalchemy import text

from storage.archive import Archive
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.search.searched import found, held

LONG = ["the " * 300 + "treaty", "x" * 600 + " fire", "short the treaty"]


def test_long_texts_are_indexed_anew_there_and_back(archive: Archive) -> None:
    held(archive, *LONG, title="的" * 300 + "条约")
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0008")
    if archive.engine.dialect.name == "postgresql":  # as the program of that day had it
        with archive.writing() as db:
            db.execute(text("DELETE FROM search_words"))
            words = "INSERT INTO search_words VALUES (:id, CAST(:words AS tsvector))"
            long = " ".join(f"'the':{n}" for n in range(1, 301)) + " 'treaty':301"
            db.execute(text(words), [{"id": 1, "words": long}, {"id": 2, "words": f"'{'x' * 500}':1 'fire':2"}])
            title = " ".join(f"'的的':{n}" for n in range(1, 301)) + " '条约':302"
            db.execute(text(words), [{"id": -1, "words": title}, {"id": 3, "words": "'the':2 'treaty':3"}])
    upgrade(archive.engine)
    assert sorted(found(archive, '"the treaty"')) == [LONG[2], LONG[0]]
    assert found(archive, f"{'x' * 500} fire") == []
    assert found(archive, f"{'x' * 600} fire") == [LONG[1]]
    assert "的" * 300 + "条约" in found(archive, '"的条约"')
