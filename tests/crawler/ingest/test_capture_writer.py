"""What a crawl hands in is committed, read and kept, each once, whatever is interrupted, settled or late meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from crawl_runner import release_page, water
from sqlalchemy import func, select

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.catch_up import catch_up
from crawler.ingest.reparse.run import reparse
from crawler.ingest.rereading import merged
from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import Workers
from crawler.sources.source import Listing, Source
from storage.archive import Archive
from storage.locks import SourceBusy, source_lock
from storage.models import CaptureRow, CrawlRow, SnapshotRow
from storage.read import stored_captures, unread
from storage.records import Capture, Reading, StoredCapture
from storage.write import snapshots
from tests.storage.builders import (
    LISTING,
    address,
    announce,
    at,
    capture,
    close_crawl,
    commit,
    crawl_of,
    keep_readings,
    line,
    listing,
    pages_of_release,
    release,
    settle_all,
    show,
    visit,
    visited,
)

SOURCE = water("xx_water", [LISTING])
Seen = list[tuple[int, float, float, int]]


class Slow:
    """Reads a page's bytes as its text, after a while."""

    async def read(self, _source: Source, captures: Sequence[StoredCapture]) -> list[Reading]:
        await asyncio.sleep(0.05)
        return [Reading("read", release(str(one.body)), layout="first") for one in captures]

    async def read_feeds(self, _source: Source, captures: Sequence[StoredCapture]) -> list[list[Reading]]:
        return [[] for _ in captures]

    async def read_listings(self, _source: Source, captures: Sequence[tuple[Listing, Capture]]) -> list[Reading]:
        return [Reading("listing") for _ in captures]

    def close(self) -> None:
        pass


def item(text: str) -> Reading:
    """What was read of the one item of a feed."""
    return Reading("read", release(text), layout="first", key="one", fragment="one")


def seen(archive: Archive) -> Seen:
    """The versions: number, hours at first and at last, captures."""
    with archive.reading() as db:
        found = db.execute(select(SnapshotRow).order_by(SnapshotRow.release_id, SnapshotRow.version)).all()
    hours = [tuple((one - at(0)).total_seconds() / 3600 for one in (row.first_seen, row.last_seen)) for row in found]
    return [(row.version, *span, row.captures) for row, span in zip(found, hours, strict=True)]


def written(
    archive: Archive,
    work: Callable[[CaptureWriter], Awaitable[None]],
    reads: object = None,
    source: Source = SOURCE,
) -> CaptureWriter:
    """A writer that did some work, and is closed."""

    async def run() -> CaptureWriter:
        runtime = Runtime(archive, reads or Slow())  # type: ignore[arg-type]
        writer = await CaptureWriter.open(runtime, source, "import", "{}")
        try:
            await work(writer)
        finally:
            await writer.close()
            runtime.close()
        return writer

    return asyncio.run(run())


def test_captures_that_come_late_in_batches_one_behind_the_other(archive: Archive) -> None:
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    show(archive, crawl, one, 9, "later")
    close_crawl(archive, crawl, "complete", [], at(10))

    async def work(writer: CaptureWriter) -> None:
        texts = {1: "A", 2: "B", 3: "C"}
        await asyncio.gather(*(writer.keep(visit(one, hour, text)[0], urgent=True) for hour, text in texts.items()))
        await writer.drain()

    assert written(archive, work).error is None
    assert seen(archive) == [(1, 1, 1, 1), (2, 2, 2, 1), (3, 3, 3, 1), (4, 9, 9, 1)]


def test_what_was_held_before_moves_no_mark_back(archive: Archive) -> None:
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, "one", "two")
    commit(archive, crawl, [visit(ids["one"], 1)])
    close_crawl(archive, crawl, "complete", [], at(10))

    async def work(writer: CaptureWriter) -> None:
        await writer.keep(visit(ids["two"], 2)[0], urgent=True)
        await writer.drain()
        await writer.keep(visit(ids["one"], 1)[0], urgent=True)
        await writer.drain()

    writer = written(archive, work)
    with archive.reading() as db:
        newest = db.execute(select(CaptureRow.id).order_by(CaptureRow.id.desc())).scalars().first()
        mark = db.execute(select(CrawlRow.unread_from).where(CrawlRow.id == writer.crawl.id)).scalar_one()
    assert (writer.known, mark) == (1, (newest or 0) + 1)


def test_whoever_waits_is_let_go_when_the_writer_is_closed(archive: Archive) -> None:
    one = announce(archive, crawl_of(archive), "one")["one"]

    async def work(writer: CaptureWriter) -> None:
        waiting = asyncio.ensure_future(writer.keep(visit(one, 1)[0]))
        await asyncio.sleep(0)
        await writer.close()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(waiting, 10)

    written(archive, work)


def test_an_error_of_the_archive_reaches_whoever_waits_and_the_writer_can_be_drained(archive: Archive) -> None:
    async def work(writer: CaptureWriter) -> None:
        naive = replace(capture(address("one"), 1), at=at(1).replace(tzinfo=None))
        with pytest.raises(Exception, match="naive"):
            await asyncio.wait_for(writer.keep(naive, urgent=True), 10)
        await asyncio.wait_for(writer.drain(), 10)

    assert "naive" in str(written(archive, work).error)


class Split(Slow):
    """Reads two items of each feed."""

    async def read_feeds(self, _source: Source, captures: Sequence[StoredCapture]) -> list[list[Reading]]:
        return [[item("text"), replace(item("another"), key="two", fragment="two")] for _ in captures]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_the_items_of_a_feed_are_kept_once_each_where_a_crawl_was_killed_among_them(
    archive: Archive, kept: int
) -> None:
    """They are kept one by one where the archive cannot hold one of them."""
    crawl = crawl_of(archive)
    (feed,) = commit(archive, crawl, [listing([line("one"), line("two")], 0)])
    assert [one.id for one in archive.read(unread.feeds, archive.payloads, crawl.id).captures] == [feed.id]
    (items,) = asyncio.run(Split().read_feeds(SOURCE, [feed]))
    for reading in items[:kept]:
        keep_readings(archive, crawl, [(feed, reading)])  # and killed before the mark moved
    writer = written(archive, catch_up, Split(), replace(SOURCE, split=lambda _: ()))
    assert writer.error is None
    assert writer.verdicts.total() == 2 - kept
    assert seen(archive) == [(1, 0, 0, 1), (1, 0, 0, 1)]
    with archive.reading() as db:
        counts = db.execute(select(func.sum(CrawlRow.new), func.sum(CrawlRow.revisited))).one()
    assert tuple(counts) == (2, 0)
    assert archive.read(unread.interrupted, crawl) == [writer.crawl.id]


def test_a_feed_that_repeats_what_could_not_be_read_shows_nothing_of_what_was_there_before(archive: Archive) -> None:
    crawl = crawl_of(archive)
    (first,) = commit(archive, crawl, [listing([line("one", "A")], 0)])
    keep_readings(archive, crawl, [(first, item("text"))])
    (broken,) = commit(archive, crawl, [listing([line("one", "B")], 1)])
    keep_readings(archive, crawl, [(broken, Reading("unreadable", message="cannot be split"))])
    (again,) = commit(archive, crawl, [listing([line("one", "B")], 2)])
    archive.write(snapshots.extend_feed, again.id)
    assert (again.repeats, seen(archive)) == (True, [(1, 0, 0, 1)])


def test_an_older_feed_between_two_equal_ones_makes_an_edit_and_its_undoing(archive: Archive) -> None:
    crawl = crawl_of(archive)
    (first,) = commit(archive, crawl, [listing([line("one", "A")], 0)])
    keep_readings(archive, crawl, [(first, item("text A"))])
    (last,) = commit(archive, crawl, [listing([line("one", "A")], 4)])
    archive.write(snapshots.extend_feed, last.id)
    (between,) = commit(archive, crawl, [listing([line("one", "B")], 2)])
    kept = keep_readings(archive, crawl, [(between, item("text B"))])
    (release_id,) = kept.unsettled
    held = pages_of_release(archive, release_id)
    readings = [item("text A"), item("text B")]
    settle_all(archive, {release_id: merged(held, readings)})
    assert seen(archive) == [(1, 0, 0, 1), (2, 2, 2, 1), (3, 4, 4, 1)]


def test_two_answers_of_one_second_that_differ_in_their_head_alone_are_two_captures(archive: Archive) -> None:
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    answers = [
        visited(capture(address("one"), 1, b"<p>moved", status=302, headers={"Location": there}), one)
        for there in ("/a", "/b", "/a")
    ]
    stored = commit(archive, crawl, answers)
    assert [two.known for two in stored] == [False, False, True]
    assert stored[0].id == stored[2].id != stored[1].id


def test_a_source_that_is_being_crawled_is_not_read_again_meanwhile(archive: Archive) -> None:
    lock = source_lock(archive.engine, SOURCE.name)
    try:
        with pytest.raises(SourceBusy):
            reparse(archive, SOURCE, workers=0, dry_run=False)
        assert reparse(archive, SOURCE, workers=0, dry_run=True).pages == 0
    finally:
        lock.release()
    assert reparse(archive, SOURCE, workers=0, dry_run=False).pages == 0


def test_what_a_killed_crawl_left_is_read_by_the_next_one(archive: Archive) -> None:
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    commit(archive, crawl, [visited(capture(address("one"), 1, release_page("Title")), one)])
    assert written(archive, catch_up, Workers(0)).error is None
    (held,) = archive.read(stored_captures.of_release, archive.payloads, one)
    assert held[1] is not None
    assert held[1].verdict == "read"
