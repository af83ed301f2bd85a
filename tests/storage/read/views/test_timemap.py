"""What is captured at an address, in order of time, and what is closest to a moment."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.errors import NothingNamedError
from storage.models import CaptureRow
from storage.read.views.timemap import addresses_of, around, count, timemap
from tests.storage.builders import LISTING, OTHER, address, announce, at, commit, crawl_of, line, listing, visit

HOURS = [1, 2, 4, 8]


@pytest.fixture
def one(archive, crawl) -> int:
    """A release whose page was answered four times, once at another address, and once not, and once unchanged."""
    number = announce(archive, crawl, "one")["one"]
    texts = {1: "first", 2: "first", 4: "second", 8: None}
    for hour, text in texts.items():
        url = address("one/new" if hour == 4 else "one")
        commit(archive, crawl, [visit(number, hour, text, url, status=200 if text else 404)])
    commit(archive, crawl, [visit(number, 3, None, address("one"), status=304)])
    commit(archive, crawl, [visit(number, 5, None, address("one"), status=None)])
    return number


def hours(mementos) -> list[float | None]:
    return [one and (one.at - at(0)) / timedelta(hours=1) for one in mementos]


def test_mementos_stand_in_order_of_time(archive, one):
    with archive.reading() as db:
        places = addresses_of(db, str(one))
        found = [*timemap(db, archive.payloads, places)]
        assert hours(found) == HOURS
        assert [memento.status for memento in found] == [200, 200, 200, 404]
        assert [memento.content_type for memento in found] == ["text/html; charset=utf-8"] * 4
        assert found[0].payload == found[1].payload != found[2].payload
        assert found[3].payload is None
        assert found[2].url == address("one/new")
        assert hours(timemap(db, archive.payloads, places, every=True)) == [1, 2, 3, 4, 5, 8]
        assert hours(timemap(db, archive.payloads, places, at(2), at(4))) == [2, 4]
        assert (count(db, places), count(db, places, every=True)) == (4, 6)


def test_the_closest_to_a_moment_has_its_neighbours(archive, one):
    with archive.reading() as db:
        for moment in (0, 1, 1.4, 1.5, 1.6, 3, 3.1, 5.9, 6, 6.1, 8, 100):
            place = min(range(4), key=lambda place, moment=moment: abs(HOURS[place] - moment))
            found = around(db, archive.payloads, addresses_of(db, str(one)), at(moment))
            assert hours([found.closest, found.first, found.last]) == [HOURS[place], 1, 8], moment
            assert hours([found.previous, found.next]) == [[None, *HOURS][place], [*HOURS, None][place + 1]]


def test_any_address_leads_to_what_was_captured_there(archive, crawl, one):
    commit(archive, crawl_of(archive, OTHER), [listing([line("fire")], 6, LISTING)])
    with archive.reading() as db:
        for spelling in ("http://www.water.example/press/one/", f"https://web.archive.org/web/2020/{address('one')}"):
            assert hours(timemap(db, archive.payloads, addresses_of(db, spelling))) == [1, 2, 8]
        of_both = addresses_of(db, f"{LISTING}/")
        assert hours(timemap(db, archive.payloads, of_both)) == [0, 6]
        assert len(of_both) == 2
        for nowhere in ("99", "https://water.example/nothing", "", "://["):
            with pytest.raises(NothingNamedError):
                addresses_of(db, nowhere)
        assert around(db, archive.payloads, [], at(1)) is None


def test_a_head_that_cannot_be_read_hides_nothing_else(archive, one):
    with archive.writing() as db:
        db.execute(update(CaptureRow).values(head=b"x"))
    with archive.reading() as db:
        found = [*timemap(db, archive.payloads, addresses_of(db, str(one)))]
    assert [memento.content_type for memento in found] == [None] * 4
    assert hours(found) == HOURS
