from datetime import date

import pytest

from storage.archive import Archive
from storage.records import Block, Reading, Release
from storage.search import find as finding
from storage.search.find import Among, count, find, undated
from storage.search.query import parse
from tests.storage.builders import OTHER, announce, at, commit, crawl_of, line, listing, show
from tests.storage.search.searched import found, held, matches

TEXTS = [
    "The Minister met his counterpart in São Paulo.",
    "外務大臣は北京を訪問した。",
    "日中外相会談を実施した",
    "外交部发言人就南海问题答记者问",
    "주한 대사는 서울에서 회담했다.",
    "Министр иностранных дел провёл переговоры.",
    "استقبل الوزير نظيره في القاهرة",
    "กระทรวงการต่างประเทศ",
    "It's a “quoted” statement: 50% AND not OR (near) * ^ :weight",
    "C:\\path\\to 'file'",
    "Straße, Œuvre, ﬁne, ＡＢＣ",
]


FOUND = [
    ("minister", [0]),
    ("MINISTER counterpart", [0]),
    ("sao paulo", [0]),
    ('"sao paulo"', [0]),
    ('"paulo sao"', []),
    ("minister 北京", []),
    ("北京", [1]),
    ("大臣", [1]),
    ("外相会談", [2]),
    ("外相 日中", [2]),
    ("南海", [3]),
    ("记者", [3]),
    ("者记", []),
    ("서울", [4]),
    ("министр", [5]),
    ("الوزير", [6]),
    ("ต่างประเทศ", [7]),
    ("AND", [8]),
    ("50 OR", [8]),
    ("quoted statement", [8]),
    ("NEAR(minister)", []),
    ("访", []),
    ("訪", [1]),
    ("华 OR 外", [1, 2, 3]),
    ("外 -北京", [2, 3]),
    ('外 -"外相会談" -记者', [1]),
    ("서", [4]),
    ("경 OR 울", [4]),
    ("провел перегов*", [5]),
    ("minist* -minister", []),
    ("-minister", []),
    ("minister OR министр OR 外部", [0, 5]),
    ("القاهره", [6]),
    ("file", [9]),
    ("c path", [9]),
    ("strasse", [10]),
    ("oeuvre fine abc", [10]),
]


def test_words_of_any_language_are_found(everything):
    for query, expected in FOUND:
        assert sorted(found(everything, query)) == sorted(TEXTS[n] for n in expected), query


@pytest.fixture
def everything(archive: Archive) -> Archive:
    held(archive, *TEXTS)
    return archive


QUERIES = [
    "",
    " ",
    '"',
    '""',
    "'",
    "\\",
    "*",
    "-minister",
    "minister*",
    "words:minister",
    "^minister",
    "{words}: x",
    "minister & !counterpart | <-> (",
    "minister:*",
    "'; DROP TABLE search_words; --",
    "a\x00b",
    "\ud800",
    "😀",
    "🇯🇵 👩‍👩‍👧",
    "minister " * 5000,
    "x" * 100_000,
    "外" * 10_000,
    "ก" * 3000,
    "\u0301\u0302",
    "%s %(name)s {} $1 :id ?",
    "１２３",
    "\n\t\r",
]


def test_any_text_is_a_query(everything):
    with everything.engine.connect() as db:
        for query in QUERIES:
            assert all(matches(query, hit.text) for hit in find(db, parse(query))), query[:100]


def test_a_hit_cites_the_very_point(archive):
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    blocks = (Block("paragraph", "He arrived."), Block("point", "He signed the treaty.", "(2)", 1))
    show(archive, crawl, one, 0, Reading("read", Release("The visit", date(2025, 1, 7), blocks)))
    with archive.engine.connect() as db:
        (hit,) = find(db, parse("treaty"))
    assert (hit.release, hit.version, hit.source, hit.title, hit.published) == (
        one,
        1,
        "xx_water",
        "The visit",
        "2025-01-07",
    )
    assert (hit.position, hit.kind, hit.marker, hit.text) == (2, "point", "(2)", "He signed the treaty.")


def test_a_title_is_found_and_cited_first(archive):
    held(archive, "The treaty was signed.", title="A treaty")
    with archive.engine.connect() as db:
        hits = find(db, parse("treaty"))
    assert [(hit.position, hit.kind, hit.text) for hit in hits] == [
        (0, "title", "A treaty"),
        (1, "paragraph", "The treaty was signed."),
    ]


def test_newest_first_and_undated_last(archive):
    held(archive, "water in March", published=date(2025, 3, 1))
    held(archive, "water some day", published=None)
    held(archive, "water in May", published=date(2025, 5, 1))
    held(archive, "water in May at noon", published=at(24 * 114))
    assert found(archive, "water") == ["water in May at noon", "water in May", "water in March", "water some day"]
    assert found(archive, "water", limit=2) == ["water in May at noon", "water in May"]


def test_filters(archive):
    held(archive, "water one", published=date(2025, 1, 1))
    held(archive, "water two", published=date(2025, 2, 1))
    held(archive, "water three", facts=OTHER, published=date(2025, 1, 15))
    held(archive, "water undated", published=None)
    assert found(archive, "water", source="yy_fire") == ["water three"]
    assert found(archive, "water", country="yy") == ["water three"]
    assert found(archive, "water", language="fr") == ["water three"]
    assert found(archive, "water", since=date(2025, 1, 15)) == ["water two", "water three"]
    assert found(archive, "water", until=date(2025, 1, 15)) == ["water three", "water one"]
    assert found(archive, "water", since=date(2025, 1, 1), until=date(2025, 1, 31), country="XX") == ["water one"]
    assert found(archive, "water", source="zz_none") == []


@pytest.mark.parametrize("many", [finding.MANY, 1])
def test_a_release_that_its_listing_alone_dates_is_in_the_span_of_that_day(archive, monkeypatch, many):
    held(archive, "water of old", "water of January", "water of no day", published=None)
    held(archive, "water in February", published=date(2025, 2, 1))
    crawl = crawl_of(archive)
    for key, day in (("0", date(2020, 1, 1)), ("1", date(2025, 1, 7))):
        commit(archive, crawl, [listing([line(key, published=day)], 2)])
    monkeypatch.setattr(finding, "MANY", many)
    assert found(archive, "water", since=date(2025, 1, 1)) == ["water in February", "water of January"]
    assert found(archive, "water", until=date(2025, 1, 31)) == ["water of January", "water of old"]
    with archive.reading() as db:
        assert undated(db, parse("water"), Among(since=date(2025, 1, 1))) == 1
        (hit,) = find(db, parse('"of January"'))
    assert hit.published == "2025-01-07"


def test_what_a_release_said_before_is_found_only_where_asked_for(archive):
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    for hour, words in enumerate(["fire", "water", "water and rivers"]):
        show(archive, crawl, one, hour, words)
    assert found(archive, "fire") == []
    assert found(archive, "water") == ["water and rivers"]
    assert found(archive, "fire", every_version=True) == ["fire"]
    assert found(archive, "water", every_version=True) == ["water and rivers", "water"]


def test_the_first_page_of_many_hits_is_the_same_as_of_few(archive, monkeypatch):
    held(archive, *(f"water {n}" for n in range(30)))
    held(archive, *(f"water of old {n}" for n in range(10)), published=date(2020, 1, 1))
    few = found(archive, "water", limit=35)
    monkeypatch.setattr(finding, "MANY", 5)
    assert found(archive, "water", limit=35) == few
    assert len(few) == 35
    assert found(archive, "water", until=date(2021, 1, 1)) == [f"water of old {n}" for n in reversed(range(10))]


def test_all_hits_are_counted_and_many_only_as_more_than_so_many(archive, monkeypatch):
    held(archive, *(f"water {n}" for n in range(9)))
    held(archive, "water by fire", facts=OTHER)
    held(archive, "rivers of old", published=date(2020, 1, 1))

    def counted(query: str, **filters) -> int | None:
        with archive.engine.connect() as db:
            return count(db, parse(query), Among(**filters))

    assert (counted("water"), counted("water", source="yy_fire"), counted("water OR rivers")) == (10, 1, 11)
    assert (counted("-water"), counted("nothing"), counted("rivers", since=date(2021, 1, 1))) == (0, 0, 0)
    monkeypatch.setattr(finding, "MANY", 5)
    assert counted("water") is None
