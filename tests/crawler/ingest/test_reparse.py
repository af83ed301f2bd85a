"""Reading again makes right what was altered or damaged in an archive; a release that cannot be stops no other."""

import pytest
from sqlalchemy import text, update

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.catch_up import catch_up
from crawler.ingest.outcome import verdict_findings
from crawler.ingest.reparse.run import reparse
from storage.archive import Archive
from storage.errors import DamagedRowError
from storage.models import PayloadRow
from storage.read import soundness
from storage.search.find import find
from storage.search.query import parse
from tests.crawler.ingest.test_capture_writer import written
from tests.crawler.ingest.test_false_edits import START, TEXT, capture, crawl, mine, numbers, page
from tests.storage.builders import (
    FACTS,
    announce,
    commit,
    crawl_of,
    line,
    listing,
    open_crawl,
    release_at,
    rows,
    show,
    visit,
    visited,
)
from tests.storage.derived import counted, everything, recounted, versions

OTHER = "https://www.mofa.go.jp/press/release/pressite_000001_90002.html"


def execute(archive: Archive, statement: str) -> None:
    with archive.writing() as db:
        assert db.execute(text(statement)).rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE block SET text = 'Other words'",
        "UPDATE snapshot SET title = 'Another title', published = '2020-01-01'",
        "UPDATE snapshot SET published_on = '1999-01-01'",
        "UPDATE snapshot SET dated_on = '1999-01-01'",
        "UPDATE snapshot SET tags = 'nonsense'",
        "UPDATE snapshot SET dates = '[[\"published\", 5]]'",
        "UPDATE reading SET verdict = 'nonsense' WHERE release_id IS NOT NULL",
        "UPDATE release SET state = 'nonsense'",
        "UPDATE snapshot SET version = 5 WHERE version = 2",
        "DELETE FROM image",
        "UPDATE release SET url = 'https://www.mofa.go.jp/elsewhere.html'",
    ],
)
def test_what_was_altered_or_damaged_is_as_it_was_after_a_reparse(archive, statement):
    release = crawl(archive, mine(), [(0, page()), (1, page(mark="t1")), (2, page(TEXT + "It ended at noon."))])
    reparse(archive, mine(), workers=0, dry_run=False)  # gives it the key that its source has for it
    before = everything(archive, release)
    execute(archive, statement)
    done = reparse(archive, mine(), workers=0, dry_run=False)
    assert [finding.count for finding in done.findings.values()] == [1]
    assert everything(archive, release) == before
    assert counted(archive) == recounted(archive)
    with archive.reading() as db:
        assert [hit.version for hit in find(db, parse("noon"))] == [2]
        assert find(db, parse("another")) == []
    again = reparse(archive, mine(), workers=0, dry_run=False)
    assert (again.releases, again.findings) == (0, {})


def test_a_release_whose_bytes_are_damaged_keeps_what_was_read_and_stops_no_other(archive):
    release = crawl(archive, mine(), [(0, page())])
    later = open_crawl(archive, type(FACTS)("jp_mofa_en", "Ministry", "JP", "en"), "update", "{}", START)
    second = release_at(archive, later, "90002", OTHER, START).release_id
    commit(archive, later, [visited(capture(OTHER, START, page(TEXT + "More.")), second)])
    (digest, *_) = (row.sha256 for row in rows(archive, PayloadRow))
    execute(archive, "UPDATE payload SET sha256 = sha1 WHERE id = 1")
    execute(archive, "UPDATE snapshot SET tags = 'nonsense'")
    done = reparse(archive, mine(), workers=0, dry_run=False)
    assert done.releases == 1
    assert done.findings["damaged"].count == 2  # the row, and the bytes that it would be made anew from
    assert numbers(archive, second) == [1]
    assert archive.read(soundness.unsound, [release, second]).damaged.keys() == {release}
    with archive.writing() as db:
        db.execute(update(PayloadRow).where(PayloadRow.id == 1).values(sha256=digest))
    assert reparse(archive, mine(), workers=0, dry_run=False).releases == 1
    assert numbers(archive, release) == [1]


def damaged(archive: Archive, statement: str) -> int:
    """A release with a capture that nobody has read, in an archive in which a row is then damaged."""
    crawl = crawl_of(archive)
    one = announce(archive, crawl, "one")["one"]
    commit(archive, crawl, [visit(one, 1)])
    execute(archive, statement)
    return one


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE address SET first_seen = 'nonsense'", "row 1 of table address"),
        ("UPDATE capture SET at = 'nonsense' WHERE id = 2", "row 2 of table capture"),
        ("UPDATE crawl SET started_at = x'00'", "row 1 of table crawl"),
        ("UPDATE source SET country = x'00'", "row 1 of table source"),
    ],
)
def test_a_crawl_that_meets_a_damaged_row_ends_with_a_line_that_names_it(archive, statement, row):
    one = damaged(archive, statement)

    async def work(writer: CaptureWriter) -> None:
        await catch_up(writer)
        await writer.keep_listing(listing([line("one"), line("two")], 2))
        await writer.keep(visit(one, 3)[0], urgent=True)
        await writer.drain()
        if writer.error is not None:
            raise writer.error

    with pytest.raises(DamagedRowError, match=row) as refused:
        written(archive, work)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", ["UPDATE release SET key = x'ff'", "UPDATE release SET visited_at = 5"])
def test_a_crawl_goes_on_past_a_release_that_is_damaged(archive, statement):
    damaged(archive, statement)

    async def work(writer: CaptureWriter) -> None:
        await catch_up(writer)
        assert writer.error is None
        assert writer.verdicts["damaged"] == 1
        assert "row 1 of table release" in writer.examples["damaged"]

    written(archive, work)


def test_a_crawl_goes_on_past_a_release_whose_bytes_are_damaged(archive):
    open_one = crawl_of(archive)
    ids = announce(archive, open_one, "one", "two")
    show(archive, open_one, ids["one"], 9, "later")
    execute(archive, "UPDATE payload SET sha256 = sha1 WHERE id = (SELECT payload_id FROM capture WHERE id = 2)")

    async def work(writer: CaptureWriter) -> None:
        await writer.keep(visit(ids["one"], 1, "earlier")[0], urgent=True)  # to be settled with what was captured later
        await writer.keep(visit(ids["two"], 2)[0], urgent=True)
        await writer.drain()

    writer = written(archive, work)
    assert writer.error is None
    assert [(finding.kind, finding.count) for finding in verdict_findings(writer)] == [("damaged", 1)]
    assert [len(versions(archive, number)) for number in ids.values()] == [1, 1]
