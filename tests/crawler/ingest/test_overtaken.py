"""Two processes at one source, although its lock forbids it: each takes what the other wrote, and nothing is lost."""

import pytest
from crawl_runner import water
from sqlalchemy import select, text

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.rereading import merged
from storage.archive import Archive
from storage.database import connect
from storage.errors import ArchiveError
from storage.locks import SourceLock, source_lock
from storage.models import CaptureRow, ReadingRow
from storage.records import Crawl
from storage.write import rekey
from tests.crawler.ingest.test_capture_writer import written
from tests.storage.builders import (
    LISTING,
    address,
    announce,
    capture,
    commit,
    keep_readings,
    pages_of_release,
    read_as,
    reading,
    rows,
    settle_all,
    show,
    visit,
    visited,
)
from tests.storage.derived import counted, recounted, versions

SOURCE = water("xx_water", [LISTING])


def read_again(archive: Archive, release_id: int, *texts: str) -> list:
    """What a reparse has read of a release and not written yet, each page as one of `texts`."""
    held = pages_of_release(archive, release_id)
    return merged(held, [reading(one) for one in texts])


def test_what_a_crawl_keeps_while_a_release_is_read_again_stays(archive: Archive, crawl: Crawl, one: int) -> None:
    show(archive, crawl, one, 1, "A")
    read = read_again(archive, one, "A")
    show(archive, crawl, one, 2, "B")
    settle_all(archive, {one: read})
    assert versions(archive, one) == [("A", 1, 1, 1), ("B", 2, 2, 1)]
    assert counted(archive) == recounted(archive)


def test_a_page_read_by_both_is_kept_once(archive: Archive, crawl: Crawl, one: int) -> None:
    kept = commit(archive, crawl, [visit(one, 1, "A")])
    read = read_again(archive, one, "A")
    keep_readings(archive, crawl, read_as(kept, [reading("A")]))
    settle_all(archive, {one: read})
    keep_readings(archive, crawl, read_as(kept, [reading("A")]))
    assert versions(archive, one) == [("A", 1, 1, 1)]
    assert len([row for row in rows(archive, ReadingRow) if row.release_id == one]) == 1


@pytest.mark.parametrize("first", ["the crawl", "the reparse"])
def test_a_page_that_each_reads_for_another_release_belongs_to_the_first(
    archive: Archive, crawl: Crawl, one: int, first: str
) -> None:
    other = announce(archive, crawl, "other")["other"]
    kept = commit(archive, crawl, [visited(capture(address("one"), 1), other)])  # it stands at the address of `one`
    read = read_again(archive, one, "A")
    assert [page.id for page, _ in read] == [page.id for page in kept]
    if first == "the reparse":
        settle_all(archive, {one: read})
    keep_readings(archive, crawl, read_as(kept, [reading("A")]))
    if first == "the crawl":
        settle_all(archive, {one: read})
    holder, without = (other, one) if first == "the crawl" else (one, other)
    assert versions(archive, holder) == [("A", 1, 1, 1)]
    assert versions(archive, without) == []
    assert counted(archive) == recounted(archive)


def test_a_release_that_was_merged_meanwhile_is_left_to_the_next_run(archive: Archive, crawl: Crawl, one: int) -> None:
    show(archive, crawl, one, 1, "A")
    other = announce(archive, crawl, "other")["other"]
    unread = commit(archive, crawl, [visited(capture(address("other"), 2), other)])
    read = read_again(archive, other, "B")
    archive.write(rekey.rekey, crawl.source_id, {other: "one"})
    assert settle_all(archive, {other: read}) == []
    keep_readings(archive, crawl, read_as(unread, [reading("B")]))
    assert [page.id for page, made in pages_of_release(archive, one) if made is None] == [page.id for page in unread]


def end_connections(archive: Archive) -> None:
    """End all connections to the archive, as a server that restarts does."""
    engine = connect(archive.engine.url.render_as_string(hide_password=False))
    with engine.connect() as db:
        others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for pid in db.execute(text(others)).scalars().all():
            db.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    engine.dispose()


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_crawl_goes_on_when_all_its_connections_were_lost(archive: Archive, crawl: Crawl, one: int) -> None:
    async def work(writer: CaptureWriter) -> None:
        for hour in (1, 2):
            await writer.keep(visit(one, hour, f"text {hour}")[0], urgent=True)
            await writer.drain()
            end_connections(archive)

    assert written(archive, work).error is None
    with archive.reading() as db:
        assert len(db.execute(select(CaptureRow.id).where(CaptureRow.payload_id.is_not(None))).all()) == 3
    source_lock(archive.engine, SOURCE.name).release()


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_crawl_whose_lock_another_has_taken_ends_in_one_line_with_all_it_kept(
    archive: Archive, crawl: Crawl, one: int
) -> None:
    others: list[SourceLock] = []

    async def work(writer: CaptureWriter) -> None:
        await writer.keep(visit(one, 1, "before")[0], urgent=True)
        await writer.drain()
        end_connections(archive)
        others.append(source_lock(archive.engine, SOURCE.name))
        await writer.keep(visit(one, 2, "after")[0], urgent=True)

    with pytest.raises(ArchiveError, match="the lock of xx_water was lost") as refused:
        written(archive, work)
    assert "\n" not in str(refused.value)
    assert [page.body for page, _ in pages_of_release(archive, one)] == [b"<p>before"]
    others[0].release()
