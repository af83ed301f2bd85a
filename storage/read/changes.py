"""What ministries changed: edited releases, and those gone, moved or taken off a listing, newest first.

Nothing here writes. Edits are found by comparing neighbouring snapshots when they are asked for, so a better
comparison needs no rebuilding.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from storage.edits.classify import EditClass, at_least
from storage.edits.compare import compare
from storage.edits.edit import Comparison, Edit
from storage.models import AddressRow, CaptureRow, EntryRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.write.versions import load_release

PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a release as a whole, or of its address: `before` and `after` are addresses."""

    field: Literal["release", "address"]
    kind: Literal["gone", "moved", "unlisted"]
    before: str
    after: str | None
    cls: EditClass


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one release, dated as between the last capture without it and the first with it.

    It has edits, or one event.
    """

    release: int
    source: str
    url: str
    title: str
    version: int
    last_without: datetime
    first_with: datetime
    edits: tuple[Edit | Event, ...]
    cls: EditClass
    flags: tuple[str, ...] = ()


def changes(
    db: Connection, *, since: datetime | None = None, source: str | None = None, least: EditClass = "typography"
) -> Iterator[Change]:
    """All changes first seen at or after `since`, of at least the class `least`, newest first."""
    streams = (
        edited(db, since, source),
        gone(db, since, source),
        moved(db, since, source),
        unlisted(db, since, source),
    )
    for change in heapq.merge(*streams, key=lambda change: change.first_with, reverse=True):
        if at_least(change.cls, least):
            yield change


def between(db: Connection, before: Any, after: Any, language: str | None) -> Comparison:
    """The edits between two rows of `snapshot`."""
    return compare(load_release(db, before), load_release(db, after), language)


def edited(db: Connection, since: datetime | None, source: str | None) -> Iterator[Change]:
    """Each snapshot after a release's first."""
    query = (
        select(SnapshotRow, ReleaseRow.url, SourceRow.name.label("source"), SourceRow.language.label("spoken"))
        .join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SnapshotRow.version > 1)
        .order_by(SnapshotRow.first_seen.desc(), SnapshotRow.id.desc())
    )
    query = query if since is None else query.where(SnapshotRow.first_seen >= since)
    query = query if source is None else query.where(SourceRow.name == source)
    for row in db.execute(query).all():
        before = db.execute(
            select(SnapshotRow).where(SnapshotRow.release_id == row.release_id, SnapshotRow.version == row.version - 1)
        ).one()
        found = between(db, before, row, row.spoken)
        yield Change(
            release=row.release_id,
            source=row.source,
            url=row.url,
            title=row.title,
            version=row.version,
            last_without=before.last_seen,
            first_with=row.first_seen,
            edits=found.edits,
            cls=found.cls or "typography",
            flags=found.flags,
        )


def gone(db: Connection, since: datetime | None, source: str | None) -> Iterator[Change]:
    """Releases whose address answers 410, or 404 for at least a day."""
    first = (
        select(func.min(CaptureRow.at))
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(ReadingRow.release_id == ReleaseRow.id, ReadingRow.verdict.in_(("gone", "not_found")))
        .where(CaptureRow.at > SnapshotRow.last_seen)
        .scalar_subquery()
    )
    yield from _events(db, first, ReleaseRow.state == "gone", since, source, "gone", "substance")


def unlisted(db: Connection, since: datetime | None, source: str | None) -> Iterator[Change]:
    """Releases that a listing should still show and does not, while their address may still answer.

    A listing shows one that has moved at its new address: what `moved` tells is not told again.
    """
    sent_on = (
        select(ReadingRow.id)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .where(ReadingRow.release_id == ReleaseRow.id, ReadingRow.verdict == "redirected")
        .where(CaptureRow.status.in_(PERMANENT), CaptureRow.at > SnapshotRow.last_seen)
    )
    wanted = ReleaseRow.unlisted_at.is_not(None) & (ReleaseRow.state != "gone") & ~sent_on.exists()
    yield from _events(db, ReleaseRow.unlisted_at, wanted, since, source, "unlisted", "substance")


def moved(db: Connection, since: datetime | None, source: str | None) -> Iterator[Change]:
    """Releases whose address redirects for good to another."""
    hop, read = aliased(CaptureRow), aliased(ReadingRow)
    query = (
        select(
            ReleaseRow.id,
            SourceRow.name,
            ReleaseRow.url,
            AddressRow.url.label("former"),
            func.min(hop.at).label("first"),
            func.max(read.message).label("target"),
        )
        .select_from(read)
        .join(hop, hop.id == read.capture_id)
        .join(AddressRow, AddressRow.id == hop.address_id)
        .join(ReleaseRow, ReleaseRow.id == read.release_id)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(read.verdict == "redirected", hop.status.in_(PERMANENT))
        .group_by(ReleaseRow.id, SourceRow.name, ReleaseRow.url, AddressRow.url)
        .order_by(func.min(hop.at).desc())
    )
    query = query if since is None else query.having(func.min(hop.at) >= since)
    query = query if source is None else query.where(SourceRow.name == source)
    for row in db.execute(query).all():
        head = _head(db, row.id)
        if head is None or _same_place(row.former, row.target):
            continue
        event = Event("address", "moved", row.former, row.target, "typography")
        before = _last_before(db, row.id, row.first) or row.first
        yield Change(row.id, row.name, row.url, head.title, head.version, before, row.first, (event,), event.cls)


def _events(
    db: Connection,
    first: Any,
    wanted: Any,
    since: datetime | None,
    source: str | None,
    kind: Literal["gone", "unlisted"],
    cls: EditClass,
) -> Iterator[Change]:
    """One change for each release that `wanted` holds of, dated from its last good capture to the time `first`."""
    newer = aliased(SnapshotRow)
    later = select(newer.id).where(newer.release_id == ReleaseRow.id, newer.version > SnapshotRow.version)
    query = (
        select(SnapshotRow, ReleaseRow.url, SourceRow.name.label("source"), first.label("first"))
        .join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(wanted, ~later.exists())
        .order_by(first.desc())
    )
    query = query if source is None else query.where(SourceRow.name == source)
    for row in db.execute(query).all():
        if row.first is None or (since is not None and row.first < since):
            continue
        last = _last_listed(db, row.release_id) if kind == "unlisted" else row.last_seen
        yield Change(
            row.release_id,
            row.source,
            row.url,
            row.title,
            row.version,
            last or row.last_seen,
            row.first,
            (Event("release", kind, row.url, None, cls),),
            cls,
        )


def _head(db: Connection, release_id: int) -> Any:
    query = select(SnapshotRow).where(SnapshotRow.release_id == release_id)
    return db.execute(query.order_by(SnapshotRow.version.desc()).limit(1)).first()


def _last_listed(db: Connection, release_id: int) -> datetime | None:
    query = select(func.max(CaptureRow.at)).join(EntryRow, EntryRow.last_capture_id == CaptureRow.id)
    return db.execute(query.where(EntryRow.release_id == release_id)).scalar()


def _last_before(db: Connection, release_id: int, at: datetime) -> datetime | None:
    query = select(func.max(CaptureRow.at)).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    shown = ReadingRow.verdict.in_(("read", "unchanged"))
    return db.execute(query.where(ReadingRow.release_id == release_id, shown, CaptureRow.at < at)).scalar()


def _same_place(one: str, other: str | None) -> bool:
    """Whether two addresses differ in scheme, `www.` or a final slash alone: no reader calls that a move."""

    def plain(url: str) -> str:
        return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()

    return other is None or plain(one) == plain(other)
