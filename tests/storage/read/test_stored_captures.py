from storage.records import Reading
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
