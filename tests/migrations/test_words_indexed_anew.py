"""Revisions 0013 and 0014: both full-text indexes have the words of today, and those of before on the way down."""

import pytest
from alembic import command
from sqlalchemy import insert, text

from storage.models import PassageRow
from storage.revisions import alembic_config, migrating, upgrade
from storage.search import index
from storage.search.find import find
from storage.search.query import parse
from tests.storage.builders import announce, crawl_of, reading, show


def holds(archive, table: str, word: str) -> bool:
    """Whether an index holds a word as it stands."""
    sqlite = f"SELECT count(*) FROM {table} WHERE {table} MATCH :word"  # noqa: S608
    postgresql = f"SELECT count(*) FROM {table} WHERE words @@ CAST(:word AS tsquery)"  # noqa: S608
    with archive.reading() as db:
        asked = sqlite if archive.engine.dialect.name == "sqlite" else postgresql
        return bool(db.execute(text(asked), {"word": word}).scalar_one())


@pytest.mark.parametrize(
    ("before", "written", "former", "typed"),
    [
        ("0012", "Пʼять", "пʼять", "п'ять"),
        ("0012", "Oʻzbekiston", "oʻzbekiston", "o‘zbekiston"),
        ("0012", "क़लम", "क़लम", "कलम"),
        ("0012", "वऱ्हाड", "व\u0931्हाड", "वर्हाड"),
        ("0013", "الشئون", "الشئون", "الشؤون"),
        ("0013", "مسؤول", "مسؤول", "مسئول"),
        ("0013", "सम्बन्ध", "सम्बन्ध", "संबंध"),
        ("0013", "चाँद", "चाँद", "चांद"),
        ("0013", "ፀሐይ", "ፀሐይ", "ጸሀይ"),
        ("0013", "ہفتہ", "ہفتہ", "هفته"),
        ("0013", "Þórður", "þorður", "Thordur"),
        ("0013", "霞ヶ関", "霞ヶ", "霞ケ関"),
        ("0013", "क्\u200dया", "क्", "क्या"),
    ],
)
def test_everything_is_indexed_anew(archive, before, written, former, typed):
    crawl = crawl_of(archive)
    release_id = announce(archive, crawl, "1")["1"]
    show(archive, crawl, release_id, 1, reading(f"{written} 2023¹", title=written))
    with archive.writing() as db:
        payload_id = db.execute(text("SELECT payload_id FROM capture WHERE payload_id IS NOT NULL")).scalars().first()
        db.execute(insert(PassageRow), [{"id": 1, "payload_id": payload_id, "position": 0, "text": written}])
        index.index(db, [(1, written)], "search_passages")
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), before)
    assert holds(archive, "search_words", former)
    assert holds(archive, "search_passages", former)
    upgrade(archive.engine)
    assert not holds(archive, "search_words", former)
    assert not holds(archive, "search_passages", former)
    assert {hit.text for hit in archive.read(find, parse(typed))} == {written, f"{written} 2023¹"}
    assert archive.read(find, parse("2023"))
    if archive.engine.dialect.name == "sqlite":
        with archive.writing() as db:
            for table in ("search_words", "search_passages"):
                db.execute(text(f"INSERT INTO {table}({table}) VALUES ('integrity-check')"))  # noqa: S608
