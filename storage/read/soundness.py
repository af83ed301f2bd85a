"""Which releases are not as they were made: altered, or damaged. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import Connection, select

from storage.damage import demand_references, located
from storage.database import chunks
from storage.errors import DamagedRowError
from storage.models import AbsenceRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.read.snapshots import altered, demand_numbers

AT_ONCE = 50  # releases


@dataclass(slots=True)
class Unsound:
    """Releases by id: the versions of those altered, and what is damaged of the others."""

    altered: dict[int, list[int]] = field(default_factory=dict)
    damaged: dict[int, DamagedRowError] = field(default_factory=dict)


def unsound(db: Connection, release_ids: Sequence[int]) -> Unsound:
    """Those of these releases of which anything that is derived is not as it was made."""
    found = Unsound()
    for ids in chunks(release_ids, AT_ONCE):
        try:
            found.altered |= _altered(db, ids)
        except DamagedRowError:
            for release_id in ids:
                try:
                    found.altered |= _altered(db, [release_id])
                except DamagedRowError as error:
                    found.damaged[release_id] = located(db, error)
    return found


def _altered(db: Connection, release_ids: Sequence[int]) -> dict[int, list[int]]:
    """The altered versions by release. Raises DamagedRowError."""
    demand_references(db, release_ids)
    db.execute(select(ReleaseRow).where(ReleaseRow.id.in_(release_ids))).all()
    for table in (ReadingRow, AbsenceRow):
        db.execute(select(table).where(table.release_id.in_(release_ids))).all()
    query = select(SnapshotRow.id, SnapshotRow.release_id, SnapshotRow.version)
    query = query.where(SnapshotRow.release_id.in_(release_ids))
    rows = db.execute(query.order_by(SnapshotRow.release_id, SnapshotRow.version)).all()
    for _, of_release in groupby(rows, key=lambda row: row.release_id):
        demand_numbers(list(of_release))
    unlike = altered(db, [row.id for row in rows])
    found: dict[int, list[int]] = {}
    for row in rows:
        if row.id in unlike:
            found.setdefault(row.release_id, []).append(row.version)
    return found
