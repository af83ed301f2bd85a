"""The day of a release, as lists and searches have it: that of its page, or else that of its listing.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from storage.database import chunks
from storage.models import SnapshotRow
from storage.read.snapshots import day_of, is_misdated


def date_versions(db: Connection, release_ids: Iterable[int]) -> bool:
    """Give versions of releases their day, where a page or a listing has stated another; whether one has. Writes."""
    changed = 0
    for ids in chunks(release_ids):
        otherwise = SnapshotRow.release_id.in_(ids), is_misdated()
        changed += db.execute(update(SnapshotRow).where(*otherwise).values(dated_on=day_of())).rowcount
    return changed > 0


def are_dated(db: Connection, release_id: int) -> bool:
    """Whether all versions of a release have its day."""
    otherwise = select(SnapshotRow.id).where(SnapshotRow.release_id == release_id, is_misdated())
    return db.execute(otherwise.limit(1)).first() is None
