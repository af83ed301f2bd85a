"""A copy of an archive is equal to it, on either database; one that was stopped goes on; nothing else is touched."""

import io
from contextlib import closing

import pytest
from archive_contents import contents, differences
from databases import SORTING, database
from sqlalchemy import delete, text

from storage.archive import Archive
from storage.errors import ArchiveError, ArchiveUrlError
from storage.export.noted import Noted
from storage.export.table_export import Wanted, write_table
from storage.models import LogRow, TreeHeadRow
from storage.proof import log
from storage.proof.checks.fault import Extent
from storage.proof.verify import verify
from storage.read.lists.releases import Listed
from storage.transfer import archive_copy
from storage.transfer.archive_copy import copy_archive
from storage.transfer.backup import back_up
from tests.storage.builders import announce, crawl_of
from tests.storage.proof.archives import faults


def exported(url):
    """What other programs are given of an archive."""
    lines, everything = io.BytesIO(), Wanted(Listed(), every_version=True)
    with closing(Archive.open_read_only(url)) as archive, archive.reading() as db:
        write_table(db, lines, "jsonl", everything, Noted(), lambda _: None)
        write_table(db, lines, "csv", Wanted(Listed(country="xx"), table="changes"), Noted(), lambda _: None)
    return lines.getvalue()


def whole(url):
    return contents(url, times=True, words="water")


def test_a_copy_is_equal_and_can_be_written_to(sample, archive_url):
    told = []
    rows = copy_archive(sample, archive_url, told.append)
    assert differences(whole(sample), whole(archive_url)) == []
    assert rows["release"] == 9
    assert "capture: 30 of 30 rows" in told
    with closing(Archive.open(archive_url)) as copy:
        assert announce(copy, crawl_of(copy), "new")["new"] == 10


def test_an_archive_that_is_not_wholly_in_its_log_yet_is_copied_as_it_is(sample, archive_url, tmp_path):
    before = f"sqlite:///{tmp_path / 'before.db'}"
    copy_archive(sample, before)
    with closing(Archive.open(before)) as archive:
        archive.write(lambda db: [db.execute(delete(table)) for table in (LogRow, TreeHeadRow)])
        archive.write(log.append, archive.payloads, 5)
    copy_archive(before, archive_url)
    with closing(Archive.open(archive_url)) as copy:
        assert copy.read(log.last_head).size == 5
        while copy.write(log.append, copy.payloads, 50) == 50:
            assert faults(copy, full=False) == []
        assert copy.read(log.has_begun)
        assert faults(copy) == []


def test_there_and_back_is_the_same(sample, server, tmp_path):
    """On a server that sorts as people do."""
    back_up(sample, tmp_path / "first.db")
    first, back = f"sqlite:///{tmp_path / 'first.db'}", f"sqlite:///{tmp_path / 'back.db'}"
    with closing(Archive.open(first)) as logged:
        logged.write(log.append, logged.payloads)
        head = logged.read(log.last_head)
    with database(server, SORTING) as url:
        copy_archive(first, url)
        copy_archive(url, back)
        for copy in (url, back):
            assert differences(whole(first), whole(copy)) == []
            assert exported(copy) == exported(first)
            with closing(Archive.open_read_only(copy)) as archive, archive.reading() as db:
                extent = Extent()
                assert list(verify(db, archive.payloads, extent, full=True)) == []
                assert (log.last_head(db), extent.leaves, extent.waiting) == (head, head.size, 0)


def test_a_copy_that_was_stopped_goes_on(sample, archive_url, monkeypatch):
    monkeypatch.setattr("storage.transfer.table_rows.AT_ONCE", 5)
    begun = []

    def stop(line):
        begun.append(line)
        if line.startswith("block: 10"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_archive(sample, archive_url, stop)
    again = []
    copy_archive(sample, archive_url, again.append)
    assert not [line for line in again if line.startswith("capture: ") and " of " in line]
    assert [line for line in again if line.startswith("block: 15")]
    assert differences(whole(sample), whole(archive_url)) == []
    copy_archive(sample, archive_url)
    assert differences(whole(sample), whole(archive_url)) == []


def test_an_archive_that_holds_something_else_is_left_as_it_is(sample, archive):
    announce(archive, crawl_of(archive), "mine")
    url = archive.engine.url.render_as_string(hide_password=False)
    before = whole(url)
    with pytest.raises(ArchiveError, match="something else"):
        copy_archive(sample, url)
    assert differences(before, whole(url)) == []


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_was_altered_in_an_unfinished_copy_is_found(sample, archive_url):
    copy_archive(sample, archive_url)
    with closing(Archive.open(archive_url)) as copy, copy.writing() as db:
        db.execute(text("UPDATE snapshot SET title = 'forged' WHERE id = 3"))
    with pytest.raises(ArchiveError, match="table snapshot"):
        copy_archive(sample, archive_url)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_copy_that_is_not_equal_in_the_end_says_so(sample, archive_url, monkeypatch):
    insert = archive_copy._insert

    def forge(db, table, rows):
        insert(db, table, rows)
        if table.name == "link":
            db.execute(text("UPDATE link SET text = 'forged'"))

    monkeypatch.setattr(archive_copy, "_insert", forge)
    with pytest.raises(ArchiveError, match=r"not equal.*table link"):
        copy_archive(sample, archive_url)


def test_an_archive_is_not_copied_into_itself(sample):
    with pytest.raises(ArchiveUrlError, match="into itself"):
        copy_archive(sample, sample)


def test_what_is_written_meanwhile_is_not_half_in_the_copy(sample, archive_url, tmp_path):
    copy_archive(sample, archive_url)
    with closing(Archive.open(archive_url)) as live, live.engine.connect() as db:

        def write(line):
            db.execute(text("UPDATE release SET listed_title = :line"), {"line": line})
            db.commit()

        copy_archive(archive_url, f"sqlite:///{tmp_path / 'copy.db'}", write)
    assert differences(whole(sample), whole(f"sqlite:///{tmp_path / 'copy.db'}")) == []
