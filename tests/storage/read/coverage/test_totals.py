from dataclasses import replace

import pytest
from sqlalchemy import update

from storage.models import AddressRow, ReadingRow
from storage.read.coverage.totals import totals
from storage.records import Total
from tests.storage.builders import LISTING, commit, line, listing, rows, settle_listings

OTHER = "https://water.example/speeches"


def stating(keys, hours, total=None, *, page=1, of=LISTING, **fields):
    """A visit to a page of a listing that announces these keys and states so many items, or bounds of them."""
    seen, reading = listing([line(f"{key}") for key in keys], hours, of if page == 1 else f"{of}?page={page}")
    stated = Total(total, total) if isinstance(total, int) else total
    return seen, replace(reading, listing=replace(reading.listing, listing=of, total=stated, **fields))


def told(archive, crawl):
    with archive.reading() as db:
        return totals(db, crawl.source_id, "xx_water")


@pytest.mark.parametrize(
    ("stated", "is_last", "verdict"),
    [
        (4, False, "unknown"),  # its older pages were never read
        (4, True, "incomplete"),
        (3, True, "complete"),
        (2, True, "complete"),  # one was withdrawn, and is known
        (Total(4, 6), True, "incomplete"),
        (Total(2, 4), False, "complete"),
    ],
)
def test_what_is_known_is_held_against_what_is_stated(archive, crawl, stated, is_last, verdict):
    commit(archive, crawl, [stating("abc", 0, stated, is_last=is_last)])
    (found,) = told(archive, crawl)
    assert (found.known, found.verdict) == (3, verdict)


def test_a_page_that_states_nothing_may_show_what_is_no_release(archive, crawl):
    commit(archive, crawl, [stating("ab", 0, 5), stating("c", 0, page=2), stating("d", 0, 5, page=3, is_last=True)])
    (found,) = told(archive, crawl)
    assert (found.known, found.verdict) == (4, "unknown")


def test_a_listing_that_states_nothing_has_no_total(archive, crawl):
    commit(archive, crawl, [listing([line("a")]), stating("ab", 1, is_last=True)])
    assert told(archive, crawl) == []


def test_a_release_is_known_once_on_whichever_page_of_the_listing_it_stood(archive, crawl):
    commit(archive, crawl, [stating("dc", 0, 4), stating("ba", 0, 4, page=2, is_last=True)])
    commit(archive, crawl, [stating("ed", 9, 5), stating("cb", 9, page=2)])
    (found,) = told(archive, crawl)
    assert found.as_json() == {
        "source": "xx_water",
        "period": None,
        "listing": LISTING,
        "stated": {"least": 5, "most": 5, "at": "2025-01-07T18:00:00+00:00"},
        "known": 5,
        "verdict": "complete",
    }
    assert found.message == "the site states 5 (2025-01-07); 5 are known here"


def test_listings_of_a_source_are_told_apart(archive, crawl):
    commit(archive, crawl, [stating("ab", 0, 2, is_last=True), stating("bcd", 0, 4, of=OTHER, is_last=True)])
    found = [(one.listing, one.stated.least, one.known, one.verdict) for one in told(archive, crawl)]
    assert found == [(LISTING, 2, 2, "complete"), (OTHER, 4, 3, "incomplete")]


def test_the_newest_page_counts_in_whatever_order_captures_come(archive, crawl):
    """But none that is an older copy, from a cache."""
    handed = [stating("abc", 5, 7), stating("ab", 1, 2), stating("abc", 6, 8, page=2), stating("abc", 9, 9)]
    seen, reading = handed.pop()
    dated = replace(handed[0][0], fields=(("Date", "Tue, 07 Jan 2025 13:00:00 GMT"),)), handed[0][1]
    older = replace(seen, body=b"as it was", fields=(("Date", "Tue, 07 Jan 2025 01:00:00 GMT"),)), reading
    for one in (dated, *handed[1:], older):
        commit(archive, crawl, [one])
    assert [row.verdict for row in rows(archive, ReadingRow)][-1] == "stale"
    (found,) = told(archive, crawl)
    assert (found.stated.least, found.known) == (8, 3)


def test_totals_are_made_anew_from_the_captures(archive, crawl):
    handed = [stating("abc", 0, Total(4, 6)), stating("de", 0, page=2, is_last=True)]
    kept = commit(archive, crawl, handed)
    before = told(archive, crawl)
    with archive.writing() as db:
        db.execute(update(ReadingRow).values(total_least=None, total_most=None, is_last=None))
        db.execute(update(AddressRow).values(listing=None))
    assert told(archive, crawl) == []
    for _ in range(2):
        settle_listings(archive, crawl, *zip(kept, [reading for _, reading in handed], strict=True))
        assert told(archive, crawl) == before
