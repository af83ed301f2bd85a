import pytest

from storage.read.stored_captures import BELIEVED
from storage.records import ListingPage, Reading, Target
from tests.storage.builders import (
    LISTING,
    address,
    announce,
    at,
    capture,
    commit,
    conditional,
    due,
    keep_readings,
    last_page,
    line,
    listing,
    next_crawl,
    page_of_crawl,
    read_as,
    reading,
    visited,
)


def test_visits_are_conditional_on_the_last_whole_answer_that_was_read(archive, crawl):
    one = announce(archive, crawl, "one")["one"]
    url = address("one")

    def answer(hour, etag, shown, status=200):
        headers = {"etag": etag, "last-modified": f"day {hour}"}
        seen = capture(url, hour, b"x" if status == 200 else None, headers=headers, status=status)
        keep_readings(archive, crawl, read_as(commit(archive, crawl, [visited(seen, one)]), [shown]))

    before = conditional(archive, crawl, due(archive, crawl, 1, at(0)))
    assert before == []
    answer(1, '"1"', reading("text"))
    answer(2, '"2"', Reading("unreadable"))
    answer(3, '"3"', Reading("unchanged"), status=304)
    answer(4, '"4"', Reading("blocked"))
    later = next_crawl(archive, crawl)
    (known,) = conditional(archive, later, due(archive, later, 1, at(48)))
    assert (known.etag, known.last_modified) == ('"1"', "day 1")


def test_a_resumed_crawl_has_its_listings_already(archive, crawl):
    commit(archive, crawl, [listing([line("one", "Title one")])])
    page = page_of_crawl(archive, crawl, LISTING)
    assert page is not None
    assert page.body == b"Title one"
    later = next_crawl(archive, crawl)
    assert page_of_crawl(archive, later, LISTING) is None
    newest = last_page(archive, later, LISTING)
    assert newest is not None
    assert newest.id == page.id


DATE = "Tue, 07 Jan 2025 10:00:00 GMT"
EARLIER, LATER = "Mon, 06 Jan 2025 10:00:00 GMT", "Sat, 16 Nov 2041 18:11:00 GMT"


def listed(archive, crawl, hour, body, **headers):
    """Visits the listing: one entry per body, or 304 for none."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        seen = capture(LISTING, hour, None, headers=named, status=304, kind="listing")
        commit(archive, crawl, [(seen, Reading("unchanged"))])
    else:
        seen = capture(LISTING, hour, body, headers=named, kind="listing")
        commit(archive, crawl, [(seen, Reading("listing", listing=ListingPage((line(body.decode(), "T"),))))])


def known(archive, crawl):
    (target,) = conditional(archive, crawl, [Target(LISTING)])
    return target.etag, target.last_modified


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"date": DATE, "last_modified": EARLIER}, EARLIER),
        ({"date": DATE, "last_modified": DATE}, DATE),
        ({"date": DATE, "last_modified": LATER}, None),
        ({"date": DATE, "last_modified": "Tuesday, 07-Jan-25 10:00:01 GMT"}, None),
        ({"last_modified": LATER}, None),
        ({"date": "nonsense", "last_modified": LATER}, None),
        ({"date": DATE, "last_modified": "last week"}, "last week"),
        ({"date": "Fri, 31 Dec 9999 23:59:59 -1200", "last_modified": EARLIER}, EARLIER),
    ],
)
def test_a_last_modified_later_than_its_answer_is_no_validator(archive, crawl, headers, sent):
    listed(archive, crawl, 1, b"one", etag='"1"', **headers)
    assert known(archive, crawl) == ('"1"', sent)


def test_a_server_that_says_for_ever_that_nothing_changed_is_asked_for_the_whole(archive, crawl):
    listed(archive, crawl, 1, b"one", etag='"1"', last_modified=EARLIER)
    for hour in range(2, 2 + BELIEVED):
        assert known(archive, crawl) == ('"1"', EARLIER)
        listed(archive, crawl, hour, None, etag='"1"')
    assert known(archive, crawl) == (None, None)
    listed(archive, crawl, 9, b"one", etag='"1"', last_modified=EARLIER)
    assert known(archive, crawl) == ('"1"', EARLIER)


def test_a_validator_that_stayed_while_the_body_changed_is_none(archive, crawl):
    listed(archive, crawl, 1, b"one", etag='"1"', last_modified=EARLIER)
    listed(archive, crawl, 2, b"two", etag='"1"', last_modified=DATE)
    assert known(archive, crawl) == (None, DATE)
    listed(archive, crawl, 3, b"three", etag='"2"', last_modified=DATE)
    assert known(archive, crawl) == ('"2"', None)
