"""What the page of a source shows: what is held of it, when its listings were last read, and its newest releases."""

from datetime import date

import pytest

from storage.errors import NothingNamedError
from storage.read.sources import source_states
from storage.read.views.source import source_view
from tests.storage.builders import (
    OTHER,
    START,
    address,
    announce,
    at,
    close_crawl,
    commit,
    crawl_of,
    line,
    listing,
    open_crawl,
    reading,
    release_at,
    show,
)


def test_a_source_is_shown_with_what_is_held_of_it(archive, crawl):
    days = {"a": date(2024, 12, 31), "b": date(2024, 12, 1), "c": date(2025, 1, 7), "d": date(2025, 1, 9), "e": None}
    commit(archive, crawl, [listing([line(key, published=day) for key, day in days.items()])])
    held = {}
    for key, day in (("a", date(2020, 1, 1)), ("b", None), ("e", None)):
        held[key] = release_at(archive, crawl, key, address(key), at(0)).release_id
        show(archive, crawl, held[key], 1, reading(key, published=day))
    show(archive, crawl, held["a"], 2, reading("a again", published=date(2023, 1, 1)))
    announce(archive, crawl_of(archive, OTHER), "fire")
    close_crawl(archive, crawl, "complete", [], at(3))
    open_crawl(archive, crawl_facts(archive), "update", "{}", at(4))
    with archive.reading() as db:
        found = source_view(db, "xx_water", at(5))
        assert found.state == source_states(db)["xx_water"]
        assert found.last_success == START
        assert list(found.months) == [("2024-12", 1), ("2023-01", 1), (None, 1)]
        assert [one.release for one in found.newest] == [held["b"], held["a"], held["e"]]
        covered = [(one.period.name, one.counts.held, one.counts.lacking) for one in found.coverage]
        assert covered == [("2024-12", 2, 0), ("2025-01", 0, 1), ("undated", 1, 1)]
        other = source_view(db, "yy_fire", at(5))
        assert (other.last_success, list(other.months), list(other.newest)) == (None, [], [])
        with pytest.raises(NothingNamedError):
            source_view(db, "zz_earth", at(5))


def crawl_facts(archive):
    return archive.read(source_states)["xx_water"].facts
