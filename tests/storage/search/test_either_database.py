"""One archive on both databases: any query finds the same in the same order, is counted alike, and marks its hits."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from databases import SORTING, database
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.records import Reading
from storage.search import find as finding
from storage.search.find import Among, Hit, count, find, undated
from storage.search.marks import marks
from storage.search.query import parse
from storage.transfer.archive_copy import copy_archive
from tests.storage.builders import FACTS, OTHER, announce, crawl_of, release, show

RELEASES = 20
DAY = date(2025, 1, 1)
VOCABULARY = ["water", "Water", "waters", "São", "sao", "co-operation", "50%", "外交", "外交部", "部长", "交"]
VOCABULARY += ["ёж", "Ежи", "القاهرة", "القاهره", "กระทรวง", "서울", "서"]
LONG = ["water " * 300 + "São 外交", "外" * 300 + "交部 water", "w" * 600 + " waters"]


@pytest.fixture(scope="module")
def both(sqlite_template: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Archive]]:
    chance = Random(7)
    path = tmp_path_factory.mktemp("both") / "archive.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(Archive.open(f"sqlite:///{path}")) as one, database(server, SORTING) as url:
        for facts in (FACTS, OTHER):
            crawl = crawl_of(one, facts)
            for number, release_id in enumerate(announce(one, crawl, *map(str, range(RELEASES // 2))).values()):
                for hour in range(chance.randint(1, 2)):
                    texts = [" ".join(chance.choices(VOCABULARY, k=chance.randint(1, 5))) for _ in range(3)]
                    texts += [*LONG[number : number + 1]]
                    published = chance.choice([None, DAY + timedelta(chance.randint(0, 9))])
                    page = release(*texts[1:], title=texts[0], published=published)
                    show(one, crawl, release_id, hour, Reading("read", page))
        copy_archive(f"sqlite:///{path}", url)
        with closing(Archive.open(url)) as other:
            yield [one, other]


words = st.sampled_from([*VOCABULARY, "外", "外外", "w" * 500, "w" * 600])
phrases = st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
terms = st.one_of(words, words.map("{}*".format), phrases, st.one_of(words, phrases).map("-{}".format), st.just("OR"))
queries = st.lists(terms, min_size=1, max_size=5).map(" ".join)
days = st.one_of(st.none(), st.integers(0, 9).map(lambda after: DAY + timedelta(after)))
filters = st.builds(
    Among,
    source=st.sampled_from([None, None, "xx_water", "zz_none"]),
    country=st.sampled_from([None, None, "yy"]),
    language=st.sampled_from([None, None, "en"]),
    since=days,
    until=days,
    every_version=st.booleans(),
)


def told(archive: Archive, query: str, among: Among, limit: int) -> tuple[list[Hit], int | None, int]:
    asked = parse(query)
    with archive.reading() as db:
        return find(db, asked, among, limit), count(db, asked, among), undated(db, asked, among)


@settings(max_examples=settings().max_examples // 4)
@given(queries, filters, st.integers(1, 40), st.sampled_from([finding.MANY, 5]))
@example('"water São"', Among(every_version=True), 40, finding.MANY)
@example('"外交部" -waters', Among(every_version=True), 40, finding.MANY)
@example("w" * 500, Among(every_version=True), 40, finding.MANY)
def test_a_query_is_answered_alike(both: list[Archive], query: str, among: Among, limit: int, many: int) -> None:
    with patch.object(finding, "MANY", many):
        one, other = (told(archive, query, among, limit) for archive in both)
    assert one == other
    assert all(marks(hit.text, parse(query)) for hit in one[0])


def test_long_texts_are_found_as_short_ones_are(both: list[Archive]) -> None:
    for archive in both:
        for query, text in {'"water São"': LONG[0], '"交部 water"': LONG[1], f'"{"w" * 600} waters"': LONG[2]}.items():
            assert text in [hit.text for hit in told(archive, query, Among(every_version=True), 99)[0]]
        assert told(archive, "w" * 500, Among(every_version=True), 99)[0] == []
