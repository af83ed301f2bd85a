"""Revision 0015: two indexes go and come, nothing else changes, and months are counted as before."""

from datetime import date

from alembic import command
from sqlalchemy import inspect

from storage.models import ReleaseRow, SnapshotRow
from storage.read.lists.months import months
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import announce, crawl_of, reading, rows, show

NEW = {"ix_snapshot_release_id_version_dated_on", "ix_snapshot_edited_by_day"}


def indexes(archive):
    return {str(one["name"]) for one in inspect(archive.engine).get_indexes("snapshot")}


def test_indexes_come_and_go_with_the_rows_as_they_are(archive):
    crawl = crawl_of(archive)
    days = date(2025, 1, 7), date(2024, 12, 31), None, date(2025, 1, 9)
    for place, (_, number) in enumerate(announce(archive, crawl, *"abcd").items()):
        for hour in range(1 + place % 2):
            show(archive, crawl, number, 1 + hour, reading(f"water {hour}", published=days[place]))
    told = [("2025-01", 2), ("2024-12", 1), (None, 1)]
    held = [rows(archive, table) for table in (ReleaseRow, SnapshotRow)]
    assert indexes(archive) >= NEW
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0014")
    assert not indexes(archive) & NEW
    with archive.reading() as db:
        assert months(db, "xx_water") == told
    upgrade(archive.engine)
    assert indexes(archive) >= NEW
    assert [rows(archive, table) for table in (ReleaseRow, SnapshotRow)] == held
    with archive.reading() as db:
        assert months(db, "xx_water") == told
