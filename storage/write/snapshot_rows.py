"""Writes and reads the versions of releases: rows of snapshot, block, image and link, and the words of the index.

Everything runs in the caller's transaction, and many versions are written at once: a statement costs more than a row.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from storage.database import chunks
from storage.edits.content import Targets, targets_of
from storage.edits.digests import seal
from storage.models import BlockRow, EditSignRow, ImageRow, LinkRow, ReadingRow, SnapshotRow
from storage.read.snapshots import Part, day_of, is_misdated
from storage.records import Release, day
from storage.search import index


@dataclass(slots=True, eq=False)
class Snapshot:
    """One version of a release, from the capture that first showed it to the last.

    `id` is set once it is held, `release` until then. `layout` is that of its last reading, `links` are where those in
    its text lead.
    """

    release_id: int
    number: int
    content: bytes
    first_capture_id: int
    first_seen: datetime
    last_capture_id: int
    last_seen: datetime
    captures: int = 1
    layout: str | None = None
    id: int = 0
    release: Release | None = field(default=None, repr=False)
    links: Targets = field(default_factory=dict, repr=False)

    def extend(self, capture_id: int, at: datetime) -> None:
        """Seen once more."""
        self.last_capture_id, self.last_seen, self.captures = capture_id, at, self.captures + 1


def latest(db: Connection, release_ids: Iterable[int]) -> dict[int, Snapshot]:
    """The newest version of each release that has one, without its text."""
    layout = (
        select(ReadingRow.layout)
        .where(ReadingRow.snapshot_id == SnapshotRow.id, ReadingRow.verdict == "read")
        .order_by(ReadingRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = SnapshotRow
    first, last = (row.first_capture_id, row.first_seen), (row.last_capture_id, row.last_seen)
    columns: list[Any] = [row.release_id, row.version, row.content, *first, *last, row.captures, layout, row.id]
    found: dict[int, Snapshot] = {}
    for ids in chunks(release_ids):
        query = select(*columns).where(SnapshotRow.release_id.in_(ids))
        for held in db.execute(query.order_by(SnapshotRow.version)):
            found[held.release_id] = Snapshot(*held)
    links = _link_targets(db, [version.id for version in found.values()])
    for version in found.values():
        version.links = links.get(version.id, {})
    return found


def _link_targets(db: Connection, snapshot_ids: Sequence[int]) -> dict[int, Targets]:
    """Where the links in the texts of versions lead."""
    found: dict[int, Targets] = {}
    for ids in chunks(snapshot_ids):
        telling = or_(BlockRow.links.is_not(None), BlockRow.text.contains("\n"))
        query = select(BlockRow.snapshot_id, BlockRow.position, BlockRow.text, BlockRow.links)
        linked = db.execute(query.where(BlockRow.snapshot_id.in_(ids), telling).order_by(BlockRow.position)).all()
        listed: dict[int, set[str]] = {}
        if linked:
            for snapshot_id, url in db.execute(
                select(LinkRow.snapshot_id, LinkRow.url).where(LinkRow.snapshot_id.in_(ids))
            ):
                listed.setdefault(snapshot_id, set()).add(url)
        blocks: dict[int, list[tuple[int, str, list[tuple[str, str]]]]] = {}
        for snapshot_id, place, text, links in linked:
            blocks.setdefault(snapshot_id, []).append((place, text, json.loads(links or "[]")))
        found |= {number: targets_of(of_one, listed.get(number, ())) for number, of_one in blocks.items()}
    return found


def insert_snapshots(db: Connection, versions: Sequence[Snapshot]) -> None:
    """Insert versions with their texts and words, and set their ids. Writes."""
    if not versions:
        return
    statement = insert(SnapshotRow).returning(SnapshotRow.id, sort_by_parameter_order=True)
    dated = [{**snapshot_row(v), "dated_on": day(text_of(v).published)} for v in versions]
    ids = db.execute(statement, dated).scalars().all()
    for v, snapshot_id in zip(versions, ids, strict=True):
        v.id = snapshot_id
    for table, rows_of in PARTS:
        rows = (
            {"snapshot_id": v.id, "position": n, **row}
            for v in versions
            for n, row in enumerate(rows_of(text_of(v)), 1)
        )
        for some in chunks(rows):  # a row takes more memory than its text
            db.execute(insert(table), some)
    date_versions(db, {v.release_id for v in versions if text_of(v).published is None})
    _index(db, versions)


def update_snapshots(db: Connection, versions: Iterable[Snapshot]) -> None:
    """Note that versions held were seen again. Writes."""
    seen = ("last_capture_id", "last_seen", "captures")
    rows = [{"row_id": v.id, **{name: getattr(v, name) for name in seen}} for v in versions]
    if rows:
        db.execute(update(SnapshotRow).where(SnapshotRow.id == bindparam("row_id")), rows)


def date_versions(db: Connection, release_ids: Iterable[int]) -> None:
    """Give the versions of releases their day, after a page or a listing may have stated another. Writes."""
    for ids in chunks(release_ids):
        otherwise = SnapshotRow.release_id.in_(ids), is_misdated()
        db.execute(update(SnapshotRow).where(*otherwise).values(dated_on=day_of()))


def are_dated(db: Connection, release_id: int) -> bool:
    """Whether all versions of a release have its day."""
    otherwise = select(SnapshotRow.id).where(SnapshotRow.release_id == release_id, is_misdated())
    return db.execute(otherwise.limit(1)).first() is None


def delete_snapshots(db: Connection, release_id: int, snapshot_ids: Sequence[int]) -> None:
    """Delete versions of a release with their texts and words. Writes."""
    db.execute(update(ReadingRow).where(ReadingRow.release_id == release_id).values(snapshot_id=None))
    for ids in chunks(snapshot_ids):
        index.forget(db, ids)
        db.execute(delete(EditSignRow).where(EditSignRow.snapshot_id.in_(ids)))
        for table, _ in PARTS:
            db.execute(delete(table).where(table.snapshot_id.in_(ids)))
        db.execute(delete(SnapshotRow).where(SnapshotRow.id.in_(ids)))


def text_of(version: Snapshot) -> Release:
    """The text of a version that is not held yet."""
    assert version.release is not None
    return version.release


def _index(db: Connection, versions: Sequence[Snapshot]) -> None:
    words = [(-v.id, text_of(v).title) for v in versions]
    for ids in chunks(v.id for v in versions):
        blocks = db.execute(select(BlockRow.id, BlockRow.text).where(BlockRow.snapshot_id.in_(ids)))
        words += [(block_id, text) for block_id, text in blocks]
    index.index(db, words)


def snapshot_row(v: Snapshot) -> dict[str, object]:
    """What is written of a version into `snapshot`, but for its number."""
    release = text_of(v)
    return {
        "release_id": v.release_id,
        "version": v.number,
        "content": v.content,
        "seal": seal(release, v.content),
        "title": release.title,
        "published": release.published.isoformat() if release.published else None,
        "published_on": day(release.published),
        "language": release.language,
        "author": release.author,
        "type": release.type,
        "tags": json.dumps(release.tags),
        "dates": json.dumps([(d.kind, d.value.isoformat()) for d in release.dates]),
        "first_capture_id": v.first_capture_id,
        "last_capture_id": v.last_capture_id,
        "first_seen": v.first_seen,
        "last_seen": v.last_seen,
        "captures": v.captures,
    }


def _block_rows(release: Release) -> Iterator[dict[str, object]]:
    return (
        {
            "kind": b.kind,
            "marker": b.marker,
            "depth": b.depth,
            "text": b.text,
            "links": json.dumps(b.links, ensure_ascii=False) if b.links else None,
        }
        for b in release.blocks
    )


def _image_rows(release: Release) -> Iterator[dict[str, object]]:
    return ({"url": i.url, "caption": i.caption, "alt": i.alt} for i in release.images)


def _link_rows(release: Release) -> Iterator[dict[str, object]]:
    return ({"rel": k.rel, "url": k.url, "text": k.text} for k in release.links)


# The other tables that a version has rows in.
PARTS: tuple[tuple[type[Part], Callable[[Release], Iterator[dict[str, object]]]], ...] = (
    (BlockRow, _block_rows),
    (ImageRow, _image_rows),
    (LinkRow, _link_rows),
)
