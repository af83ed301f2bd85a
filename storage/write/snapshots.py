"""Turns readings into versions: a release's content, from the capture that first showed it to the last.

Everything runs in the caller's transaction. A snapshot is derived: `storage.write.settle` builds all those of a release
anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.database import chunks
from storage.edits.content import link_targets, retargeted
from storage.edits.digests import content_digest
from storage.models import CaptureRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.records import Crawl, Verdict
from storage.write.absences import ABSENT, is_missed
from storage.write.crawls import FAILED, UNREADABLE, release_ids, tally
from storage.write.listings.moves import note_moves
from storage.write.older_copies import is_dated
from storage.write.readings import Read, note_verdicts, reading_row
from storage.write.release_states import STATES, follow, id_of, release_rows
from storage.write.snapshot_rows import Snapshot, insert_snapshots, latest, update_snapshots


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What a batch came to; `unsettled` are releases to be read again as a whole, in order of time."""

    new: int = 0
    changed: int = 0
    unsettled: frozenset[int] = frozenset()


def keep_readings(db: Connection, crawl: Crawl, read: Sequence[Read]) -> BatchOutcome:
    """Keep what was read from captures of a crawl, as new snapshots where the content is new, and count it. Writes."""
    keys = release_ids(db, crawl.source_id, {reading.key for _, reading in read if reading.key is not None})
    of_releases: list[Read] = []
    of_listings: list[Read] = []
    for capture, reading in read:
        release_id = capture.release_id if reading.key is None else keys.get(reading.key)
        if release_id is not None:
            of_releases.append((replace(capture, release_id=release_id, fragment=reading.fragment or ""), reading))
        elif reading.key is None:  # a feed that cannot be split
            of_listings.append((capture, reading))
    note_verdicts(db, of_listings)
    kept = keep(db, crawl.source_id, of_releases)
    verdicts = Counter[Verdict](reading.verdict for _, reading in [*of_releases, *of_listings])
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


def keep(db: Connection, source_id: int, read: Sequence[Read]) -> BatchOutcome:
    """Add what captures show, in the order of their times, to the snapshots of their releases.

    Unsettled releases are left as they are. A capture that leaves one unsettled is kept as read without a snapshot, or,
    where there was nothing to read, as not read yet: so they are found again after a crash. What shows an earlier text
    again, or comes back, may be an older copy: all captures together tell. Writes.
    """
    read = _not_settled_meanwhile(db, read)
    rows = release_rows(db, {id_of(capture) for capture, _ in read})
    read = [one for one in read if id_of(one[0]) in rows]  # others were merged meanwhile, with their captures
    visited = {release_id: row.visited_at for release_id, row in rows.items()}
    snapshots = {release_id: [head] for release_id, head in latest(db, rows).items()}
    held = {head.id: head for (head,) in snapshots.values()}
    last_seen = {release_id: head.last_seen for release_id, (head,) in snapshots.items()}
    shown: list[tuple[Read, Snapshot | None]] = []
    added: list[Snapshot] = []
    unsettled, missed = set[int](), set[int]()
    for one in read:
        capture, reading = one
        release_id = id_of(capture)
        head = snapshots[release_id][-1] if release_id in snapshots else None
        snapshot, at_last = shown_by(one, head), visited[release_id]
        if reading.verdict in ABSENT:
            missed.add(release_id)
        again = head is not None and snapshot is head and at_last is not None and at_last > head.last_seen
        back = again and (release_id in missed or is_missed(db, release_id))
        if _must_settle(one, head, snapshot, at_last) or (
            (back or _is_earlier(db, snapshots.get(release_id, []), snapshot)) and is_dated(one)
        ):
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
        readings = [
            reading_row(one, snapshot.id if snapshot else None, unsettled=id_of(one[0]) in unsettled)
            for one, snapshot in shown
        ]
        db.execute(insert(ReadingRow), readings)
    note_moves(db, source_id, read)
    follow(db, rows, [one for one in read if id_of(one[0]) not in unsettled], snapshots, last_seen)
    new = sum(1 for snapshot in added if snapshot.number == 1)
    count(db, source_id, held=new, snapshots=len(added))
    return BatchOutcome(new, len(added) - new, frozenset(unsettled))


def _not_settled_meanwhile(db: Connection, read: Sequence[Read]) -> Sequence[Read]:
    """Those captures that have no reading yet: to settle a release is to read what was committed of it since, too."""
    held: set[tuple[int, str]] = set()
    for ids in chunks({capture.id for capture, _ in read}):
        query = select(ReadingRow.capture_id, ReadingRow.fragment).where(ReadingRow.capture_id.in_(ids))
        held.update((row.capture_id, row.fragment) for row in db.execute(query))
    return [one for one in read if (one[0].id, one[1].fragment or "") not in held]


def count(db: Connection, source_id: int, *, held: int, snapshots: int) -> None:
    """Add to a source's counts of releases with a text and of snapshots. Writes."""
    if held or snapshots:
        counts = {"held": SourceRow.held + held, "snapshots": SourceRow.snapshots + snapshots}
        db.execute(update(SourceRow).where(SourceRow.id == source_id).values(**counts))


def extend_feed(db: Connection, capture_id: int) -> None:
    """Move the last sighting of all releases that a feed held at the visit before, and holds still. Writes.

    Those are the releases read from the payload that the feed showed then; none, where that could not be read.
    """
    capture = db.execute(select(CaptureRow.address_id, CaptureRow.at).where(CaptureRow.id == capture_id)).one()
    before = CaptureRow.address_id == capture.address_id, CaptureRow.reason.is_(None)
    payload = select(CaptureRow.payload_id).where(
        *before, CaptureRow.at <= capture.at, CaptureRow.payload_id.is_not(None)
    )
    shown_then = payload.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()).limit(1)
    payload_id = db.execute(shown_then).scalar()
    of_payload = (
        select(CaptureRow.id)
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(*before, CaptureRow.at < capture.at, CaptureRow.payload_id == payload_id, ReadingRow.fragment != "")
        .order_by(CaptureRow.at.desc())
        .limit(1)
    )
    read_id = db.execute(of_payload).scalar()
    rows = db.execute(
        select(ReadingRow.snapshot_id, ReadingRow.release_id).where(
            ReadingRow.capture_id == read_id, ReadingRow.snapshot_id.is_not(None)
        )
    ).all()
    for some in chunks(rows):
        snapshots = SnapshotRow.id.in_([row.snapshot_id for row in some])
        seen = {"last_capture_id": capture_id, "last_seen": capture.at, "captures": SnapshotRow.captures + 1}
        db.execute(update(SnapshotRow).where(snapshots, SnapshotRow.last_seen < capture.at).values(**seen))
        releases = ReleaseRow.id.in_([row.release_id for row in some])
        visited = update(ReleaseRow).where(releases, ReleaseRow.visited_at < capture.at)
        db.execute(visited.values(visited_at=capture.at))


def shown_by(one: Read, head: Snapshot | None) -> Snapshot | None:
    """The newest version, where a capture shows it again; a new one, where it shows other content; or None."""
    capture, reading = one
    if reading.release is None:
        return head if reading.verdict == "unchanged" else None
    digest, links = content_digest(reading.release), link_targets(reading.release)
    if head is not None and digest == head.content and not retargeted(head.links, links):
        return head
    return Snapshot(
        release_id=id_of(capture),
        number=head.number + 1 if head else 1,
        content=digest,
        first_capture_id=capture.id,
        first_seen=capture.at,
        last_capture_id=capture.id,
        last_seen=capture.at,
        layout=reading.layout,
        release=reading.release,
        links=links,
    )


def _is_earlier(db: Connection, known: Sequence[Snapshot], snapshot: Snapshot | None) -> bool:
    """Whether a new version says what one before the newest did; those from the newest held one on are `known`."""
    if snapshot is None or not known or snapshot is known[-1] or known[-1].number == 1:
        return False
    if any(one.content == snapshot.content for one in known[:-1]):
        return True
    earlier = SnapshotRow.release_id == snapshot.release_id, SnapshotRow.version < known[0].number
    query = select(SnapshotRow.id).where(*earlier, SnapshotRow.content == snapshot.content)
    return db.execute(query.limit(1)).first() is not None


def _must_settle(one: Read, head: Snapshot | None, snapshot: Snapshot | None, visited_at: datetime | None) -> bool:
    """Whether a capture came out of order, or another text by another layout: no edit until all is read alike."""
    capture, reading = one
    if snapshot is None and reading.verdict not in (STATES if head is None else ABSENT):
        return False
    if visited_at is not None and capture.at < visited_at:
        return True
    return head is not None and snapshot is not None and snapshot is not head and head.layout != reading.layout
