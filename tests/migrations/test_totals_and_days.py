"""Revision 0012: what a site states of its listings goes and comes, and nothing else does."""

from dataclasses import replace

from alembic import command

from storage.models import AddressRow, EntryRow, ReadingRow
from storage.read.coverage.totals import totals
from storage.records import Total
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import LISTING, commit, crawl_of, line, listing, rows, settle_listings


def test_totals_are_null_until_the_listings_are_read_again(archive):
    crawl = crawl_of(archive)
    seen, reading = listing([line("one"), line("two")])
    told = replace(
        reading, layout="first", listing=replace(reading.listing, listing=LISTING, total=Total(2, 2), is_last=True)
    )
    kept = commit(archive, crawl, [(seen, told)])
    tables = AddressRow, EntryRow, ReadingRow
    held = [rows(archive, table) for table in tables]
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0010")
    upgrade(archive.engine)
    with archive.reading() as db:
        assert totals(db, crawl.source_id, "xx_water") == []
    settle_listings(archive, crawl, *zip(kept, [told], strict=True))
    assert [rows(archive, table) for table in tables] == held
