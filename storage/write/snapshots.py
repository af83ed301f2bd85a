"""Turns readings into versions: a release's content, from the capture that first showed it to the last.

Everything runs in the caller's transaction. A snapshot is derived: `settle` builds all those of a release anew from
its readings in the order of time, and writes nothing where they come out as they stand.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.edits.digests import content_digest, field_digests
from storage.models import CaptureRow, ReadingRow, SnapshotRow, SourceRow
from storage.records import Crawl, Reading, Release, StoredCapture, Verdict
from storage.write.absences import ABSENT
from storage.write.addresses import note_moves
from storage.write.crawls import FAILED, UNREADABLE, release_ids, tally
from storage.write.release_states import STATES, follow, follow_all, id_of, release_rows
from storage.write.snapshot_rows import (
    Snapshot,
    delete_snapshots,
    insert_snapshots,
    latest,
    load_release,
    update_snapshots,
)

Read = tuple[StoredCapture, Reading]  # a capture of a release, and what was read from it
Run = tuple[bytes, list[Read]]  # neighbouring captures of one content, and its digest


@dataclass(frozen=True, slots=True)
class Kept:
    """What a batch came to; `unsettled` are releases to be read again as a whole, in order of time."""

    new: int = 0
    changed: int = 0
    unsettled: frozenset[int] = frozenset()


def keep_readings(db: Connection, crawl: Crawl, read: Sequence[Read]) -> Kept:
    """Keep what was read from captures of a crawl, as new snapshots where the content is new, and count it. Writes."""
    keys = release_ids(db, crawl.source_id, {reading.key for _, reading in read if reading.key is not None})
    of_releases = []
    for capture, reading in read:
        release_id = capture.release_id if reading.key is None else keys.get(reading.key)
        if release_id is not None:
            of_releases.append((replace(capture, release_id=release_id, fragment=reading.fragment or ""), reading))
    kept = keep(db, crawl.source_id, of_releases)
    verdicts = Counter[Verdict](reading.verdict for _, reading in of_releases)
    counts = {
        "new": kept.new,
        "changed": kept.changed,
        "revisited": verdicts["read"] + verdicts["unchanged"] - kept.new - kept.changed,
        "gone": verdicts["not_found"] + verdicts["gone"],
        "unreadable": sum(verdicts[verdict] for verdict in UNREADABLE),
        "failed": sum(verdicts[verdict] for verdict in FAILED),
    }
    tally(db, crawl.id, counts)
    return kept


def keep(db: Connection, source_id: int, read: Sequence[Read]) -> Kept:
    """Add what captures show, in the order of their times, to the snapshots of their releases.

    Unsettled releases are left as they are. A capture that leaves one unsettled is kept as read without a snapshot, or,
    where there was nothing to read, as not read yet: so they are found again after a crash. Writes.
    """
    rows = release_rows(db, {id_of(capture) for capture, _ in read})
    visited = {release_id: row.visited_at for release_id, row in rows.items()}
    snapshots = {release_id: [head] for release_id, head in latest(db, rows).items()}
    held = {head.id: head for (head,) in snapshots.values()}
    last_seen = {release_id: head.last_seen for release_id, (head,) in snapshots.items()}
    shown: list[tuple[Read, Snapshot | None]] = []
    added: list[Snapshot] = []
    unsettled = set()
    for one in read:
        capture, reading = one
        release_id = id_of(capture)
        head = snapshots[release_id][-1] if release_id in snapshots else None
        snapshot = _shown_by(one, head)
        if _must_settle(one, head, snapshot, visited[release_id]):
            unsettled.add(release_id)
            shown += [(one, None)] if reading.release is not None else []
            continue
        if snapshot is not None and snapshot is head:
            snapshot.extend(capture.id, capture.at)
            snapshot.layout = reading.layout or snapshot.layout
        elif snapshot is not None:
            snapshots.setdefault(release_id, []).append(snapshot)
            added.append(snapshot)
        shown.append((one, snapshot))
        visited[release_id] = max(visited[release_id] or capture.at, capture.at)
    insert_snapshots(db, added)
    update_snapshots(db, held.values())
    if shown:
        db.execute(insert(ReadingRow), [_kept_row(one, snapshot, unsettled) for one, snapshot in shown])
    note_moves(db, source_id, read)
    follow(db, rows, [one for one in read if id_of(one[0]) not in unsettled], snapshots, last_seen)
    new = sum(1 for snapshot in added if snapshot.number == 1)
    count(db, source_id, held=new, snapshots=len(added))
    return Kept(new, len(added) - new, frozenset(unsettled))


def count(db: Connection, source_id: int, *, held: int, snapshots: int) -> None:
    """Add to a source's counts of releases with a text and of snapshots. Writes."""
    if held or snapshots:
        counts = {"held": SourceRow.held + held, "snapshots": SourceRow.snapshots + snapshots}
        db.execute(update(SourceRow).where(SourceRow.id == source_id).values(**counts))


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
    snapshots = [_snapshot(number, digest, run) for number, (digest, run) in enumerate(wanted, 1)]
    row = release_rows(db, [release_id])[release_id]
    if same:
        for snapshot, held_row in zip(snapshots, held, strict=True):
            snapshot.id = held_row.id
    else:
        delete_snapshots(db, release_id, [held_row.id for held_row in held])
        insert_snapshots(db, snapshots)
        count(db, row.source_id, held=bool(wanted) - bool(held), snapshots=len(wanted) - len(held))
    of_capture = {capture.id: s.id for s, (_, run) in zip(snapshots, wanted, strict=True) for capture, _ in run}
    _rewrite_readings(db, release_id, [(one, of_capture.get(one[0].id)) for one in read if not one[0].shared])
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
            before, after = field_digests(load_release(db, row)), field_digests(_shown(run))
            found |= {name for name in before if before[name] != after[name]}
    return frozenset(found)


def _shown_by(one: Read, head: Snapshot | None) -> Snapshot | None:
    """The newest snapshot held, where a capture shows it again; a new one, where it shows other content; or None."""
    reading = one[1]
    if reading.release is None:
        return head if reading.verdict == "unchanged" else None
    digest = content_digest(reading.release)
    if head is not None and digest == head.content:
        return head
    return _snapshot(head.number + 1 if head else 1, digest, [one])


def _must_settle(one: Read, head: Snapshot | None, snapshot: Snapshot | None, visited_at: datetime | None) -> bool:
    """Whether a capture came out of order, or another text by another layout: no edit until all is read alike."""
    capture, reading = one
    if snapshot is None and reading.verdict not in (STATES if head is None else ABSENT):
        return False
    if visited_at is not None and capture.at < visited_at:
        return True
    return head is not None and snapshot is not None and snapshot is not head and head.layout != reading.layout


def _snapshot(number: int, digest: bytes, run: Sequence[Read]) -> Snapshot:
    (first, _), (last, reading) = run[0], run[-1]
    return Snapshot(
        release_id=id_of(first),
        number=number,
        content=digest,
        first_capture_id=first.id,
        first_seen=first.at,
        last_capture_id=last.id,
        last_seen=last.at,
        captures=len(run),
        layout=reading.layout,
        release=_shown(run),
    )


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


def _shown(run: Sequence[Read]) -> Release:
    """The release that the captures of one run show."""
    return next(reading.release for _, reading in run if reading.release is not None)


def _reading_row(one: Read, snapshot_id: int | None) -> dict[str, Any]:
    capture, reading = one
    return {
        "capture_id": capture.id,
        "fragment": reading.fragment or "",
        "release_id": id_of(capture),
        "snapshot_id": snapshot_id,
        "verdict": reading.verdict,
        "message": reading.message,
        "layout": reading.layout,
    }


def _kept_row(one: Read, snapshot: Snapshot | None, unsettled: Collection[int]) -> dict[str, Any]:
    # Without a layout, a reading is to be made again: so `reparse` finds what a crawl, killed here, did not settle.
    row = _reading_row(one, snapshot.id if snapshot else None)
    return row | {"layout": None} if id_of(one[0]) in unsettled else row


def _rewrite_readings(db: Connection, release_id: int, shown: Sequence[tuple[Read, int | None]]) -> None:
    """Insert the readings that are new, and change those that say something else now. Writes."""
    query = select(ReadingRow).where(ReadingRow.release_id == release_id)
    held = {(row.capture_id, row.fragment): row for row in db.execute(query)}
    new, changed = [], []
    for one, snapshot_id in shown:
        row = _reading_row(one, snapshot_id)
        before = held.get((row["capture_id"], row["fragment"]))
        if before is None:
            new.append(row)
        elif any(getattr(before, name) != value for name, value in row.items()):
            changed.append({"row_id": before.id, **row})
    if new:
        db.execute(insert(ReadingRow), new)
    if changed:
        db.execute(update(ReadingRow).where(ReadingRow.id == bindparam("row_id")), changed)
