"""Turns readings into versions: a release's content, from the capture that first showed it to the last.

Everything runs in the caller's transaction. A snapshot is derived: `settle` builds all those of a release anew from
its readings in the order of time, and writes nothing where they come out as they stand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.edits.digests import content_digest, field_digests
from storage.models import CaptureRow, ReadingRow, SnapshotRow
from storage.records import Release
from storage.write.release_states import Sighting, follow, follow_all, release_rows
from storage.write.versions import Version, delete_versions, insert_versions, latest, load_release, update_versions

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
        readings = [_kept_row(s, v, unsettled) for s, v in zip(sightings, shown, strict=True)]
        db.execute(insert(ReadingRow), readings)
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


def settle(db: Connection, release_id: int, sightings: Sequence[Sighting]) -> bool:
    """Make the versions of a release those that `sightings`, all its captures in order of time, show.

    Versions that became equal merge. Says whether anything changed; a second call changes nothing. Writes.
    """
    wanted = _runs(sightings)
    held = _held(db, release_id)
    same = _bounds(held) == [(digest, run[0].capture_id, run[-1].capture_id, len(run)) for digest, run in wanted]
    versions = [_version(n, digest, run) for n, (digest, run) in enumerate(wanted, 1)]
    if same:
        for version, row in zip(versions, held, strict=True):
            version.id = row.id
    else:
        delete_versions(db, release_id, [row.id for row in held])
        insert_versions(db, versions)
    of_capture = {s.capture_id: v.id for v, (_, run) in zip(versions, wanted, strict=True) for s in run}
    _rewrite_readings(db, release_id, [(s, of_capture.get(s.capture_id)) for s in sightings if not s.shared])
    follow_all(db, release_id, sightings, versions)
    return not same


def differences(db: Connection, release_id: int, sightings: Sequence[Sighting]) -> frozenset[str]:
    """The fields of content in which the versions that `sightings` show differ from those held; empty for none.

    "versions" stands among them where their number or their captures change.
    """
    held, wanted = _held(db, release_id), _runs(sightings)
    found: set[str] = set()
    if [(row.first_capture_id, row.last_capture_id) for row in held] != [
        (run[0].capture_id, run[-1].capture_id) for _, run in wanted
    ]:
        found.add("versions")
    for row, (digest, run) in zip(held, wanted, strict=False):
        if row.content != digest:
            before, after = field_digests(load_release(db, row)), field_digests(_shown(run))
            found |= {name for name in before if before[name] != after[name]}
    return frozenset(found)


def _version_shown(s: Sighting, head: Version | None) -> Version | None:
    """The newest version held, where a sighting shows it again; a new one, where it shows other content; or None."""
    if s.reading.release is None:
        return head if s.reading.verdict == "unchanged" else None
    digest = content_digest(s.reading.release)
    if head is not None and digest == head.content:
        return head
    return _version(head.number + 1 if head else 1, digest, [s])


def _must_settle(s: Sighting, head: Version | None, version: Version, visited_at: datetime | None) -> bool:
    """Whether a sighting came out of order, or another text by another layout: no edit until all is read alike."""
    if visited_at is not None and s.at < visited_at:
        return True
    return head is not None and version is not head and head.layout != s.reading.layout


def _version(number: int, digest: bytes, run: Sequence[Sighting]) -> Version:
    first, last = run[0], run[-1]
    return Version(
        release_id=first.release_id,
        number=number,
        content=digest,
        first_capture_id=first.capture_id,
        first_seen=first.at,
        last_capture_id=last.capture_id,
        last_seen=last.at,
        captures=len(run),
        layout=last.reading.layout,
        release=_shown(run),
    )


def _held(db: Connection, release_id: int) -> Sequence[Any]:
    query = select(SnapshotRow).where(SnapshotRow.release_id == release_id)
    return db.execute(query.order_by(SnapshotRow.version)).all()


def _bounds(rows: Sequence[Any]) -> list[tuple[bytes, int, int, int]]:
    return [(row.content, row.first_capture_id, row.last_capture_id, row.captures) for row in rows]


def _runs(sightings: Sequence[Sighting]) -> list[Run]:
    """Neighbouring sightings of one content, with its digest. A 304 shows what was there before it."""
    shown: list[tuple[bytes, Sighting]] = []
    for s in sorted(sightings, key=lambda s: (s.at, s.capture_id)):
        if s.reading.release is not None:
            shown.append((content_digest(s.reading.release), s))
        elif s.reading.verdict == "unchanged" and shown:
            shown.append((shown[-1][0], s))
    return [(digest, [s for _, s in run]) for digest, run in groupby(shown, key=lambda pair: pair[0])]


def _shown(run: Sequence[Sighting]) -> Release:
    """The release that the captures of one run show."""
    return next(s.reading.release for s in run if s.reading.release is not None)


def _reading_row(s: Sighting, snapshot_id: int | None) -> dict[str, Any]:
    return {
        "capture_id": s.capture_id,
        "fragment": s.reading.fragment or "",
        "release_id": s.release_id,
        "snapshot_id": snapshot_id,
        "verdict": s.reading.verdict,
        "message": s.reading.message,
        "layout": s.reading.layout,
    }


def _kept_row(s: Sighting, version: Version | None, unsettled: Collection[int]) -> dict[str, Any]:
    # Without a layout, a reading is to be made again: so `reparse` finds what a crawl, killed here, did not settle.
    row = _reading_row(s, version.id if version else None)
    return row | {"layout": None} if s.release_id in unsettled else row


def _rewrite_readings(db: Connection, release_id: int, shown: Sequence[tuple[Sighting, int | None]]) -> None:
    """Insert the readings that are new, and change those that say something else now. Writes."""
    query = select(ReadingRow).where(ReadingRow.release_id == release_id)
    held = {(row.capture_id, row.fragment): row for row in db.execute(query)}
    new, changed = [], []
    for s, snapshot_id in shown:
        row = _reading_row(s, snapshot_id)
        before = held.get((s.capture_id, row["fragment"]))
        if before is None:
            new.append(row)
        elif any(getattr(before, name) != value for name, value in row.items()):
            changed.append({"row_id": before.id, **row})
    if new:
        db.execute(insert(ReadingRow), new)
    if changed:
        db.execute(update(ReadingRow).where(ReadingRow.id == bindparam("row_id")), changed)
