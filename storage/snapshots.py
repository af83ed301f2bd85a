"""Turns readings into snapshots: the versions of a release, each from the capture that first showed it to the last.

Everything runs in the caller's transaction. A snapshot is derived: `settle` builds all those of a release anew from
its readings in the order of time, and writes nothing where they come out as they stand.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage import search
from storage.digests import content_digest, field_digests
from storage.evidence import chunks, day
from storage.models import BlockRow, CaptureRow, ImageRow, LinkRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.records import Block, Image, Link, Reading, Release
from storage.schedule import due_at

# What a capture without a snapshot makes of a release that has none yet; every other verdict leaves it pending.
STATES = {"unreadable": "unreadable", "not_found": "absent", "gone": "absent"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One capture of a release with what was read; `shared` where a feed's one reading stands for all it holds."""

    capture_id: int
    at: datetime
    release_id: int
    reading: Reading
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch of sightings came to; `unsettled` are releases to be read again as a whole, in order of time."""

    new: int = 0
    changed: int = 0
    unsettled: frozenset[int] = frozenset()


def parse_published(text: str | None) -> date | datetime | None:
    """A published date or time from its ISO text, as kept."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def keep_sightings(db: Connection, sightings: Sequence[Sighting]) -> Outcome:
    """Add sightings, in the order they were captured, to the versions of their releases. Writes."""
    latest = latest_snapshots(db, {s.release_id for s in sightings})
    readings: list[dict[str, Any]] = []
    extended: dict[int, dict[str, Any]] = {}
    new = changed = 0
    unsettled = set()
    for s in sightings:
        head = latest.get(s.release_id)
        snapshot_id = None
        if s.reading.release is not None:
            digest = content_digest(s.reading.release)
            if head is not None and (
                s.at < head.last_seen or (digest != head.content and head.layout != s.reading.layout)
            ):
                # Captured before what is held, or read by another layout: no edit until all is read alike.
                unsettled.add(s.release_id)
            elif head is not None and digest == head.content:
                snapshot_id = head.id
                head.extend(s)
                extended[head.id] = head.as_update()
            else:
                version = head.version + 1 if head else 1
                snapshot_id = insert_snapshot(db, s.release_id, version, digest, s.reading.release, [s])
                latest[s.release_id] = Head(snapshot_id, version, digest, s.capture_id, s.at, 1, s.reading.layout)
                new, changed = (new + 1, changed) if head is None else (new, changed + 1)
        elif s.reading.verdict == "unchanged" and head is not None and s.at >= head.last_seen:
            snapshot_id = head.id
            head.extend(s)
            extended[head.id] = head.as_update()
        readings.append(_reading_row(s, snapshot_id))
    if extended:
        change = update(SnapshotRow).where(SnapshotRow.id == bindparam("row_id"))
        db.execute(change, list(extended.values()))
    if readings:
        db.execute(insert(ReadingRow), readings)
    _follow(db, sightings, latest)
    return Outcome(new, changed, frozenset(unsettled))


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


@dataclass(slots=True)
class Head:
    """The newest snapshot of a release, as far as adding to it needs."""

    id: int
    version: int
    content: bytes
    last_capture_id: int
    last_seen: datetime
    captures: int
    layout: str | None
    first_seen: datetime | None = None

    def extend(self, s: Sighting) -> None:
        """Seen once more."""
        self.last_capture_id, self.last_seen, self.captures = s.capture_id, s.at, self.captures + 1

    def as_update(self) -> dict[str, Any]:
        """The columns that `extend` moved."""
        return {
            "row_id": self.id,
            "last_capture_id": self.last_capture_id,
            "last_seen": self.last_seen,
            "captures": self.captures,
        }


def latest_snapshots(db: Connection, release_ids: Iterable[int]) -> dict[int, Head]:
    """The newest snapshot of each release that has one, with the layout that read it last."""
    layout = (
        select(ReadingRow.layout)
        .where(ReadingRow.snapshot_id == SnapshotRow.id, ReadingRow.verdict == "read")
        .order_by(ReadingRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: dict[int, Head] = {}
    for ids in chunks(release_ids):
        query = select(
            SnapshotRow.release_id,
            SnapshotRow.id,
            SnapshotRow.version,
            SnapshotRow.content,
            SnapshotRow.last_capture_id,
            SnapshotRow.last_seen,
            SnapshotRow.captures,
            layout,
            SnapshotRow.first_seen,
        )
        query = query.where(SnapshotRow.release_id.in_(ids)).order_by(SnapshotRow.version)
        for release_id, *columns in db.execute(query):
            found[release_id] = Head(*columns)
    return found


def settle(db: Connection, release_id: int, sightings: Sequence[Sighting]) -> bool:
    """Make the versions of a release those that `sightings`, all its captures in order of time, show.

    Versions that became equal merge. Says whether anything changed; a second call changes nothing. Writes.
    """
    wanted = _runs(sightings)
    held = db.execute(
        select(SnapshotRow).where(SnapshotRow.release_id == release_id).order_by(SnapshotRow.version)
    ).all()
    same = [(row.content, row.first_capture_id, row.last_capture_id, row.captures) for row in held] == [
        (digest, run[0].capture_id, run[-1].capture_id, len(run)) for digest, run in wanted
    ]
    snapshots = [row.id for row in held] if same else _replace(db, release_id, held, wanted)
    of_capture = {s.capture_id: snapshot for snapshot, (_, run) in zip(snapshots, wanted, strict=True) for s in run}
    _rewrite_readings(db, release_id, [(s, of_capture.get(s.capture_id)) for s in sightings if not s.shared])
    if not same:
        state = "held" if wanted else _state_without(sightings)
        times = {"held_at": wanted[0][1][0].at, "changed_at": wanted[-1][1][0].at} if wanted else {}
        db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(state=state, **times))
    return not same


def differences(db: Connection, release_id: int, sightings: Sequence[Sighting]) -> frozenset[str]:
    """The fields of content in which the versions that `sightings` show differ from those held; empty for none.

    "versions" stands among them where their number or their captures change.
    """
    held = db.execute(
        select(SnapshotRow).where(SnapshotRow.release_id == release_id).order_by(SnapshotRow.version)
    ).all()
    wanted = _runs(sightings)
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


def load_release(db: Connection, snapshot: Any) -> Release:
    """The Release that a row of `snapshot` holds."""
    blocks = db.execute(
        select(BlockRow.kind, BlockRow.text, BlockRow.marker, BlockRow.depth)
        .where(BlockRow.snapshot_id == snapshot.id)
        .order_by(BlockRow.position)
    )
    images = db.execute(
        select(ImageRow.url, ImageRow.caption, ImageRow.alt)
        .where(ImageRow.snapshot_id == snapshot.id)
        .order_by(ImageRow.position)
    )
    links = db.execute(
        select(LinkRow.rel, LinkRow.url, LinkRow.text)
        .where(LinkRow.snapshot_id == snapshot.id)
        .order_by(LinkRow.position)
    )
    return Release(
        title=snapshot.title,
        published=parse_published(snapshot.published),
        blocks=tuple(Block(*row) for row in blocks),
        images=tuple(Image(*row) for row in images),
        links=tuple(Link(*row) for row in links),
        language=snapshot.language,
        author=snapshot.author,
        type=snapshot.type,
        tags=tuple(json.loads(snapshot.tags)),
    )


def insert_snapshot(
    db: Connection, release_id: int, version: int, digest: bytes, release: Release, run: Sequence[Sighting]
) -> int:
    """Insert one version with its blocks, images, links and words, and give its id. Writes."""
    row = insert(SnapshotRow).values(
        release_id=release_id,
        version=version,
        content=digest,
        title=release.title,
        published=release.published.isoformat() if release.published else None,
        published_on=day(release.published),
        language=release.language,
        author=release.author,
        type=release.type,
        tags=json.dumps(release.tags, ensure_ascii=False),
        first_capture_id=run[0].capture_id,
        last_capture_id=run[-1].capture_id,
        first_seen=run[0].at,
        last_seen=run[-1].at,
        captures=len(run),
    )
    snapshot_id: int = db.execute(row.returning(SnapshotRow.id)).scalar_one()
    words = [(-snapshot_id, release.title)]
    if release.blocks:
        rows = [
            {
                "snapshot_id": snapshot_id,
                "position": n,
                "kind": b.kind,
                "marker": b.marker,
                "depth": b.depth,
                "text": b.text,
            }
            for n, b in enumerate(release.blocks, 1)
        ]
        statement = insert(BlockRow).returning(BlockRow.id, sort_by_parameter_order=True)
        ids = db.execute(statement, rows).scalars().all()
        words += zip(ids, (b.text for b in release.blocks), strict=True)
    search.index(db, words)
    if release.images:
        pictures = [
            {"snapshot_id": snapshot_id, "position": n, "url": i.url, "caption": i.caption, "alt": i.alt}
            for n, i in enumerate(release.images, 1)
        ]
        db.execute(insert(ImageRow), pictures)
    if release.links:
        links = [
            {"snapshot_id": snapshot_id, "position": n, "rel": k.rel, "url": k.url, "text": k.text}
            for n, k in enumerate(release.links, 1)
        ]
        db.execute(insert(LinkRow), links)
    return snapshot_id


def _reading_row(s: Sighting, snapshot_id: int | None) -> dict[str, Any]:
    return {
        "capture_id": s.capture_id,
        "fragment": s.reading.fragment or "",
        "release_id": s.release_id,
        "snapshot_id": snapshot_id,
        "verdict": s.reading.verdict,
        "says": s.reading.says,
        "layout": s.reading.layout,
    }


def _runs(sightings: Sequence[Sighting]) -> list[tuple[bytes, list[Sighting]]]:
    """Neighbouring sightings of one content, with its digest. A 304 shows what was there before it."""
    shown: list[tuple[bytes, Sighting]] = []
    for s in sorted(sightings, key=lambda s: s.at):
        if s.reading.release is not None:
            shown.append((content_digest(s.reading.release), s))
        elif s.reading.verdict == "unchanged" and shown:
            shown.append((shown[-1][0], s))
    return [(digest, [s for _, s in run]) for digest, run in groupby(shown, key=lambda pair: pair[0])]


def _shown(run: Sequence[Sighting]) -> Release:
    """The release that the captures of one run show."""
    return next(s.reading.release for s in run if s.reading.release is not None)


def _replace(
    db: Connection, release_id: int, held: Sequence[Any], wanted: Sequence[tuple[bytes, list[Sighting]]]
) -> list[int]:
    """Delete the versions held and insert those wanted; give their ids. Writes."""
    old = [row.id for row in held]
    db.execute(update(ReadingRow).where(ReadingRow.release_id == release_id).values(snapshot_id=None))
    for ids in chunks(old):
        search.forget(db, ids)
        for table in (BlockRow, ImageRow, LinkRow):
            db.execute(delete(table).where(table.snapshot_id.in_(ids)))
        db.execute(delete(SnapshotRow).where(SnapshotRow.id.in_(ids)))
    ids_new = []
    for version, (digest, run) in enumerate(wanted, 1):
        ids_new.append(insert_snapshot(db, release_id, version, digest, _shown(run), run))
    return ids_new


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


def _state_without(sightings: Sequence[Sighting]) -> str:
    """The state of a release without a snapshot: what its last telling capture made of it."""
    told = [STATES[s.reading.verdict] for s in sightings if s.reading.verdict in STATES]
    return told[-1] if told else "pending"


def _follow(db: Connection, sightings: Sequence[Sighting], latest: dict[int, Head]) -> None:
    """Move the releases' state, and when they are due again, after what their captures showed. Writes."""
    last = {s.release_id: s for s in sightings}
    rows: dict[int, Any] = {}
    for ids in chunks(last):
        for row in db.execute(select(ReleaseRow).where(ReleaseRow.id.in_(ids))):
            rows[row.id] = row
    changes = []
    for release_id, s in last.items():
        row, head = rows[release_id], latest.get(release_id)
        state = "held" if head else STATES.get(s.reading.verdict, row.state)
        held_at = row.held_at or (head.last_seen if head else None)
        changed_at = head.first_seen or head.last_seen if head else row.changed_at
        visited_at = max(row.visited_at, s.at) if row.visited_at else s.at
        since = held_at or row.found_at
        due = due_at(since, max(changed_at or since, since), visited_at)
        changes.append(
            {
                "row_id": release_id,
                "state": state,
                "held_at": held_at,
                "changed_at": changed_at,
                "visited_at": visited_at,
                "due_at": due,
            }
        )
    if changes:
        db.execute(update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id")), changes)


def captures_of(db: Connection, release_id: int) -> Sequence[Any]:
    """All captures of a release with their readings, in order of time."""
    query = (
        select(CaptureRow, ReadingRow.verdict, ReadingRow.layout, ReadingRow.fragment)
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(ReadingRow.release_id == release_id)
        .order_by(CaptureRow.at, CaptureRow.id)
    )
    return db.execute(query).all()
