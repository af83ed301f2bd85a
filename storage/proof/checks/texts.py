"""Holds the texts of all versions against their seals, and what tells them apart against the captures they are of."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import aliased

from storage.damage import located
from storage.errors import DamagedRowError
from storage.models import SnapshotRow
from storage.models.fences import fenced, sound
from storage.proof.checks.derived import REMEDY
from storage.proof.checks.fault import Extent, Fault
from storage.proof.rows import stream
from storage.read.snapshots import AT_ONCE, altered

ALTERED = f"it is not what was read from the page, or not as of its visits; {REMEDY}"
UNNUMBERED = f"it is missing: versions are numbered 1, 2, 3 ... without a gap; {REMEDY}"


def check_texts(db: Connection, extent: Extent) -> Iterator[Fault]:
    """The versions that are altered or damaged, or missing between others."""
    with fenced():  # what is damaged is named with the texts
        gaps = [*sound(db.execute(_gaps()))]
    for release_id, version in gaps:
        yield Fault("snapshot", f"of release {release_id}, version {version - 1}", UNNUMBERED)
    ids: list[int] = []
    for number, (snapshot_id, _) in enumerate(stream(db, select(SnapshotRow.id), SnapshotRow.id)):
        if len(ids) == AT_ONCE:
            extent.tell(f"the texts of {number:,} versions")
            yield from _faults(db, ids)
            ids = []
        ids.append(snapshot_id)
    yield from _faults(db, ids)


def _faults(db: Connection, snapshot_ids: list[int]) -> list[Fault]:
    with fenced() as damaged:
        found = [Fault("snapshot", str(number), ALTERED) for number in sorted(altered(db, snapshot_ids))]
    for error in damaged:
        named: DamagedRowError = located(db, error)
        found.append(Fault(named.table, named.row, str(named)))
    return found


@cache
def _gaps() -> Select[int, int]:
    """The releases with a version before which one is missing, and that version: made once."""
    before = aliased(SnapshotRow)
    there = select(before.id).where(
        before.release_id == SnapshotRow.release_id, before.version == SnapshotRow.version - 1
    )
    query = select(SnapshotRow.release_id, SnapshotRow.version).where(SnapshotRow.version != 1, ~there.exists())
    return query.order_by(SnapshotRow.release_id, SnapshotRow.version)
