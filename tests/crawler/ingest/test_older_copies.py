"""Older copies of a feed, from a cache: no edit, no absence and no move, unless the ministry made one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

import pytest

from crawler.ingest.reparse.run import reparse
from crawler.ingest.rereading import merged, worth_reading
from crawler.ingest.workers import read_batch, read_feeds, read_listings
from crawler.sources.registry import sources
from storage.archive import Archive
from storage.read.changes import changes
from storage.records import Capture, Crawl
from storage.write.settle import settle_in
from storage.write.snapshots import extend_feed
from tests.crawler.ingest.recorded_visits import FEED, rows
from tests.storage.builders import commit, keep_readings, open_crawl, pages_of_release

SOURCE = sources()["us_state"]
START = datetime(2026, 1, 5, tzinfo=UTC)
BELIEVE, THINK = "I believe that the river rises.", "I don't think that the river rises."


class Feed(NamedTuple):
    """A feed: when it was captured, when it says that it was built, in hours, and its items, each "key text"."""

    captured: float
    built: float | None
    items: Sequence[str]
    age: float | None = None
    links: str = ""


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def capture(feed: Feed) -> Capture:
    lines = ""
    for item in feed.items:
        key, _, text = item.partition(" ")
        lines += (
            f"<item><title>Release {key}</title><link>https://www.state.gov/release-{key}{feed.links}/</link>"
            f"<guid>https://www.state.gov/?page_id={ord(key)}</guid>"
            f"<description>&lt;p&gt;{text or 'A text.'}&lt;/p&gt;</description></item>"
        )
    built = "" if feed.built is None else f"<lastBuildDate>{format_datetime(at(feed.built))}</lastBuildDate>"
    body = f"<rss><channel>{built}{lines}</channel></rss>".encode()
    age = () if feed.age is None else (("Age", str(int(feed.age * 3600))),)
    return Capture(url=FEED, at=at(feed.captured), kind="listing", status=200, fields=age, body=body)


def see(archive: Archive, crawl: Crawl, feed: Feed) -> None:
    """Keep and read one capture, as a crawl or an import does."""
    seen = capture(feed)
    (kept,) = commit(archive, crawl, [(seen, read_listings(SOURCE, [(SOURCE.listings[0], seen)])[0])])
    if kept.known:
        return
    if kept.repeats:
        archive.write(extend_feed, kept.id)
        return
    shown = keep_readings(archive, crawl, [(kept, item) for item in read_feeds(SOURCE, [kept])[0]])
    for number in shown.unsettled:
        held = pages_of_release(archive, number)
        archive.write(settle_in, crawl, number, merged(held, read_batch(SOURCE, worth_reading(held))))


def captured(archive: Archive, feeds: Sequence[Feed], times: int = 1) -> list[str]:
    """What is told of feeds that are captured in this order, or imported several times."""
    crawl = open_crawl(archive, SOURCE.info, "import", "{}", at(0))
    for feed in [*feeds] * times:
        see(archive, crawl, feed)
    return told(archive)


def story(archive: Archive, feeds: Sequence[Feed], times: int = 1) -> list[str]:
    """The same, and it is told so again when all is read anew."""
    found = captured(archive, feeds, times)
    assert reparse(archive, SOURCE, workers=0, dry_run=False, all_pages=True).changed == 0
    assert told(archive) == found
    return found


def told(archive: Archive) -> list[str]:
    with archive.reading() as db:
        return [
            f"{change.title[-1]} {change.edits[0].kind} {hours(change.last_without):g}-{hours(change.first_with):g}"
            for change in changes(db)
        ][::-1]


def hours(time: datetime) -> float:
    return (time - START) / timedelta(hours=1)


def stale(archive: Archive) -> list[str]:
    return [str(row[0]) for row in rows(archive, "SELECT message FROM reading WHERE verdict = 'stale' ORDER BY id")]


FIRST, SECOND = (f"a {text}" for text in (BELIEVE, THINK))


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        # The edit, then three times an older copy.
        (
            [
                (0, 0, FIRST),
                (1, 1, SECOND),
                (2, 0, FIRST),
                (3, 1, SECOND),
                (4, 0, FIRST),
                (5, 1, SECOND),
                (6, 0, FIRST),
            ],
            ["a reworded 0-1"],
        ),
        # The older copy shows what had not been seen before it.
        ([(1, 1, SECOND), (2, 0, FIRST), (3, 1, SECOND)], []),
        # The ministry takes its edit back: the feed is built anew.
        ([(0, 0, FIRST), (1, 1, SECOND), (2, 2, FIRST)], ["a reworded 0-1", "a reworded 1-2"]),
        # Nothing dates the feed: it is told as it was seen.
        ([(0, None, FIRST), (1, None, SECOND), (2, None, FIRST)], ["a reworded 0-1", "a reworded 1-2"]),
        # What is new is an edit, whatever the feed says of its age.
        (
            [(0, 2, FIRST), (1, 3, SECOND), (2, 0, "a I know that the river rises.")],
            ["a reworded 0-1", "a reworded 1-2"],
        ),
        # A date that is yet to come says nothing.
        ([(0, 99, FIRST), (1, 98, SECOND), (2, 97, FIRST)], ["a reworded 0-1", "a reworded 1-2"]),
    ],
)
def test_an_edit_is_told_once_however_often_an_older_copy_shows_the_former_text(archive, feeds, expected):
    assert story(archive, [Feed(hours, built, [item, "z"]) for hours, built, item in feeds]) == expected


def test_an_age_tells_an_older_copy_as_a_date_does(archive):
    feeds = [Feed(0, None, [FIRST]), Feed(2, None, [SECOND]), Feed(3, None, [FIRST], age=1.5), Feed(4, None, [SECOND])]
    assert story(archive, feeds) == ["a reworded 0-2"]
    assert stale(archive)[-1].startswith("an older copy: it was made at 2026-01-05 01:30 UTC")


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_order_of_imports_does_not_matter(archive, order):
    feeds = [Feed(0, 0, [FIRST]), Feed(1, 1, [SECOND]), Feed(2, 0, [FIRST]), Feed(3, 1, [SECOND])]
    assert story(archive, [feeds[n] for n in order], 2) == ["a reworded 0-1"]


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        # n is withdrawn: the feed's date goes back by itself, and goes on without it.
        ([(0, 0, "bca"), (1, 1, "nbca"), (2, 0, "bca"), (3, 3, "dbca")], ["n unlisted 1-2"]),
        ([(0, 0, "bca"), (1, 1, "nbca"), (2, 0, "bca"), (3, 0, "bca"), (27, 0, "bca")], ["n unlisted 1-2"]),
        # ... and comes back, with a later date.
        ([(0, 0, "bca"), (1, 1, "nbca"), (2, 0, "bca"), (3, 3, "nbca")], ["n unlisted 1-2", "n listed_again 2-3"]),
        # An older copy lacks n, and the newer one comes again as it was.
        ([(0, 0, "bca"), (1, 1, "nbca"), (2, 0, "bca"), (3, 1, "nbca"), (4, 0, "bca"), (5, 1, "nbca")], []),
        ([(0, None, "ba"), (1, None, "nmba"), (2, None, "ba"), (3, None, "nmba")], []),
        # One that nothing dates may have been withdrawn.
        (
            [(0, None, "ba"), (1, None, "nba"), (2, None, "ba"), (3, None, "nba")],
            ["n unlisted 1-2", "n listed_again 2-3"],
        ),
        # Left out while those below it stay; pushed off by newer ones.
        (
            [(0, 0, "cba"), (1, 1, "ca"), (2, 2, "dca"), (3, 3, "cba")],
            ["b unlisted 0-1", "b listed_again 2-3", "d unlisted 2-3"],
        ),
        ([(0, 0, "cba"), (1, 1, "dcb"), (2, 2, "edc")], []),
    ],
)
def test_what_an_older_copy_lacks_was_not_withdrawn_and_what_was_withdrawn_is_told(archive, feeds, expected):
    assert captured(archive, [Feed(*feed) for feed in feeds]) == expected


def test_a_release_that_comes_back_reworded_is_told_with_all_that_became_of_it(archive):
    feeds = [
        Feed(0, 0, ["b", FIRST, "z"]),
        Feed(1, 1, ["b", "z"]),
        Feed(5, 5, ["b", SECOND, "z"]),
    ]
    assert story(archive, feeds) == ["a unlisted 0-1", "a listed_again 1-5", "a reworded 0-5"]


def test_an_older_copy_with_the_former_links_moves_nothing(archive):
    feeds = [Feed(n, built, "ba", links="-new" if built else "") for n, built in enumerate((0, 1, 0, 1, 0))]
    assert sorted(story(archive, feeds, 2)) == ["a moved 0-1", "b moved 0-1"]
    assert {str(row[0]) for row in rows(archive, "SELECT url FROM release")} == {
        "https://www.state.gov/release-a-new/",
        "https://www.state.gov/release-b-new/",
    }
    assert len(stale(archive)) == 2
