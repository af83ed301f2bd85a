"""Revision 0012: what a site states of its listings goes and comes, and releases have one day; nothing else changes."""

from dataclasses import replace
from datetime import date

from alembic import command

from storage.models import AddressRow, EntryRow, ReadingRow, SnapshotRow
from storage.read.coverage.totals import totals
from storage.records import Total
from storage.revisions import alembic_config, migrating, upgrade
from tests.storage.builders import (
    LISTING,
    address,
    at,
    commit,
    crawl_of,
    line,
    listing,
    reading,
    release_at,
    rows,
    settle_listings,
    show,
)


def test_days_are_found_at_once_and_totals_when_the_listings_are_read_again(archive):
    crawl = crawl_of(archive)
    seen, shown = listing([line(key, published=date(2025, 1, 5)) for key in ("one", "two")] + [line("three")])
    told = replace(
        shown, layout="first", listing=replace(shown.listing, listing=LISTING, total=Total(3, 3), is_last=True)
    )
    kept = commit(archive, crawl, [(seen, told)])
    for key, day in (("one", date(2025, 1, 7)), ("two", None), ("three", None)):
        number = release_at(archive, crawl, key, address(key), at(0)).release_id
        show(archive, crawl, number, 1, reading("water", published=day))
    tables = AddressRow, EntryRow, ReadingRow, SnapshotRow
    held = [rows(archive, table) for table in tables]
    assert [row.dated_on for row in held[-1]] == [date(2025, 1, 7), date(2025, 1, 5), None]
    with migrating(archive.engine) as db:
        command.downgrade(alembic_config(db), "0010")
    upgrade(archive.engine)
    assert rows(archive, SnapshotRow) == held[-1]
    with archive.reading() as db:
        assert totals(db, crawl.source_id, "xx_water") == []
    settle_listings(archive, crawl, *zip(kept, [told], strict=True))
    assert [rows(archive, table) for table in tables] == held
