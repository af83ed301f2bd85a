"""The log grows by what each crawl kept, however crawls end and whoever else writes, and never otherwise."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, text, update

from storage.archive import Archive
from storage.errors import ArchiveError, DamageError
from storage.models import CaptureRow, LogRow, TreeHeadRow
from storage.payloads.store import Payloads
from storage.proof import log
from storage.proof.checks.fault import Extent
from storage.proof.leaves import EVIDENCE
from storage.proof.tree import TreeHead, root_of
from storage.proof.verify import demand_extension, verify
from storage.write import crawls
from tests.storage.builders import (
    FACTS,
    OTHER,
    START,
    announce,
    at,
    close_crawl,
    commit,
    line,
    listing,
    open_crawl,
    rows,
    visit,
)
from tests.storage.proof.archives import close, faults, filled, found, head
from tests.storage.proof.tampering import unguarded


def waiting(archive: Archive) -> int:
    """How many rows are no leaves yet; everything else holds."""
    extent = Extent()
    with archive.reading() as db:
        assert list(verify(db, Payloads(), extent, full=True)) == []
    return extent.waiting


def evidence(archive: Archive) -> int:
    return sum(len(rows(archive, one.table)) for one in EVIDENCE)


def test_every_row_of_evidence_is_a_leaf_when_a_crawl_has_closed(archive):
    filled(archive)
    assert head(archive).size == evidence(archive)
    assert [row.id for row in rows(archive, TreeHeadRow)] == [1, 2]
    first, _ = rows(archive, TreeHeadRow)
    archive.read(demand_extension, TreeHead(first.size, first.root))


def test_a_crawl_that_kept_nothing_adds_no_tree_head(archive, crawl):
    close(archive, crawl)
    assert rows(archive, TreeHeadRow) == []
    assert faults(archive) == []


def test_the_tree_is_that_of_all_leaves_however_often_it_grew(archive, crawl):
    for number in range(4):
        announce(archive, crawl, f"{number} first", f"{number} second")
        archive.write(log.append, archive.payloads)
        assert waiting(archive) == 0
    with archive.reading() as db:
        newest = log.last_head(db)
        assert newest.root == root_of(log.hashes(db, 0, newest.size))
        assert len(list(log.hashes(db, 3, 9))) == 6
        with pytest.raises(DamageError, match=f"no leaf {newest.size}"):
            list(log.hashes(db, 0, newest.size + 1))
    assert len(rows(archive, TreeHeadRow)) == 4


def test_numbers_that_the_database_left_out_part_the_runs(archive, crawl, one):
    commit(archive, crawl, [visit(one, hour) for hour in range(1, 6)])
    archive.write(lambda db: db.execute(delete(CaptureRow).where(CaptureRow.id == 3)))
    close(archive, crawl)
    assert [(row.first_row, len(row.leaves) // 32) for row in rows_of(archive, "capture")] == [(1, 2), (4, 3)]
    assert faults(archive) == []
    with archive.reading() as db:
        size = log.last_head(db).size
        places = [log.place(db, "capture", number) for number in range(1, 8)]
    assert places == [size - 5, size - 4, None, size - 3, size - 2, size - 1, None]


def rows_of(archive, table):
    with archive.reading() as db:
        return db.execute(select(LogRow).where(LogRow.table_name == table).order_by(LogRow.first_row)).all()


@pytest.mark.parametrize("becomes", ["continued", "interrupted"])
def test_a_crawl_that_was_killed_waits_for_the_next_one(archive, crawl, one, becomes):
    close(archive, crawl)
    killed = open_crawl(archive, FACTS, "update", "{}", at(61))
    commit(archive, killed, [visit(one, 61, "more")])
    assert waiting(archive) == 2
    if becomes == "interrupted":
        archive.write(crawls.close_stale, FACTS.name, at(161))
        assert waiting(archive) == 2
    following = open_crawl(archive, FACTS, "update", "{}", at(62) if becomes == "continued" else at(162))
    assert following.resumed == (becomes == "continued")
    commit(archive, following, [visit(one, 163)])
    close(archive, following)
    assert waiting(archive) == 0
    assert head(archive).size == evidence(archive)


def test_what_is_inserted_after_the_last_leaf_is_found_while_another_crawl_is_open(archive, crawl, one):
    close(archive, crawl)
    commit(archive, open_crawl(archive, FACTS, "update", "{}", at(61)), [visit(one, 61)])
    insert = "INSERT INTO capture (id, crawl_id, address_id, at) SELECT 99, crawl_id, address_id, at FROM capture"
    archive.write(lambda db: db.execute(text(f"{insert} WHERE id = 1")))
    assert [(fault.table, fault.row) for fault in faults(archive)] == [("capture", "99")]


def test_two_that_write_at_once_make_one_tree(archive_url):
    def crawl(facts) -> None:
        archive = Archive.open(archive_url)
        for round_ in range(2):
            run = open_crawl(archive, facts, "update", "{}", at(round_ * 30))
            url = f"https://{facts.name}.example/press"
            for hour in range(3):
                lines = [line(f"{facts.name}{round_}{hour}")]
                commit(archive, run, [listing(lines, round_ * 30 + hour, url)])
            close(archive, run)
        archive.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(crawl, facts) for facts in (FACTS, OTHER)]:
            done.result()
    archive = Archive.open(archive_url)
    assert waiting(archive) == 0
    assert head(archive).size == evidence(archive)
    archive.close()


def test_a_row_that_is_damaged_when_its_crawl_closes_is_a_leaf_that_says_so(archive, crawl, one):
    commit(archive, crawl, [visit(one, 1)])
    (capture, *_) = reversed(rows(archive, CaptureRow))
    change(archive, capture.id, head=b"no frame")
    close(archive, crawl)
    (fault,) = faults(archive)
    assert (fault.table, fault.row) == ("capture", str(capture.id))
    assert "cannot be unpacked" in fault.what
    change(archive, capture.id, head=capture.head)
    (fault,) = faults(archive)
    assert "altered" in fault.what


def change(archive, capture_id, **values):
    archive.write(lambda db: db.execute(update(CaptureRow).where(CaptureRow.id == capture_id).values(**values)))


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_value_of_no_type_stops_neither_the_log_nor_whoever_looks_at_it(archive, crawl, one):
    close(archive, crawl)
    for statement in (
        "UPDATE capture SET status = 'teapot' WHERE id = 1",
        "UPDATE payload SET size = x'00', depth = 'deep' WHERE id = 1",
        "UPDATE entry SET title = x'ff' WHERE id = 1",
        "UPDATE log SET leaves = 'none' WHERE position = 0",
        "UPDATE tree_head SET root = 5 WHERE id = 1",
        "UPDATE dictionary SET purpose = 'none' WHERE id = 1",
    ):
        archive.write(lambda db, statement=statement: db.execute(text(statement)))
    named = {(fault.table, fault.row) for fault in faults(archive)}
    assert named >= {("capture", "1"), ("payload", "1"), ("entry", "1"), ("log", "0"), ("tree_head", "1")}
    assert ("dictionary", "1") in named
    with pytest.raises(ArchiveError, match="table tree_head is damaged"):
        archive.write(log.append, archive.payloads)


def test_a_log_that_is_damaged_is_not_added_to(archive, crawl, one):
    close(archive, crawl)
    commit(archive, open_crawl(archive, FACTS, "update", "{}", at(61)), [visit(one, 61)])
    archive.write(log.append, archive.payloads)
    for statement in (
        "UPDATE tree_head SET size = size + 1 WHERE id = 2",
        "UPDATE tree_head SET root = (SELECT root FROM tree_head WHERE id = 1) WHERE id = 2",
        "UPDATE tree_head SET subtrees = (SELECT subtrees FROM tree_head WHERE id = 1) WHERE id = 2",
        "DELETE FROM tree_head WHERE id = 2",
        "DELETE FROM log WHERE position = (SELECT max(position) FROM log)",
    ):
        with unguarded(archive) as db:
            db.execute(text(statement))
            with pytest.raises(DamageError, match="`communique verify` says what is damaged"):
                log.append(db, archive.payloads)
            assert found(db) != []
    assert faults(archive) == []


def test_an_archive_in_which_no_crawl_has_closed_since_there_is_a_log_waits_for_one(archive, crawl, one):
    commit(archive, crawl, [visit(one, 1)])
    close_crawl(archive, crawl, "complete", [], START)  # as an earlier program closed it
    assert waiting(archive) == evidence(archive)
    again = open_crawl(archive, FACTS, "update", "{}", at(100))
    commit(archive, again, [visit(one, 101)])
    close(archive, again)
    assert waiting(archive) == 0
    assert head(archive).size == evidence(archive)


def before_the_log(archive, crawl, one) -> int:
    """Evidence of an earlier program, whose crawl has closed, and how many rows there are."""
    commit(archive, crawl, [visit(one, hour, f"page {hour}") for hour in range(1, 6)])
    close_crawl(archive, crawl, "complete", [], START)
    return evidence(archive)


@pytest.mark.parametrize("most", [1, 4, 100])
def test_an_archive_of_before_is_taken_in_some_rows_at_a_time_and_none_is_a_fault_meanwhile(archive, crawl, one, most):
    count = before_the_log(archive, crawl, one)
    with unguarded(archive) as db:
        log.append(db, Payloads())
        at_once = log.last_head(db)
    taken = [archive.write(log.append, archive.payloads, most)]
    while taken[-1] == most:
        assert waiting(archive) == count - sum(taken)
        assert not archive.read(log.has_begun)
        assert [row.id for row in rows(archive, TreeHeadRow)] == [log.UNFINISHED]
        partly = head(archive)
        assert partly.size == sum(taken)
        taken.append(archive.write(log.append, Payloads(), most))  # by whoever closes next
        archive.read(demand_extension, partly)
    assert sum(taken) == count
    assert head(archive) == at_once
    assert [row.id for row in rows(archive, TreeHeadRow)] == [1]
    assert waiting(archive) == 0


def test_what_comes_while_an_archive_is_taken_in_comes_after_it(archive, crawl, one):
    count = before_the_log(archive, crawl, one)
    archive.write(log.append, archive.payloads, 5)
    later = open_crawl(archive, OTHER, "update", "{}", at(61))
    commit(archive, later, [listing([line("seven")], 61, f"https://{OTHER.name}.example/press")])
    while archive.write(log.append, archive.payloads, 5) == 5:
        assert faults(archive) == []
    assert head(archive).size == evidence(archive) > count
    commit(archive, later, [visit(one, 62, f"page {hour}") for hour in range(9)])
    heads = len(rows(archive, TreeHeadRow))
    while archive.write(log.append, archive.payloads, 5) == 5:
        assert waiting(archive) > 0
    assert len(rows(archive, TreeHeadRow)) > heads + 1
    assert head(archive).size == evidence(archive)


def test_what_is_changed_while_an_archive_is_taken_in_is_found(archive, crawl, one):
    count = before_the_log(archive, crawl, one)
    archive.write(log.append, archive.payloads, count - 1)
    for statement in (
        "UPDATE entry SET title = title || '~'",
        "UPDATE tree_head SET size = size + 1",
        "UPDATE tree_head SET id = 7",
        "DELETE FROM tree_head",
        "INSERT INTO tree_head SELECT -1, size, root, subtrees FROM tree_head",
    ):
        with unguarded(archive) as db:
            db.execute(text(statement))
            assert found(db) != [], statement
    while archive.write(log.append, archive.payloads, count):
        pass
    with unguarded(archive) as db:
        db.execute(text("INSERT INTO tree_head SELECT 0, size, root, subtrees FROM tree_head"))
        assert [(fault.table, fault.row) for fault in found(db)] == [("tree_head", "0")]
