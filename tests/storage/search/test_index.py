from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from storage.search import find as finding
from storage.search import index
from storage.search.find import find
from storage.search.query import parse
from tests.storage.builders import announce, crawl_of, pages_of_release, reading, settle_all, show
from tests.storage.search.searched import found, held, matches

words = st.sampled_from(
    [
        "water",
        "Water",
        "rivers",
        "co-operation",
        "50%",
        "外交",
        "外交部",
        "部长",
        "交",
        "É",
        "e",
        "😀",
        "'s",
        '"',
        "AND",
        "OR",
        "-water",
        '-"外交 部长"',
        "riv*",
        "部",
    ]
)
texts = st.lists(st.one_of(words, st.text(max_size=6)), max_size=6).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 2)
@given(st.lists(texts, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4))
@example(["外交部"], ["交", "外交", '"外交部"', "外 交"])
@example(["Ⅷ ½ ª"], ["viii", "1 2", "a"])
@example(["a\u0301 ค\u0e33 \u1885"], ["a", "ค", "\u1885"])
def test_both_databases_answer_as_the_words_say(archive, stored, queries):
    with archive.engine.connect() as db, db.begin() as transaction:
        index.index(db, [(-1000 - n, one) for n, one in enumerate(stored)])
        for query in [*queries, *stored]:
            asked = parse(query)
            ids = set(db.execute(finding.matching(db, asked).select()).scalars()) if asked.wanted else set()
            assert ids == {-1000 - n for n, one in enumerate(stored) if matches(query, one)}, query
        transaction.rollback()


def test_deleted_versions_leave_no_hit(archive):
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    show(archive, crawl, one, 0, reading("fire 外交", title="Fire alarm"))
    show(archive, crawl, one, 1, reading("water", title="Water alarm"))
    sightings = [
        (replace(page, release_id=one), reading("rivers", title="River")) for page, _ in pages_of_release(archive, one)
    ]
    assert settle_all(archive, {one: sightings}) == [one]
    for query in ("fire", "外交", "water", "alarm"):
        assert found(archive, query, every_version=True) == []
    assert found(archive, "river", every_version=True) == ["River"]
    assert found(archive, "rivers", every_version=True) == ["rivers"]
    if archive.engine.dialect.name == "sqlite":
        with archive.engine.begin() as db:
            db.execute(text("INSERT INTO search_words(search_words) VALUES ('integrity-check')"))


@pytest.mark.parametrize(
    "long",
    [
        "".join(chr(0x4E00 + n % 20000) for n in range(150_000)),
        "word " * 60_000,
        "ж" * 5000,
        "😀é" * 9000,
        "a1" * 50_000,
    ],
)
def test_very_long_texts_are_kept_and_found(archive, long):
    (one,) = held(archive, f"needle {long}")
    with archive.engine.connect() as db:
        (hit,) = find(db, parse("needle"))
    assert hit.release == one
