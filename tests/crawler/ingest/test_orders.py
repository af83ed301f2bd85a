"""The order in which captures come, and the batches they come in, change nothing of what is told."""

import asyncio
import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.catch_up import catch_up
from crawler.ingest.reparse.run import reparse
from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import Workers, read_listings
from storage.archive import Archive
from tests.crawler.ingest.recorded_visits import rows
from tests.crawler.ingest.test_older_copies import SOURCE, START, Feed, capture, told
from tests.storage.builders import close_crawl

WORDS = "says", "does not say"
# What an archive has made of its captures, by what does not depend on the numbers that rows have.
DERIVED = (
    """SELECT r.key, a.kind, a.last_seen, a.began_at, a.last_missed, a.ended_at, a.confirmed
    FROM absence a JOIN release r ON r.id = a.release_id ORDER BY r.key, a.kind, a.began_at""",
    "SELECT url, first_seen, last_seen, moved_to, moved_at, dated, generated FROM address ORDER BY url",
    "SELECT key, url, state, listed_title, listed_on, found_at, held_at, changed_at FROM release ORDER BY key",
    """SELECT r.key, s.version, s.title, s.first_seen, s.last_seen, s.captures
    FROM snapshot s JOIN release r ON r.id = s.release_id ORDER BY r.key, s.version""",
    """SELECT c.at, g.message FROM reading g JOIN capture c ON c.id = g.capture_id
    WHERE g.fragment = '' AND g.message IS NOT NULL ORDER BY c.at""",
    """SELECT r.key, f.at, l.at, e.url, e.title, e.place FROM entry e JOIN release r ON r.id = e.release_id
    JOIN capture f ON f.id = e.first_capture_id JOIN capture l ON l.id = e.last_capture_id
    WHERE e.place > 0 ORDER BY r.key, f.at""",
)


@st.composite
def histories(draw: st.DrawFn) -> list[Feed]:
    """A feed of four releases, hour by hour: some are left out, reworded, linked to elsewhere; older copies of it."""
    found: list[Feed] = []
    dated = draw(st.booleans())
    for hour in range(draw(st.integers(3, 7))):
        if found and draw(st.integers(0, 2)) == 0:
            found.append(draw(st.sampled_from(found))._replace(captured=hour))
            continue
        items = [f"{key} {draw(st.sampled_from(WORDS))}" for key in "dcba" if draw(st.integers(0, 3))] or ["a says"]
        built = hour if dated else None
        found.append(Feed(hour, built, items, links=draw(st.sampled_from(("", "-new")))))
    return found


def imported(archive: Archive, feeds: Sequence[Feed]) -> None:
    """Take feeds in, as one import of a recording of them does."""

    async def run() -> None:
        runtime = Runtime(archive, Workers(0), lambda: START)
        writer = await CaptureWriter.open(runtime, SOURCE, "import", "{}")
        try:
            await catch_up(writer)
            for seen in map(capture, sorted(feeds)):
                await writer.keep_listing((seen, read_listings(SOURCE, [(SOURCE.listings[0], seen)])[0]))
            await writer.drain()
            assert writer.error is None
            close_crawl(archive, writer.crawl, "complete", [], START)
        finally:
            await writer.close()
            runtime.workers.close()
            runtime.close()

    asyncio.run(run())


def derived(archive: Archive) -> list[object]:
    return [sorted(told(archive)), *(rows(archive, query) for query in DERIVED)]


def outcome(template: Path, batches: Sequence[Sequence[Feed]]) -> list[object]:
    """What an archive tells after these imports; it is the same when all is read anew."""
    path = template.with_name("one.db")
    for left in template.parent.glob("one.db*"):
        left.unlink()
    shutil.copy(template, path)
    archive = Archive.open(f"sqlite:///{path}")
    try:
        for batch in batches:
            imported(archive, batch)
        found = derived(archive)
        again = reparse(archive, SOURCE, workers=0, dry_run=False, all_pages=True)
        assert (dict(again.fields), again.findings) == ({}, {})
        assert derived(archive) == found
    finally:
        archive.close()
    return found


@settings(max_examples=settings().max_examples // 12 or 1)
@given(histories(), st.data())
def test_a_feed_imported_in_any_order_and_in_any_batches_tells_what_it_tells_in_order_of_time(
    sqlite_template: Path, feeds: list[Feed], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(feeds))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(feeds) - 1))))
    parts = [shuffled[one:other] for one, other in itertools.pairwise([0, *cuts, len(feeds)])]
    assert outcome(sqlite_template, parts) == outcome(sqlite_template, [feeds])
