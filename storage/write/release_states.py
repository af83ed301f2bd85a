"""What its captures make of a release: pending, held, unreadable, absent or gone; and when it is due again.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.database import chunks
from storage.models import ReleaseRow
from storage.models.rows import HeldRelease
from storage.records import Reading, StoredCapture
from storage.write import absences
from storage.write.absences import ABSENT, SURELY
from storage.write.schedule import due_at, later
from storage.write.snapshot_rows import Snapshot

# What a capture without a snapshot makes of a release that has none yet; every other verdict leaves it as it is.
STATES = {"unreadable": "unreadable", "not_found": "absent", "gone": "absent"}


def id_of(capture: StoredCapture) -> int:
    """The release that a capture shows; whoever asks has made sure that there is one."""
    if capture.release_id is None:
        raise ValueError(f"capture {capture.id} of {capture.url} shows no release")
    return capture.release_id


def release_rows(db: Connection, release_ids: Iterable[int]) -> dict[int, HeldRelease]:
    """The rows of releases, by id."""
    rows: dict[int, HeldRelease] = {}
    for ids in chunks(release_ids):
        found: Iterable[HeldRelease] = db.execute(select(ReleaseRow).where(ReleaseRow.id.in_(ids)))
        rows.update({row.id: row for row in found})
    return rows


def follow(
    db: Connection,
    rows: Mapping[int, HeldRelease],
    read: Sequence[tuple[StoredCapture, Reading]],
    snapshots: Mapping[int, Sequence[Snapshot]],
    last_seen: Mapping[int, datetime],
) -> None:
    """Move releases after what their newest captures showed.

    `rows` are the releases as they stood before, and `last_seen` when they were then; `snapshots` are the newest one
    held of each and those added. Writes.
    """
    seen: dict[int, list[tuple[StoredCapture, Reading]]] = {}
    for one in read:
        seen.setdefault(id_of(one[0]), []).append(one)
    changes = []
    for release_id, of_release in seen.items():
        row, of_text = rows[release_id], snapshots.get(release_id, ())
        if of_text:
            state = "gone" if _is_gone(db, row, last_seen.get(release_id), of_release) else "held"
        else:
            state = _state_without(row.state, of_release)
        changes.append(_change(row, state, row.held_at or _first_seen(of_text), of_text, of_release))
    _update(db, changes)


def _is_gone(
    db: Connection, row: HeldRelease, last_seen: datetime | None, read: Sequence[tuple[StoredCapture, Reading]]
) -> bool:
    """Whether a release is gone after these captures. Its absences are looked at only where there may be any."""
    missed = last_seen is not None and row.visited_at is not None and row.visited_at > last_seen
    if missed or any(reading.verdict in ABSENT for _, reading in read):
        return absences.follow(db, row.id, last_seen, read)
    return False


def follow_all(
    db: Connection, row: HeldRelease, read: Sequence[tuple[StoredCapture, Reading]], snapshots: Sequence[Snapshot]
) -> None:
    """Make a release what all its captures, in order of time, and all its snapshots say. Writes."""
    gone = absences.settle(db, row.id, read)
    if snapshots:
        state = "gone" if gone else "held"
    else:
        state = _state_without("elsewhere" if row.state == "elsewhere" else "pending", read)
    change = _change(row, state, _first_seen(snapshots), snapshots, read)
    if any(getattr(row, name) != value for name, value in change.items() if name != "row_id"):
        _update(db, [change])


def _change(
    row: HeldRelease,
    state: str,
    held_at: datetime | None,
    snapshots: Sequence[Snapshot],
    read: Sequence[tuple[StoredCapture, Reading]],
) -> dict[str, object]:
    changed_at = snapshots[-1].first_seen if snapshots else None
    visited_at = max([capture.at for capture, _ in read] + [row.visited_at or row.found_at])
    since = held_at or row.found_at
    due = due_at(since, max(changed_at or since, since), visited_at)
    if snapshots and read[-1][1].verdict == "not_found":
        due = min(due, later(visited_at, SURELY))  # the visit that tells whether it is gone
    return {
        "row_id": row.id,
        "state": state,
        "held_at": held_at,
        "changed_at": changed_at,
        "visited_at": visited_at,
        "due_at": due,
        "assets_due_at": row.assets_due_at if changed_at == row.changed_at else None,
    }


def _update(db: Connection, changes: Sequence[Mapping[str, object]]) -> None:
    if changes:
        db.execute(update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id")), changes)


def _first_seen(snapshots: Sequence[Snapshot]) -> datetime | None:
    return snapshots[0].first_seen if snapshots else None


def _state_without(before: str, read: Sequence[tuple[StoredCapture, Reading]]) -> str:
    """The state of a release without a snapshot: what its last telling capture made of it."""
    told = [STATES[reading.verdict] for _, reading in read if reading.verdict in STATES]
    return told[-1] if told else before
