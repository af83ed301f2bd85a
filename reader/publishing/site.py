"""Which pages a published archive has: all that are linked to, for each release, source and month."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from reader import paths
from reader.citations import MEDIA_TYPES
from reader.pages.changes import changed_months
from storage.models import SnapshotRow
from storage.read.events.calendar import changed_days, years
from storage.read.events.change import Wanted
from storage.read.events.files import files_replaced
from storage.read.lists.months import months
from storage.read.sources import source_states

FEEDS = ("feed.atom", "feed.json")


def pages(db: Connection, *, proofs: bool) -> Iterator[str]:
    """The paths of all pages, in an order in which neighbours ask for the same rows."""
    yield from ("", paths.SEARCH, paths.CHANGES, paths.SOURCES, paths.HELP)
    yield from (f"{of}{feed}" for of in (paths.SEARCH, paths.CHANGES) for feed in FEEDS)
    yield from (paths.changes_of(month) for month, _ in changed_months(db))
    yield from (paths.changes_of(day) for year in years(db) for day in sorted(changed_days(db, year)))
    for name in sorted(source_states(db)):
        yield paths.source(name)
        yield f"{paths.source(name)}missing/"
        yield from (paths.releases_of(name, month) for month, _ in months(db, name))
    for release, version in sorted({(change.release, change.version) for change in files_replaced(db, Wanted())}):
        yield from (paths.differences(release, version, version, side_by_side=columns) for columns in (False, True))
    rows = select(SnapshotRow.release_id, SnapshotRow.version).order_by(SnapshotRow.release_id, SnapshotRow.version)
    for row in db.execute(rows, execution_options={"yield_per": 1000}):
        yield from _of_version(row.release_id, row.version, proofs)


def _of_version(release: int, version: int, proofs: bool) -> Iterator[str]:
    if version == 1:
        yield paths.release(release)
        yield paths.history(release)
        yield from (f"{paths.release(release)}{feed}" for feed in FEEDS)
    else:
        yield paths.differences(release, version - 1, version)
        yield paths.differences(release, version - 1, version, side_by_side=True)
    yield paths.release(release, version)
    yield from (paths.citation(release, version, form) for form in MEDIA_TYPES)
    if proofs:
        yield paths.proof(release, version)
