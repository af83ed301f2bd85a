"""What the page of a source shows: what is held of it, its last success, and how much it published in each month."""

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


def test_a_source_is_shown_with_its_rhythm(archive, crawl):
    days = {"a": date(2024, 12, 31), "b": date(2024, 12, 1), "c": date(2025, 1, 7), "d": date(2025, 1, 9), "e": None}
    commit(archive, crawl, [listing([line(key, published=day) for key, day in days.items()])])
    for key, day in (("a", date(2020, 1, 1)), ("e", date(2024, 12, 2))):
        number = release_at(archive, crawl, key, address(key), at(0)).release_id
        show(archive, crawl, number, 1, reading(key, published=day))
        show(archive, crawl, number, 2, reading(f"{key} again", published=date(2023, 1, 1)))
    announce(archive, crawl_of(archive, OTHER), "fire")
    close_crawl(archive, crawl, "complete", [], at(3))
    open_crawl(archive, crawl_facts(archive), "update", "{}", at(4))
    with archive.reading() as db:
        found = source_view(db, "xx_water", at(5))
        assert found.state == source_states(db)["xx_water"]
        assert found.last_success == START
        assert found.months == {"2024-12": 3, "2025-01": 1}
        assert list(found.months) == sorted(found.months)
        other = source_view(db, "yy_fire", at(5))
        assert (other.last_success, other.months) == (None, {})
        with pytest.raises(NothingNamedError):
            source_view(db, "zz_earth", at(5))


def crawl_facts(archive):
    return archive.read(source_states)["xx_water"].facts
