"""Revision 0006: an archive of before knows no dates of listings, nor edits at once; both come of themselves."""

from dataclasses import replace

from alembic import command
from sqlalchemy import text, update

from storage.models import AddressRow, EditAtOnceRow, ReadingRow
from storage.review import recognition
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import announce, at, commit, crawl_of, line, listing, reading, rows, show


def test_down_no_verdict_is_unknown_and_up_again_what_is_there_is_looked_at(archive):
    crawl = crawl_of(archive)
    ids = announce(archive, crawl, *"abcdef")
    for hours, more in ((1, ""), (2, " Share this.")):
        for key, number in ids.items():
            show(archive, crawl, number, hours, reading(f"They met in {key.upper()}ton.{more}"))
    archive.write(recognition.examine, crawl.source_id)
    with archive.writing() as db:
        db.execute(update(ReadingRow).values(verdict="stale"))
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0005")
    with archive.reading() as db:
        verdicts = db.execute(text("SELECT DISTINCT verdict FROM reading WHERE release_id IS NULL")).scalars().all()
        assert verdicts == ["listing"]
        verdicts = db.execute(text("SELECT DISTINCT verdict FROM reading WHERE release_id IS NOT NULL")).scalars().all()
        assert verdicts == ["unreadable"]
    upgrade(archive.engine)
    assert rows(archive, EditAtOnceRow) == []
    found = archive.write(recognition.examine, crawl.source_id)
    assert [one.count for one in found.found] == [6]
    seen, stated = listing([line(key) for key in "abcdef"], 3)
    commit(archive, crawl, [(seen, replace(stated, dated=at(1)))])
    assert [row.dated for row in rows(archive, AddressRow) if row.kind == "listing"] == [at(1)]
