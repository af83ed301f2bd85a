from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.errors import ArchiveError
from storage.models import SourceRow
from storage.read.sources import demand_source, last_updates, of_source, source_states
from storage.records import Finding, SourceInfo
from storage.write import crawls
from storage.write.crawls import STALE
from tests.storage.builders import (
    FACTS,
    OTHER,
    START,
    address,
    announce,
    at,
    close_crawl,
    crawl_of,
    open_crawl,
    reading,
    release_at,
    show,
)


def test_what_is_held_of_each_source(archive, crawl, one):
    for hours, text in enumerate("AAB"):
        show(archive, crawl, one, hours, text)
    other = crawl_of(archive, OTHER)
    announce(archive, other, "pending", "held")
    show(archive, other, release_at(archive, other, "held", address("held"), at(0)).release_id, 0, reading("C"))
    close_crawl(archive, other, "incomplete", [Finding("missing", 1)], at(1))
    states = archive.read(source_states)
    assert {name: (s.releases, s.snapshots) for name, s in states.items()} == {"xx_water": (1, 2), "yy_fire": (1, 1)}
    assert {name: s.facts for name, s in states.items()} == {"xx_water": FACTS, "yy_fire": OTHER}
    assert states["yy_fire"].verdict == "incomplete"
    assert states["xx_water"].last_crawl == at(0)


@pytest.mark.parametrize("later", [timedelta(0), STALE])
def test_the_verdict_on_a_source_is_that_of_its_newest_crawl(archive, crawl, later):
    assert archive.read(source_states)["xx_water"].verdict == "under way or interrupted"
    close_crawl(archive, crawl, "complete", [], START)
    assert archive.read(source_states)["xx_water"].verdict == "complete"
    newest = open_crawl(archive, FACTS, "update", "{}", START + later)
    close_crawl(archive, newest, "failed", [], START + later)
    state = archive.read(source_states)["xx_water"]
    assert (state.verdict, state.last_crawl) == ("failed", START + later)


def test_the_last_update_that_came_to_its_end(archive, crawl):
    assert archive.read(last_updates, at(9)) == {}
    close_crawl(archive, crawl, "incomplete", [], at(1))
    for hours, mode, outcome in [(2, "update", "interrupted"), (3, "backfill", "complete")]:
        close_crawl(archive, open_crawl(archive, FACTS, mode, "{}", at(hours)), outcome, [], at(hours))
    assert archive.read(last_updates, at(9)) == {"xx_water": START}


def test_an_update_that_a_clock_ahead_made_counts_as_none(archive, crawl):
    close_crawl(archive, crawl, "complete", [], START)
    ahead = open_crawl(archive, FACTS, "update", "{}", at(99_999))
    close_crawl(archive, ahead, "complete", [], at(99_999))
    now = open_crawl(archive, FACTS, "update", "{}", at(2))
    assert archive.read(crawls.ahead, now) == at(99_999)
    assert archive.read(crawls.ahead, ahead) is None
    assert archive.read(last_updates, at(2)) == {"xx_water": START}
    close_crawl(archive, now, "incomplete", [Finding("blocked")], at(2))
    assert archive.read(last_updates, at(2)) == {"xx_water": at(2)}
    assert archive.read(source_states)["xx_water"].verdict == "incomplete"


@pytest.mark.parametrize(
    "wanted", [{"name": "xx_water"}, {"country": "xx"}, {"language": "en"}, {"language": "EN"}, {}]
)
def test_a_source_that_is_held_may_be_asked_about(archive, crawl, wanted):
    archive.read(demand_source, **wanted)


@pytest.mark.parametrize(
    ("wanted", "told"), [({"name": "zz_none"}, "zz_none"), ({"country": "xx", "language": "fr"}, "xx, fr")]
)
def test_a_source_that_is_not_held_is_a_slip_of_the_pen(archive, crawl, wanted, told):
    with pytest.raises(ArchiveError, match=told):
        archive.read(demand_source, **wanted)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("pt", {"br", "pt"}),
        ("PT-br", {"br"}),
        ("pt-BR", {"br"}),
        ("p", set()),
        ("pt-", set()),
        ("zh", {"cn"}),
        ("%", set()),
    ],
)
def test_a_language_is_a_range_of_tags_in_any_case(archive, wanted, found):
    for name, language in (("br", "pt-BR"), ("pt", "pt"), ("cn", "zh"), ("ptx", "ptx")):
        open_crawl(archive, SourceInfo(name, "Ministry", "XX", language), "update", "{}", START)
    with archive.reading() as db:
        names = db.execute(select(SourceRow.name).where(*of_source(None, None, wanted))).scalars()
        assert set(names) == found
