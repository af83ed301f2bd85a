"""What an archive cannot hold costs one capture or one reading; the others of its batch are kept."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from crawl_runner import water
from sqlalchemy import text

from crawler.ingest import fences
from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import Workers
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import ArchiveError
from storage.records import Block, Capture, Link, Reading, Release, StoredCapture
from tests.crawler.ingest.recorded_visits import rows
from tests.storage.builders import LISTING, announce, crawl_of, line, listing, release, visit

SOURCE = water("xx_water", [LISTING])
BEYOND = 2**70  # more than an integer of either database holds


class Reads(Workers):
    """Reads of each capture what a function says."""

    def __init__(self, what: Callable[[StoredCapture], Release]) -> None:
        super().__init__(0)
        self._what = what

    async def read(self, source: Source, captures: Sequence[StoredCapture]) -> list[Reading]:
        return [Reading("read", self._what(one), layout="first") for one in captures]


def written(archive: Archive, captures: Sequence[Capture], what: Callable[[StoredCapture], Release]) -> CaptureWriter:
    """A writer that was handed captures of releases at once, and has kept them."""

    async def run() -> CaptureWriter:
        runtime = Runtime(archive, Reads(what))
        writer = await CaptureWriter.open(runtime, SOURCE, "import", "{}")
        try:
            await asyncio.gather(*(writer.keep(one) for one in captures))
            await writer.drain()
        finally:
            await writer.close()
            runtime.close()
        return writer

    return asyncio.run(run())


def visits(archive: Archive) -> list[Capture]:
    """Visits to three releases."""
    ids = announce(archive, crawl_of(archive), "one", "two", "three")
    return [visit(number, hour)[0] for hour, number in enumerate(ids.values(), 1)]


def test_a_status_beyond_any_number_costs_its_capture_alone_and_its_bytes_are_kept(archive: Archive) -> None:
    one, two, three = visits(archive)
    writer = written(archive, [one, replace(two, status=BEYOND), three], lambda capture: release(str(capture.status)))
    assert writer.error is None
    whole, bare = rows(archive, "SELECT status, reason, payload_id FROM capture WHERE crawl_id = 2 ORDER BY 1, id")[::2]
    assert {whole[0], bare[0]} == {200, None}
    reasons = [str(reason) for (reason,) in rows(archive, "SELECT reason FROM capture WHERE reason IS NOT NULL")]
    assert len(reasons) == 1
    assert reasons[0].startswith("it cannot be kept: ")
    assert rows(archive, "SELECT count(*) FROM capture WHERE payload_id IS NULL") == [(0,)]


def test_a_text_that_cannot_be_kept_is_unreadable_and_the_others_are_read(archive: Archive) -> None:
    seen = visits(archive)
    broken = Release("A title", None, (Block("point", "One.", depth=BEYOND),))
    writer = written(archive, seen, lambda one: broken if one.release_id == seen[1].release_id else release("text"))
    assert writer.error is None
    assert writer.verdicts == {"read": 2, "unreadable": 1}
    assert "it cannot be kept: " in writer.examples["unreadable"]
    assert rows(archive, "SELECT count(*) FROM snapshot") == [(2,)]


@pytest.mark.parametrize("length", [2_700, 2_710, 8_200, 100_000])
def test_addresses_links_and_keys_of_any_length_are_kept_whole(archive: Archive, length: int) -> None:
    long = "https://water.example/" + "".join(chr(97 + n * n % 26) for n in range(length))
    (seen, *_), link = visits(archive), Link("attachment", long, long)
    writer = written(archive, [seen], lambda _: release(long, links=(link,)))
    assert (writer.error, writer.verdicts) == (None, {"read": 1})
    assert rows(archive, "SELECT url, text FROM link") == [(long, long)]

    async def listed() -> CaptureWriter:
        runtime = Runtime(archive, Workers(0))
        again = await CaptureWriter.open(runtime, SOURCE, "update", "{}")
        await again.keep_listing(listing([line("four"), line(long, url=long), line("five")], 9))
        await again.drain()
        await again.close()
        runtime.close()
        return again

    assert asyncio.run(listed()).error is None
    keys = {key for (key,) in rows(archive, "SELECT key FROM release")}
    assert keys == {"one", "two", "three", "four", "five", long}


def test_a_disk_or_a_memory_that_is_full_is_no_fault_of_a_value() -> None:
    assert not any(map(fences.is_of_a_value, (ArchiveError("disk is full"), MemoryError(), OSError())))
    assert all(map(fences.is_of_a_value, (OverflowError(), ValueError(), TypeError(), KeyError())))


def test_the_first_batch_of_a_source_bears_one_that_cannot_be_kept(archive: Archive) -> None:
    """Its dictionary of headers is made in the very transaction that is rolled back."""

    async def run() -> CaptureWriter:
        runtime = Runtime(archive, Reads(lambda _: release("text")))
        writer = await CaptureWriter.open(runtime, SOURCE, "import", "{}")
        try:
            good, bad = (replace(visit(None, hour)[0], kind="listing", url=LISTING) for hour in (1, 2))
            await asyncio.gather(writer.keep(good), writer.keep(replace(bad, status=BEYOND)))
            await writer.drain()
        finally:
            await writer.close()
            runtime.close()
        return writer

    assert asyncio.run(run()).error is None
    assert sorted(rows(archive, "SELECT coalesce(status, 0) FROM capture")) == [(0,), (200,)]


def test_a_release_that_is_damaged_costs_its_own_captures_alone(archive: Archive) -> None:
    seen = visits(archive)
    written(archive, seen, lambda one: release(f"text {one.release_id}"))
    with archive.writing() as db:
        db.execute(text("UPDATE release SET state = 'nonsense' WHERE id = :one"), {"one": seen[0].release_id})
    later = [replace(one, at=one.at + timedelta(days=1), body=b"<p>other") for one in seen]
    writer = written(archive, later, lambda one: release(f"other text {one.release_id}"))
    assert writer.error is None
    assert (writer.verdicts["damaged"], writer.verdicts["read"]) == (1, 2)
    shown = rows(archive, "SELECT release_id, count(*) FROM snapshot GROUP BY release_id ORDER BY 1")
    assert [count for _, count in shown] == [1, 2, 2]
