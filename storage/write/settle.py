"""Builds the snapshots of a release anew from all its captures, in order of time.

Everything runs in the caller's transaction. What comes out as it stands is not written.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from storage.edits.digests import content_digest, field_digests
from storage.models import SnapshotRow
from storage.read.snapshots import load_release
from storage.write.addresses import note_moves
from storage.write.readings import Read, rewrite_readings
from storage.write.release_states import follow_all, release_rows
from storage.write.snapshot_rows import delete_snapshots, insert_snapshots
from storage.write.snapshots import count, shown, snapshot_of

Run = tuple[bytes, list[Read]]  # neighbouring captures of one content, and its digest


def settle_all(db: Connection, releases: Mapping[int, Sequence[Read]]) -> list[int]:
    """Build all snapshots of releases anew from their captures, read alike; gives the releases that changed. Writes."""
    return [release_id for release_id, read in releases.items() if settle(db, release_id, read)]


def settle(db: Connection, release_id: int, read: Sequence[Read]) -> bool:
    """Make the snapshots of a release those that `read`, all its captures in order of time, show.

    Snapshots that became equal merge. Says whether anything changed; a second call changes nothing. Writes.
    """
    wanted = _runs(read)
    held = _held(db, release_id)
    bounds = [(digest, run[0][0].id, run[-1][0].id, len(run)) for digest, run in wanted]
    same = _bounds(held) == bounds
    snapshots = [snapshot_of(number, digest, run) for number, (digest, run) in enumerate(wanted, 1)]
    row = release_rows(db, [release_id])[release_id]
    if same:
        for snapshot, held_row in zip(snapshots, held, strict=True):
            snapshot.id = held_row.id
    else:
        delete_snapshots(db, release_id, [held_row.id for held_row in held])
        insert_snapshots(db, snapshots)
        count(db, row.source_id, held=bool(wanted) - bool(held), snapshots=len(wanted) - len(held))
    of_capture = {capture.id: s.id for s, (_, run) in zip(snapshots, wanted, strict=True) for capture, _ in run}
    rewrite_readings(db, release_id, [(one, of_capture.get(one[0].id)) for one in read if not one[0].shared])
    note_moves(db, row.source_id, read)
    follow_all(db, row, read, snapshots)
    return not same


def differences(db: Connection, release_id: int, read: Sequence[Read]) -> frozenset[str]:
    """The fields of content in which the snapshots that `read` shows differ from those held; empty for none.

    "versions" stands among them where their number or their captures change.
    """
    held, wanted = _held(db, release_id), _runs(read)
    found: set[str] = set()
    if [(row.first_capture_id, row.last_capture_id) for row in held] != [
        (run[0][0].id, run[-1][0].id) for _, run in wanted
    ]:
        found.add("versions")
    for row, (digest, run) in zip(held, wanted, strict=False):
        if row.content != digest:
            before, after = field_digests(load_release(db, row)), field_digests(shown(run))
            found |= {name for name in before if before[name] != after[name]}
    return frozenset(found)


def _held(db: Connection, release_id: int) -> Sequence[Any]:
    query = select(SnapshotRow).where(SnapshotRow.release_id == release_id)
    return db.execute(query.order_by(SnapshotRow.version)).all()


def _bounds(rows: Sequence[Any]) -> list[tuple[bytes, int, int, int]]:
    return [(row.content, row.first_capture_id, row.last_capture_id, row.captures) for row in rows]


def _runs(read: Sequence[Read]) -> list[Run]:
    """Neighbouring captures of one content, with its digest. A 304 shows what was there before it."""
    shown: list[tuple[bytes, Read]] = []
    for one in sorted(read, key=lambda one: (one[0].at, one[0].id)):
        release = one[1].release
        if release is not None:
            shown.append((content_digest(release), one))
        elif one[1].verdict == "unchanged" and shown:
            shown.append((shown[-1][0], one))
    return [(digest, [one for _, one in run]) for digest, run in groupby(shown, key=lambda pair: pair[0])]
