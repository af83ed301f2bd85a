"""The read side of the archive: what releases say, what they said, what was captured of them. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from storage.errors import ArchiveError
from storage.models import AddressRow, CaptureRow, CrawlRow, PayloadRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.records import Release, SourceInfo
from storage.write.versions import load_release

HELD = ("held", "gone")


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the archive holds of one source, and how its last crawl ended."""

    facts: SourceInfo
    releases: int
    snapshots: int
    last_crawl: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Version:
    """One snapshot of a release, without its text."""

    number: int
    snapshot_id: int
    title: str
    first_seen: datetime
    last_seen: datetime
    captures: int
    content: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """One capture of a release, and what was made of it."""

    at: datetime
    url: str
    status: int | None
    verdict: str | None
    message: str | None
    version: int | None
    payload: str | None


def source_states(db: Connection) -> dict[str, SourceState]:
    """What the archive holds of each source it knows, by name."""
    releases = (
        select(ReleaseRow.source_id, func.count().label("held"))
        .where(ReleaseRow.state.in_(HELD))
        .group_by(ReleaseRow.source_id)
        .subquery()
    )
    snapshots = (
        select(ReleaseRow.source_id, func.count().label("number"))
        .join(SnapshotRow, SnapshotRow.release_id == ReleaseRow.id)
        .group_by(ReleaseRow.source_id)
        .subquery()
    )
    last = select(CrawlRow.source_id, func.max(CrawlRow.id).label("id")).group_by(CrawlRow.source_id).subquery()
    query = (
        select(
            SourceRow,
            releases.c.held,
            snapshots.c.number,
            CrawlRow.started_at,
            CrawlRow.finished_at,
            CrawlRow.outcome,
        )
        .outerjoin(releases, releases.c.source_id == SourceRow.id)
        .outerjoin(snapshots, snapshots.c.source_id == SourceRow.id)
        .outerjoin(last, last.c.source_id == SourceRow.id)
        .outerjoin(CrawlRow, CrawlRow.id == last.c.id)
    )
    return {
        row.name: SourceState(
            SourceInfo(row.name, row.ministry, row.country, row.language),
            row.held or 0,
            row.number or 0,
            row.started_at,
            row.outcome or ("unknown" if row.started_at is None else "under way or interrupted"),
        )
        for row in db.execute(query)
    }


def last_updates(db: Connection) -> dict[str, datetime]:
    """When the last update of each source began that came to its end, by the source's name."""
    query = (
        select(SourceRow.name, func.max(CrawlRow.started_at))
        .join(CrawlRow, CrawlRow.source_id == SourceRow.id)
        .where(CrawlRow.mode == "update", CrawlRow.outcome.in_(("complete", "incomplete")))
        .group_by(SourceRow.name)
    )
    return dict(db.execute(query).all())


def find_release(db: Connection, wanted: str) -> Any:
    """The release a person means by a number or an address, with its source. Raises ArchiveError, saying why not."""
    query = select(ReleaseRow, SourceRow.name.label("source"), SourceRow.language.label("source_language")).join(
        SourceRow, SourceRow.id == ReleaseRow.source_id
    )
    wanted = wanted.strip()
    if wanted.isdecimal():
        # No database counts further than 64 bits.
        row = db.execute(query.where(ReleaseRow.id == int(wanted))).first() if len(wanted) < 19 else None
        if row is None:
            raise ArchiveError(f"the archive has no release {wanted}; `communique search` finds their numbers")
        return row
    wanted = wanted.partition("#")[0]
    other = "http" + wanted[5:] if wanted.startswith("https:") else "https" + wanted[4:]
    at = select(AddressRow.release_id).where(AddressRow.url.in_([wanted, other]), AddressRow.release_id.is_not(None))
    rows = db.execute(query.where(or_(ReleaseRow.id.in_(at), ReleaseRow.url.in_([wanted, other])))).all()
    if not rows:
        raise ArchiveError(
            f"the archive knows no release at {wanted}; give an address as a listing has it, or a number"
        )
    if len(rows) > 1:
        numbers = ", ".join(str(row.id) for row in rows)
        raise ArchiveError(f"several releases stood at {wanted}: give one of the numbers {numbers}")
    return rows[0]


def versions(db: Connection, release_id: int) -> list[Version]:
    """The snapshots of a release, first to last."""
    query = (
        select(SnapshotRow, PayloadRow.sha256)
        .outerjoin(CaptureRow, CaptureRow.id == SnapshotRow.first_capture_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
        .where(SnapshotRow.release_id == release_id)
        .order_by(SnapshotRow.version)
    )
    return [
        Version(
            row.version,
            row.id,
            row.title,
            row.first_seen,
            row.last_seen,
            row.captures,
            row.content.hex(),
            row.sha256.hex() if row.sha256 else None,
        )
        for row in db.execute(query)
    ]


def version(held: Sequence[Version], number: int, release_id: int) -> Version:
    """The version with a number among those of a release. Raises ArchiveError where it is none of them."""
    if not 1 <= number <= len(held):
        raise ArchiveError(
            f"release {release_id} has no version {number}; it has {len(held)}, and `communique history {release_id}` "
            "lists them"
        )
    return held[number - 1]


def demand_source(
    db: Connection, *, name: str | None = None, country: str | None = None, language: str | None = None
) -> None:
    """Raise ArchiveError where the archive holds no source like that: a question about it is a slip of the pen."""
    query = select(SourceRow.id)
    wanted = {SourceRow.name: name, SourceRow.country: country and country.upper(), SourceRow.language: language}
    for column, value in wanted.items():
        query = query.where(column == value) if value else query
    if db.execute(query.limit(1)).first() is None:
        asked = ", ".join(str(value) for value in (name, country, language) if value)
        raise ArchiveError(f"the archive holds no source for {asked}; `communique sources` lists what it holds")


def snapshot_row(
    db: Connection, release_id: int, version: int | None = None, as_of: datetime | None = None
) -> Any | None:
    """One snapshot of a release: a given version, the one a reader saw at a time, or the latest. None where none is.

    At a time between two snapshots the earlier one is given: the page was last seen with its text.
    """
    query = select(SnapshotRow).where(SnapshotRow.release_id == release_id)
    if version is not None:
        query = query.where(SnapshotRow.version == version)
    if as_of is not None:
        query = query.where(SnapshotRow.first_seen <= as_of)
    return db.execute(query.order_by(SnapshotRow.version.desc()).limit(1)).first()


def release_of(db: Connection, snapshot: Any) -> Release:
    """The release as a snapshot holds it."""
    return load_release(db, snapshot)


def captures(db: Connection, release_id: int) -> list[CaptureLine]:
    """All captures of a release, in order of time, with what was made of each."""
    query = (
        select(
            CaptureRow.at,
            AddressRow.url,
            CaptureRow.status,
            ReadingRow.verdict,
            func.coalesce(ReadingRow.message, CaptureRow.reason),
            SnapshotRow.version,
            PayloadRow.sha256,
        )
        .select_from(CaptureRow)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .outerjoin(ReadingRow, and_(ReadingRow.capture_id == CaptureRow.id))
        .outerjoin(SnapshotRow, SnapshotRow.id == ReadingRow.snapshot_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
        .where(
            or_(ReadingRow.release_id == release_id, and_(ReadingRow.id.is_(None), AddressRow.release_id == release_id))
        )
        .order_by(CaptureRow.at, CaptureRow.id)
    )
    return [
        CaptureLine(at, url, status, verdict, message, version, digest.hex() if digest else None)
        for at, url, status, verdict, message, version, digest in db.execute(query)
    ]
