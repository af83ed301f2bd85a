"""Revision 0007: the evidence of an archive of before comes into the log when the next crawl closes."""

from alembic import command
from sqlalchemy import inspect

from storage.archive import Archive
from storage.proof.leaves import EVIDENCE
from storage.revisions import alembic_config, migrating, upgrade
from tests.migrations.archive_0001 import load
from tests.storage.builders import FACTS, at, commit, line, listing, open_crawl, rows
from tests.storage.proof.archives import close, faults, head


def test_an_archive_of_before_comes_along_with_the_next_crawl(empty_url):
    load(empty_url).dispose()
    archive = Archive.open(empty_url)
    before = sum(len(rows(archive, one.table)) for one in EVIDENCE)
    assert before > 20
    assert head(archive).size == 0
    assert faults(archive) == []
    crawl = open_crawl(archive, FACTS, "update", "{}", at(10_000))
    commit(archive, crawl, [listing([line("new")], 10_001)])
    close(archive, crawl)
    assert head(archive).size == before + 3  # a capture, its payload, and an entry
    assert faults(archive) == []
    archive.close()


def test_it_leaves_nothing_behind_on_the_way_down(archive):
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0006")
    assert not {"log", "tree_head"} & set(inspect(archive.engine).get_table_names())
    upgrade(archive.engine)
    assert head(archive).size == 0
