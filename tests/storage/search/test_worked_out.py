"""Whatever way a search takes, its pages and facets are those that are worked out from the rows one by one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from databases import SORTING, database
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from storage.archive import Archive
from storage.models import BlockRow, ImageRow, ReleaseRow, SnapshotRow, SourceRow
from storage.read.lists import filters as filtering
from storage.read.lists.releases import Listed, list_page
from storage.records import Image, Reading, SourceInfo
from storage.search import facets as counting
from storage.search import find as finding
from storage.search import matching
from storage.search import pages as pages_of
from storage.search.facets import SHORT, facets
from storage.search.find import Among, count, find
from storage.search.pages import result_page
from storage.search.query import parse
from storage.transfer.archive_copy import copy_archive
from storage.write.snapshot_rows import delete_snapshots
from tests.storage.builders import FACTS, OTHER, announce, crawl_of, release, show
from tests.storage.search.searched import matches

DAY = date(2025, 1, 1)
FUTURE = date(2031, 5, 5)
VOCABULARY = ["water", "Water", "waters", "São", "外交", "外交部", "部长", "交", "ёж", "القاهرة", "서울", "сад"]
FEW = SourceInfo("zz_air", "Ministry of Air", "XX", "fr")
HELD = {FACTS: 14, OTHER: 8, FEW: 2}


class Version(NamedTuple):
    """A version of a release, with all that it may be filtered by, and its title and blocks by their positions."""

    id: int
    release: int
    version: int
    day: date | None
    values: dict[str, Any]
    is_latest: bool
    texts: list[tuple[int, str]]


def _shown(chance: Random) -> Reading:
    title, *texts = (" ".join(chance.choices(VOCABULARY, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 5)))
    pictures = (Image("https://water.example/a.jpg", "A caption"),) if chance.random() < 0.4 else ()
    day = chance.choice([None, FUTURE, *(DAY + timedelta(chance.randint(0, 400)) for _ in range(4)), DAY])
    kind = chance.choice([None, "Speech", "声明"])
    return Reading("read", release(*texts, title=title, published=day, images=pictures, type=kind), layout="first")


@pytest.fixture(scope="module")
def both(sqlite_template: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Archive]]:
    """Releases in no order of their days, of which some were edited, and the newest version of some is deleted."""
    chance = Random(11)
    path = tmp_path_factory.mktemp("worked_out") / "archive.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(Archive.open(f"sqlite:///{path}")) as one, database(server, SORTING) as url:
        of = {facts: crawl_of(one, facts) for facts in HELD}
        releases = [
            (of[facts], number)
            for facts, many in HELD.items()
            for number in announce(one, of[facts], *(f"{facts.name} {n}" for n in range(many))).values()
        ]
        chance.shuffle(releases)
        for hour in range(3):
            for crawl, number in releases[:: hour + 1]:
                show(one, crawl, number, hour, _shown(chance))
        with one.reading() as db:
            last = [version for version in worked_out(db) if version.version > 1 and version.is_latest]
        for version in last[::3]:
            one.write(delete_snapshots, version.release, [version.id])
        copy_archive(f"sqlite:///{path}", url)
        with closing(Archive.open(url)) as other:
            yield [one, other]


def worked_out(db: Connection) -> list[Version]:
    """All versions, newest first."""
    sources = {row.id: row for row in db.execute(select(SourceRow))}
    releases = {row.id: sources[row.source_id] for row in db.execute(select(ReleaseRow.id, ReleaseRow.source_id))}
    pictured = {*db.execute(select(ImageRow.snapshot_id)).scalars()}
    texts: dict[int, list[tuple[int, str]]] = {}
    for row in db.execute(select(BlockRow)):
        texts.setdefault(row.snapshot_id, []).append((row.position, row.text))
    rows = db.execute(select(SnapshotRow)).all()
    last = Counter[int]()
    for row in rows:
        last[row.release_id] = max(last[row.release_id], row.version)
    found = []
    for row in rows:
        of = releases[row.release_id]
        values = {"source": of.name, "country": of.country, "language": of.language, "type": row.type}
        values |= {"pictures": row.id in pictured, "edited": last[row.release_id] > 1}
        there = sorted([(0, row.title), *texts.get(row.id, [])])
        is_latest = row.version == last[row.release_id]
        found.append(Version(row.id, row.release_id, row.version, row.dated_on, values, is_latest, there))
    return sorted(found, key=lambda one: (one.day is not None, one.day, one.id) if one.day else (False, DAY, one.id))[
        ::-1
    ]


def is_among(version: Version, among: Among) -> bool:
    wanted = {name: getattr(among, name) for name in version.values}
    wanted["country"] = among.country and among.country.upper()
    if any(value is not None and value != version.values[name] for name, value in wanted.items()):
        return False
    if (among.since or among.until) and version.day is None:
        return False
    return (among.every_version or version.is_latest) and (
        version.day is None or (among.since or date.min) <= version.day <= (among.until or date.max)
    )


words = st.sampled_from([*VOCABULARY, "外", "none"])
phrases = st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
terms = st.one_of(words, words.map("{}*".format), phrases, st.one_of(words, phrases).map("-{}".format), st.just("OR"))
queries = st.lists(terms, min_size=1, max_size=4).map(" ".join)
days = st.sampled_from([None, None, DAY, DAY + timedelta(30), DAY + timedelta(200), DAY + timedelta(420), FUTURE])
among_some = st.builds(
    Among,
    source=st.sampled_from([None, None, FACTS.name, FEW.name, "nobody"]),
    country=st.sampled_from([None, None, "yy", "XX"]),
    language=st.sampled_from([None, None, "en", "fr"]),
    since=days,
    until=days,
    type=st.sampled_from([None, None, "Speech", "声明", "speech"]),
    pictures=st.sampled_from([None, None, True, False]),
    edited=st.sampled_from([None, None, True, False]),
    every_version=st.booleans(),
)
# Every number at which another way is taken.
LIMITS: dict[tuple[Any, str], list[int]] = {
    (finding, "FEW"): [0, 5, 1000],
    (finding, "MANY"): [0, 5, 5000],
    (finding, "NEWEST"): [1, 4, 300],
    (finding, "SOUGHT"): [1, 10, 3000],
    (finding, "PAGE"): [1, 100],
    (pages_of, "FREQUENT"): [0, 100_000],
    (pages_of, "FIRST"): [1, 3, 60],
    (pages_of, "NEWEST"): [1, 4, 300],
    (pages_of, "FURTHER"): [1, 5, 900],
    (pages_of, "SEEK"): [1, 3, 200],
    (pages_of, "FEWEST"): [0, 2, 10],
    (matching, "APART"): [0, 3, 50],
    (filtering, "FEW"): [0, 4, 1000],
}
limits = st.fixed_dictionaries({where: st.sampled_from(values) for where, values in LIMITS.items()})


def limited(to: dict[tuple[Any, str], int]) -> ExitStack:
    stack = ExitStack()
    for (module, name), value in to.items():
        stack.enter_context(patch.object(module, name, value))
    stack.enter_context(patch.object(pages_of, "MANY", to[finding, "MANY"]))
    return stack


@given(queries, among_some, limits, st.integers(1, 7), st.sampled_from([1, 2, 100]))
def test_results_are_those_that_match_one_by_one(
    both: list[Archive], query: str, among: Among, to: dict[tuple[Any, str], int], limit: int, each: int
) -> None:
    asked = parse(query)
    for archive in both:
        with limited(to), archive.reading() as db:
            wanted = [
                (one.release, one.version, there)
                for one in worked_out(db)
                if is_among(one, among) and (there := [place for place, text in one.texts if matches(query, text)])
            ]
            total = sum(len(there) for *_, there in wanted)
            found, after = [], None
            while True:
                page = result_page(db, asked, among, after, limit, each)
                found += [
                    (one.hits[0].release, one.hits[0].version, one.total, [hit.position for hit in one.hits])
                    for one in page.results
                ]
                assert page.total in (None, total)
                assert page.total == count(db, asked, among)
                if (after := page.next) is None:
                    break
                assert len(page.results) == limit
            assert found == [(number, version, len(there), there[:each]) for number, version, there in wanted]
            hits = [(number, version, place) for number, version, there in wanted for place in there]
            for most in (limit, 200):
                at = [(hit.release, hit.version, hit.position) for hit in find(db, asked, among, most)]
                assert at == hits[:most]


NAMED = {"source": "sources", "country": "countries", "language": "languages", "type": "types"}
NAMED |= {"pictures": "pictures", "edited": "edited"}


@given(st.one_of(st.none(), queries), among_some)
def test_facets_are_those_that_are_counted_one_by_one(both: list[Archive], query: str | None, among: Among) -> None:
    for archive in both:
        with archive.reading() as db:
            versions = worked_out(db)
            told = facets(db, None if query is None else parse(query), among)
        versions = [one for one in versions if query is None or any(matches(query, text) for _, text in one.texts)]

        def counted(value: Any, among: Among, versions: list[Version] = versions) -> dict[Any, int]:
            pairs = {(value(one), one.release) for one in versions if is_among(one, among)}
            return dict(Counter(value for value, _ in pairs))

        for name, facet in NAMED.items():
            wanted = counted(lambda one, name=name: one.values[name], replace(among, **{name: None}))
            assert dict(getattr(told, facet)) == wanted, facet
            numbers = [number for _, number in getattr(told, facet)]
            assert numbers == sorted(numbers, reverse=True)
        anywhen = replace(among, since=None, until=None)
        assert dict(told.years) == counted(lambda one: one.day and str(one.day.year), anywhen)
        assert (told.releases, told.at_least) == (counted(lambda _: 0, among).get(0, 0), False)
        if among.since and among.until and among.until - among.since <= SHORT:
            months = counted(lambda one: one.day and f"{one.day:%Y-%m}", among)
            assert dict(told.months) == months


@settings(max_examples=settings().max_examples // 2)
@given(st.one_of(st.none(), queries), among_some, st.integers(1, 30))
def test_no_facet_counts_more_than_there_are_where_not_all_are_looked_at(
    both: list[Archive], query: str | None, among: Among, most: int
) -> None:
    asked = None if query is None else parse(query)
    for archive in both:
        with archive.reading() as db:
            whole = facets(db, asked, among)
            with patch.object(counting, "MOST", most):
                part = facets(db, asked, among)
        assert part.at_least or part == whole
        assert part.releases <= whole.releases
        for facet in [*NAMED.values(), "years"]:
            assert dict(getattr(part, facet)).items() <= dict(getattr(whole, facet)).items() or all(
                number <= dict(getattr(whole, facet))[value] for value, number in getattr(part, facet)
            )


@given(among_some, st.sampled_from([0, 4, 1000]), st.integers(1, 7), st.booleans())
def test_lists_hold_what_is_among_those_wanted(
    both: list[Archive], among: Among, few: int, limit: int, undated: bool
) -> None:
    latest = replace(among, every_version=False)
    if undated:
        latest = replace(latest, since=None, until=None)
    filters = {name: getattr(latest, name) for name in (*NAMED, "since", "until")}
    for archive in both:
        with patch.object(filtering, "FEW", few), archive.reading() as db:
            some = [one for one in worked_out(db) if is_among(one, latest) and not (undated and one.day)]
            some.sort(key=lambda one: (one.day or date.min, one.release), reverse=True)
            found, after = [], None
            while True:
                page = list_page(db, Listed(**filters, undated=undated), after, limit)
                found += [(line.release, line.versions) for line in page.releases]
                if (after := page.next) is None:
                    break
                assert len(page.releases) == limit
            assert found == [(one.release, one.version) for one in some]
