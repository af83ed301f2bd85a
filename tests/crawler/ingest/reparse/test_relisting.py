"""A listing that could not be read when it was captured is read when a better parser can: nothing of it is lost."""

import json
from dataclasses import replace

import pytest
from crawl_runner import listing_page, water
from sqlalchemy import update

from crawler.extract import blocks, fragment
from crawler.extract.json_value import JsonValue
from crawler.ingest.reparse.report import Reread
from crawler.ingest.reparse.run import reparse
from crawler.listings.json_api import JsonList
from crawler.sources.page import Page
from crawler.sources.source import Source
from storage.archive import Archive
from storage.models import EntryRow, PayloadRow, ReadingRow, ReleaseRow, TreeHeadRow
from storage.read.history import find_release, versions
from storage.records import Reading, Release
from tests.storage.builders import (
    FACTS,
    LISTING,
    START,
    at,
    capture,
    commit,
    line,
    listing,
    open_crawl,
    rows,
)
from tests.storage.proof.archives import close, faults, head

IN_VAIN = Reading("unreadable", message="no list of that kind")
FEED = JsonList(LISTING, items="items", link="id", prefix="/en/", key="id")


def item_layout(item: Page) -> Release:
    facts = JsonValue.parse(item.text)
    return Release(facts.text("title"), None, blocks(fragment(facts.markup("body"), item.url)))


PAGES = water(FACTS.name, [LISTING])
WHOLE = replace(PAGES, listings=[FEED], split=FEED.split, layout=item_layout)


def unread(archive: Archive, hours: float, body: bytes, reading: Reading = IN_VAIN) -> None:
    """Keep a listing of which nothing could be made, in a crawl that goes on."""
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    commit(archive, crawl, [(capture(LISTING, hours, body, kind="listing"), reading)])


def feed(**texts: str) -> bytes:
    items = [{"id": key, "title": f"Release {key}", "body": f"<p>{text}</p>"} for key, text in texts.items()]
    return json.dumps({"items": items}).encode()


def read_again(archive: Archive, source: Source, *, dry_run: bool = False) -> Reread:
    return reparse(archive, source, workers=0, dry_run=dry_run)


def verdicts(archive: Archive) -> list[str]:
    return [row.verdict for row in rows(archive, ReadingRow) if row.fragment == ""]


def test_what_it_announces_is_in_the_log_at_once_where_no_crawl_will_close(archive: Archive) -> None:
    unread(archive, 1, listing_page([("/press/1", "Talks")]))
    close(archive, open_crawl(archive, FACTS, "update", "{}", START))
    before = head(archive).size
    assert read_again(archive, PAGES).listings == 1
    assert head(archive).size == before + 1
    assert faults(archive) == []


def test_where_the_log_is_damaged_nothing_is_announced_and_it_is_said(archive: Archive) -> None:
    unread(archive, 1, listing_page([("/press/1", "Talks")]))
    close(archive, open_crawl(archive, FACTS, "update", "{}", START))
    archive.write(lambda db: db.execute(update(TreeHeadRow).values(size=9)))
    done = read_again(archive, PAGES)
    assert [finding.kind for finding in done.findings.values()] == ["log"]
    assert rows(archive, EntryRow) == []


@pytest.mark.parametrize("verdict", ["unreadable", "blocked", "soft_404", "empty"])
def test_what_it_announces_is_pending_as_of_its_capture(archive: Archive, verdict: str) -> None:
    page = listing_page([("/press/1", "Talks"), ("/press/2", "More talks")])
    unread(archive, 1, page, Reading(verdict, message="no list of that kind"))
    assert read_again(archive, PAGES, dry_run=True).listings == 1
    assert rows(archive, ReleaseRow) == []
    done = read_again(archive, PAGES)
    assert (done.listings, done.releases, done.unreadable) == (1, 0, 0)
    found = rows(archive, ReleaseRow)
    assert [(row.key, row.state, row.listed_title, row.found_at) for row in found] == [
        ("https://water.example/press/1", "pending", "Talks", at(1)),
        ("https://water.example/press/2", "pending", "More talks", at(1)),
    ]
    assert verdicts(archive) == ["listing"]
    assert read_again(archive, PAGES).listings == 0


def test_a_listing_captured_later_has_the_last_word(archive: Archive) -> None:
    crawl = open_crawl(archive, FACTS, "update", "{}", START)
    unread(archive, 1, listing_page([("/press/1", "Tlaks")]))
    url = "https://water.example/press/1"
    commit(archive, crawl, [listing([line(url, "Talks", url=url)], 2)])
    assert read_again(archive, PAGES).listings == 1
    (release,) = rows(archive, ReleaseRow)
    assert release.listed_title == "Talks"
    assert [row.title for row in rows(archive, EntryRow)] == ["Talks", "Tlaks"]


def test_one_that_still_cannot_be_read_is_said_and_costs_no_other(archive: Archive) -> None:
    unread(archive, 1, b"<p>Nothing of that kind")
    unread(archive, 2, listing_page([("/press/1", "Talks")]))
    done = read_again(archive, PAGES)
    assert (done.listings, done.unreadable) == (1, 1)
    assert str(done.findings["unreadable"].example).startswith(f"{LISTING}: ")
    assert verdicts(archive) == ["unreadable", "listing"]


def test_the_releases_that_a_feed_holds_whole_are_held(archive: Archive) -> None:
    unread(archive, 1, feed(r1="They met.", r2="They talked."))
    unread(archive, 2, feed(r1="They met.", r2="They talked."))
    unread(archive, 3, feed(r1="They did not meet.", r2="They talked."))
    done = read_again(archive, WHOLE)
    assert (done.listings, done.releases) == (3, 2)
    first, second = (archive.read(versions, row.id) for row in rows(archive, ReleaseRow))
    assert [(one.first_seen, one.last_seen) for one in first] == [(at(1), at(2)), (at(3), at(3))]
    assert [(one.first_seen, one.last_seen) for one in second] == [(at(1), at(3))]
    again = read_again(archive, WHOLE)
    assert (again.listings, again.releases) == (0, 0)


def test_a_feed_that_showed_the_same_again_and_was_read_shows_it_at_both_times(archive: Archive) -> None:
    body = feed(r1="They met.")
    unread(archive, 1, body)
    unread(archive, 25, body, Reading("listing", listing=FEED.read(Page(body, LISTING, at(25), {}))))
    read_again(archive, WHOLE)
    number = archive.read(find_release, "https://water.example/en/r1").id
    assert [(one.first_seen, one.last_seen) for one in archive.read(versions, number)] == [(at(1), at(25))]


def test_a_feed_that_cannot_be_split_stays_as_it_is(archive: Archive) -> None:
    def refuse(_: Page) -> dict[str, Page]:
        raise ValueError("not so")

    unread(archive, 1, feed(r1="They met."))
    done = read_again(archive, replace(WHOLE, split=refuse))
    assert (done.listings, done.unreadable, verdicts(archive)) == (0, 1, ["unreadable"])
    assert rows(archive, ReleaseRow) == []


def test_a_page_of_no_listing_that_the_source_has_today_is_left(archive: Archive) -> None:
    unread(archive, 1, listing_page([("/press/1", "Talks")]))
    moved = water(FACTS.name, ["https://water.example/news"])
    done = read_again(archive, moved)
    assert (done.listings, done.unreadable, verdicts(archive)) == (0, 0, ["unreadable"])


def test_a_listing_that_is_damaged_in_the_archive_costs_no_other(archive: Archive) -> None:
    unread(archive, 1, listing_page([("/press/1", "Talks")]))
    unread(archive, 2, listing_page([("/press/2", "More talks")]))
    _, second = rows(archive, PayloadRow)  # the first may be what the second is unpacked from
    with archive.writing() as db:
        db.execute(update(PayloadRow).where(PayloadRow.id == second.id).values(data=b"damaged"))
    done = read_again(archive, PAGES)
    assert (done.listings, done.findings["damaged"].count) == (1, 1)
    assert [row.listed_title for row in rows(archive, ReleaseRow)] == ["Talks"]


def test_a_run_that_is_stopped_reads_nothing_more(archive: Archive) -> None:
    unread(archive, 1, listing_page([("/press/1", "Talks")]))
    done = reparse(archive, PAGES, workers=0, dry_run=False, stopped=lambda: True)
    assert (done.listings, verdicts(archive)) == (0, ["unreadable"])
