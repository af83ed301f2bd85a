"""Builds the snapshots of a release anew from all its captures, in order of time.

Everything runs in the caller's transaction. What comes out as it stands is not written.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, case, delete, or_, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.edits.digests import field_digests
from storage.models import STATES, AbsenceRow, AddressRow, CaptureRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.models.rows import HeldSnapshot
from storage.payloads.store import Payloads
from storage.read.snapshots import load_releases
from storage.read.stored_captures import Captured, of_release
from storage.records import Crawl
from storage.storable import storable
from storage.write import absences
from storage.write.addresses import is_displaced, restate
from storage.write.crawls import tally
from storage.write.listings.moves import note_moves
from storage.write.older_copies import marked
from storage.write.readings import Read, kept_besides, rewrite_readings
from storage.write.release_states import follow_all, release_rows
from storage.write.snapshot_rows import (
    PARTS,
    Snapshot,
    are_dated,
    delete_snapshots,
    insert_snapshots,
    snapshot_row,
    text_of,
)
from storage.write.snapshots import count, shown_by

OF_CAPTURES = frozenset({"first_capture_id", "last_capture_id", "first_seen", "last_seen", "captures"})


def settle_all(db: Connection, releases: Mapping[int, Sequence[Read]]) -> dict[int, frozenset[str]]:
    """Build all snapshots of releases anew from their captures, read alike; gives what changed of each. Writes."""
    return {release_id: settle(db, release_id, read) for release_id, read in releases.items()}


def settle_in(db: Connection, crawl: Crawl, release_id: int, read: Sequence[Read]) -> None:
    """The same of one release that a crawl left unsettled, with the count of its versions. Writes."""
    before = len(_held(db, release_id))
    settle(db, release_id, read)
    after = len(_held(db, release_id))
    new = int(before == 0 < after)
    tally(db, crawl.id, {"new": new, "changed": after - before - new, "revisited": before - after})


def settle(db: Connection, release_id: int, read: Sequence[Read]) -> frozenset[str]:
    """Make the snapshots of a release those that `read`, all its captures in order of time, show.

    Snapshots that became equal merge, and altered ones are made right. What another process has made meanwhile of a
    capture is taken as it stands. Gives what changed, in the words of `differences`; a second call changes nothing.
    Writes.
    """
    row = release_rows(db, [release_id]).get(release_id)
    if row is None:  # merged into another meanwhile, with all its captures
        return frozenset()
    read = marked(_as_it_stands(db, release_id, read))
    runs, held = _versions(read), _held(db, release_id)
    wanted = [version for version, _ in runs]
    found = _unlike(db, held, wanted)
    if found:
        delete_snapshots(db, release_id, [held_row.id for held_row in held])
        insert_snapshots(db, wanted)
        count(db, row.source_id, held=bool(wanted) - bool(held), snapshots=len(wanted) - len(held))
    else:
        for snapshot, held_row in zip(wanted, held, strict=True):
            snapshot.id = held_row.id
    of_capture = {capture.id: version.id for version, run in runs for capture, _ in run}
    rewrite_readings(db, release_id, [(one, of_capture.get(one[0].id)) for one in read if not one[0].read_with_another])
    note_moves(db, row.source_id, read)
    if not absences.are_settled(db, release_id, read):
        found.add("absences")
    follow_all(db, row, read, wanted)
    if restate(db, release_id):
        found.add("address")
    return frozenset(found)


def differences(db: Connection, release_id: int, read: Sequence[Read]) -> frozenset[str]:
    """The fields of content in which the snapshots that `read` shows differ from those held; empty for none.

    "versions" stands among them where their number or their captures change. Where the content is the same, the columns
    of `snapshot` are named that differ, and its other tables; "absences", "address" and "day" where those do.
    """
    read = marked(read)
    found = _unlike(db, _held(db, release_id), [version for version, _ in _versions(read)])
    if not absences.are_settled(db, release_id, read):
        found.add("absences")
    if is_displaced(db, release_id):
        found.add("address")
    return frozenset(found)


def _unlike(db: Connection, held: Sequence[HeldSnapshot], wanted: Sequence[Snapshot]) -> set[str]:
    """In what the snapshots that are held differ from those that are wanted."""
    found = {"day"} if held and not are_dated(db, held[0].release_id) else set[str]()
    if [(row.first_capture_id, row.last_capture_id) for row in held] != [
        (version.first_capture_id, version.last_capture_id) for version in wanted
    ]:
        found.add("versions")
    shown_now = list(zip(held, wanted, strict=False))
    unlike = _differing(db, [row for row, _ in shown_now], [version for _, version in shown_now])
    releases = load_releases(db, [row for (row, _), names in zip(shown_now, unlike, strict=True) if names])
    expected = OF_CAPTURES if "versions" in found else frozenset[str]()
    for (row, version), names in zip(shown_now, unlike, strict=True):
        if names:
            assert version.release is not None
            before, after = field_digests(releases[row.id]), field_digests(version.release)
            found |= {name for name in before if before[name] != after[name]} or (names - expected)
    return found


def _differing(db: Connection, held: Sequence[HeldSnapshot], versions: Sequence[Snapshot]) -> list[set[str]]:
    """In which columns each row of `snapshot` differs from what would be written of the version beside it.

    The names of its other tables stand for theirs. What is not written, the number of a row, is not compared. A seal is
    named where nothing else differs.
    """
    found = [
        {name for name, value in snapshot_row(v).items() if getattr(row, name) != _as_held(value)}
        for row, v in zip(held, versions, strict=True)
    ]
    for table, rows_of in PARTS:
        columns = [column for column in table.__table__.columns if column.name not in ("id", "snapshot_id")]
        parts: dict[int, list[tuple[object, ...]]] = {}
        for ids in chunks(row.id for row in held):
            query = select(table.snapshot_id, *columns).where(table.snapshot_id.in_(ids)).order_by(table.position)
            for snapshot_id, *part in db.execute(query):
                parts.setdefault(snapshot_id, []).append(tuple(part))
        for names, row, v in zip(found, held, versions, strict=True):
            wanted = ({"position": n, **part} for n, part in enumerate(rows_of(text_of(v)), 1))
            if parts.get(row.id, []) != [tuple(_as_held(part[one.name]) for one in columns) for part in wanted]:
                names.add(table.__tablename__)
    for names in found:
        if len(names) > 1:
            names.discard("seal")
    return found


def _as_held(value: object) -> object:
    """A value as it comes back from the archive."""
    return storable(value) if isinstance(value, str) else value


def unmake(db: Connection, payloads: Payloads, release_id: int) -> Captured:
    """Take away what was made of a release's captures, unread, since its rows are damaged, and give the captures.

    Of a feed's items the readings stay, emptied, since they alone tell which captures show the release. Raises
    DamageError, whereupon nothing is taken away, where a capture is damaged too. Writes.
    """
    own = select(SnapshotRow.id).where(SnapshotRow.release_id == release_id)
    lost = select(SnapshotRow.id).join(ReadingRow, ReadingRow.snapshot_id == SnapshotRow.id)
    of_another = aliased(ReadingRow)
    sound = select(of_another.id).where(of_another.snapshot_id == SnapshotRow.id, of_another.release_id != release_id)
    lost = lost.where(ReadingRow.release_id == release_id, ~sound.exists())
    held = sorted({number for query in (own, lost) for number in db.execute(query).scalars()})
    delete_snapshots(db, release_id, held)
    source_id = db.execute(select(ReleaseRow.source_id).where(ReleaseRow.id == release_id)).scalar_one()
    count(db, source_id, held=-bool(held), snapshots=-len(held))
    readings = ReadingRow.release_id == release_id
    of_feed = select(CaptureRow.id).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    of_feed = of_feed.where(CaptureRow.id == ReadingRow.capture_id, AddressRow.kind == "listing")
    db.execute(delete(ReadingRow).where(readings, ~of_feed.exists()))
    db.execute(
        update(ReadingRow).where(readings).values(verdict="unreadable", message=None, layout=None, snapshot_id=None)
    )
    state = case((ReleaseRow.state.in_(STATES), ReleaseRow.state), else_="pending")
    unknown = dict.fromkeys(("held_at", "changed_at", "visited_at", "due_at"))
    db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(state=state, **unknown))
    restate(db, release_id)
    db.execute(delete(AbsenceRow).where(AbsenceRow.release_id == release_id, AbsenceRow.kind == "page"))
    return of_release(db, payloads, release_id)


def _as_it_stands(db: Connection, release_id: int, read: Sequence[Read]) -> list[Read]:
    """`read` without the captures that another process has read for another release, and with those it read for this.

    Whoever reads a release does so outside the transaction, and may be overtaken.
    """
    fragments = {(capture.id, reading.fragment or "") for capture, reading in read if not capture.read_with_another}
    elsewhere: set[tuple[int, str]] = set()
    for ids in chunks({capture_id for capture_id, _ in fragments}):
        query = select(ReadingRow.capture_id, ReadingRow.fragment).where(ReadingRow.capture_id.in_(ids))
        of_others = or_(ReadingRow.release_id.is_(None), ReadingRow.release_id != release_id)
        elsewhere.update((row.capture_id, row.fragment) for row in db.execute(query.where(of_others)))
    ours = [one for one in read if one[0].read_with_another or (one[0].id, one[1].fragment or "") not in elsewhere]
    return sorted([*ours, *kept_besides(db, release_id, fragments)], key=lambda one: (one[0].at, one[0].id))


def _held(db: Connection, release_id: int) -> Sequence[HeldSnapshot]:
    query = select(SnapshotRow).where(SnapshotRow.release_id == release_id)
    return db.execute(query.order_by(SnapshotRow.version)).all()


def _versions(read: Sequence[Read]) -> list[tuple[Snapshot, list[Read]]]:
    """The versions that captures show, each with its captures. A 304 shows what was there before it."""
    found: list[tuple[Snapshot, list[Read]]] = []
    for one in sorted(read, key=lambda one: (one[0].at, one[0].id)):
        snapshot = shown_by(one, found[-1][0] if found else None)
        if snapshot is None:
            continue
        if found and snapshot is found[-1][0]:
            snapshot.extend(one[0].id, one[0].at)
            found[-1][1].append(one)
        else:
            found.append((snapshot, [one]))
    return found
