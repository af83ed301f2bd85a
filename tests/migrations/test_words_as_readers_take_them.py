"""Revision 0003: the full-text index has the words of today, whatever it had before."""

from alembic import command
from sqlalchemy import text

from storage.archive import Archive
from storage.revisions import alembic_config, migrating, upgrade
from storage.search import index
from storage.search.find import find
from storage.search.query import parse
from tests.storage.builders import announce, crawl_of, reading, show


def found(archive: Archive, query: str) -> list[str]:
    return [hit.text for hit in archive.read(find, parse(query))]


def test_everything_is_indexed_anew(archive):
    crawl = crawl_of(archive)
    for key, release_id in announce(archive, crawl, *map(str, range(5))).items():
        show(archive, crawl, release_id, 1, reading(f"第{key}回 ёлка", title=f"Вёл {key}"))
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0002")
    with archive.reading() as db:
        sqlite = "SELECT count(*) FROM search_words WHERE search_words MATCH 'ёлка'"
        postgresql = "SELECT count(*) FROM search_words WHERE words @@ CAST('ёлка' AS tsquery)"
        of_former_words = sqlite if archive.engine.dialect.name == "sqlite" else postgresql
        assert db.execute(text(of_former_words)).scalar_one() == 5
    archive.write(index.clear)
    former = "INSERT INTO search_words(rowid, words) VALUES (1, 'was'), (1000000000, 'nothing')"
    with archive.writing() as db:
        db.execute(text(former if archive.engine.dialect.name == "sqlite" else former.replace("rowid", "id")))
    upgrade(archive.engine)
    assert found(archive, "was OR nothing") == []
    assert len(found(archive, "елка")) == len(found(archive, "вел")) == 5
    assert found(archive, "第3回") == ["第3回 ёлка"]
    if archive.engine.dialect.name == "sqlite":
        with archive.writing() as db:
            db.execute(text("INSERT INTO search_words(search_words) VALUES ('integrity-check')"))
