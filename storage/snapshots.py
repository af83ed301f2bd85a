"""Turns readings into versions: a release's content, from the capture that first showed it to the last.

Everything runs in the caller's transaction. A snapshot is derived: `settle` builds all those of a release anew from
its readings in the order of time, and writes nothing where they come out as they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.digests import content_digest, field_digests
from storage.models import CaptureRow, ReadingRow, SnapshotRow
from storage.records import Release
from storage.states import Sighting, follow, follow_all, release_rows
from storage.versions import Version, delete_versions, insert_versions, latest, load_release, update_versions

Run = tuple[bytes, list[Sighting]]  # neighbouring sightings of one content, and its digest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch of sightings came to; `unsettled` are releases to be read again as a whole, in order of time."""

    new: int = 0
    changed: int = 0
    unsettled: frozenset[int] = frozenset()


def keep_sightings(db: Connection, sightings: Sequence[Sighting]) -> Outcome:
    """Add sightings, in the order of their times, to the versions of their releases. Writes."""
    rows = release_rows(db, {s.release_id for s in sightings})
    visited = {release_id: row.visited_at for release_id, row in rows.items()}
    versions = {release_id: [head] for release_id, head in latest(db, rows).items()}
    held = {head.id: head for (head,) in versions.values()}
    shown: list[Version | None] = []
    added: list[Version] = []
    unsettled = set()
    for s in sightings:
        head = versions[s.release_id][-1] if s.release_id in versions else None
        version = _version_shown(s, head)
        if version is not None and _must_settle(s, head, version, visited[s.release_id]):
            unsettled.add(s.release_id)
            version = None
        elif version is not None and version is head:
            version.extend(s.capture_id, s.at)
            version.layout = s.reading.layout or version.layout
        elif version is not None:
            versions.setdefault(s.release_id, []).append(version)
            added.append(version)
        shown.append(version)
        visited[s.release_id] = max(visited[s.release_id] or s.at, s.at)
    insert_versions(db, added)
    update_versions(db, held.values())
    if sightings:
        db.execute(insert(ReadingRow), [_reading_row(s, v) for s, v in zip(sightings, shown, strict=True)])
    follow(db, rows, sightings, versions)
    new = sum(1 for v in added if v.number == 1)
    return Outcome(new, len(added) - new, frozenset(unsettled))
def extend_feed(db: Connection, capture_id: int) -> None:
    """Move the last sighting of all releases that a feed held at the visit before, and holds still. Writes."""
    capture = db.execute(select(CaptureRow.address_id, CaptureRow.at).where(CaptureRow.id == capture_id)).one()
    before = (
        select(CaptureRow.id)
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(CaptureRow.address_id == capture.address_id, CaptureRow.at < capture.at, ReadingRow.fragment != "")
        .order_by(CaptureRow.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    shown = select(ReadingRow.snapshot_id).where(ReadingRow.capture_id == before, ReadingRow.snapshot_id.is_not(None))
    db.execute(
        update(SnapshotRow)
        .where(SnapshotRow.id.in_(shown), SnapshotRow.last_seen < capture.at)
        .values(last_capture_id=capture_id, last_seen=capture.at, captures=SnapshotRow.captures + 1)
    )


