"""The read side of the archive: what releases say, what they said, what was captured of them. Nothing here writes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, Connection, Select, bindparam, null, select

from storage.damage import demand_references
from storage.errors import NothingNamedError
from storage.models import (
    AddressRow,
    CaptureRow,
    PayloadRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
    SourceRow,
    text_digest,
)
from storage.models.fences import sound, strictly
from storage.models.rows import HeldSnapshot, SnapshotAndPayload, Statement
from storage.read.snapshots import altered, demand_numbers
from storage.records import spellings


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """A release that someone asked for: what is known of it besides its text, and of its source."""

    id: int
    url: str
    state: str
    listed_published: str | None
    source: str
    source_language: str
    country: str
    ministry: str
    source_id: int


@dataclass(frozen=True, slots=True)
class Version:
    """One snapshot of a release, without its text. `altered` where that is not what was read from the page."""

    number: int
    snapshot_id: int
    title: str
    first_seen: datetime
    last_seen: datetime
    captures: int
    content: str
    payload: str | None
    altered: bool


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """One capture of a release, and what was made of it."""

    id: int
    at: datetime
    url: str
    status: int | None
    verdict: str | None
    message: str | None
    version: int | None
    payload: str | None


@strictly()
def find_release(db: Connection, wanted: str) -> FoundRelease:
    """The release a person means by a number, or by an address in any spelling that leads to it.

    Raises NothingNamedError where there is none, or several; DamagedRowError where a row refers to nothing.
    """
    wanted = wanted.strip()
    if wanted.isdecimal():
        ids = [int(wanted)] if len(wanted) < 19 else []  # no database counts further than 64 bits
        demand_references(db, ids)
        if found := found_releases(db, ids):
            return found[0]
        raise NothingNamedError(f"the archive has no release {wanted}; `communique search` finds their numbers")
    ids = next(filter(None, (_at(db, likely) for likely in spellings(wanted))), [])
    demand_references(db, ids)
    found = found_releases(db, ids)
    if not found:
        raise NothingNamedError(f"the archive knows no release at {wanted}; `communique list` shows what it holds")
    if len(found) > 1:
        numbers = ", ".join(str(one.id) for one in found)
        raise NothingNamedError(f"several releases stood at {wanted}: give one of the numbers {numbers}")
    return found[0]


def _at(db: Connection, addresses: Iterable[str]) -> list[int]:
    """The releases that stand or stood at one of these addresses."""
    digests = [text_digest(url) for url in addresses]
    at = select(AddressRow.release_id).where(AddressRow.url_digest.in_(digests), AddressRow.release_id.is_not(None))
    return sorted({number for number in db.execute(at).scalars() if number is not None})


def found_releases(db: Connection, ids: Sequence[int]) -> list[FoundRelease]:
    """The releases with these numbers, in their order, as far as there are any."""
    query = (
        select(
            *(ReleaseRow.id, ReleaseRow.url, ReleaseRow.state, ReleaseRow.listed_published),
            *(SourceRow.name, SourceRow.language, SourceRow.country, SourceRow.ministry),
            SourceRow.id.label("source_id"),
        )
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(ReleaseRow.id.in_(ids))
        .order_by(ReleaseRow.id)
    )
    return [FoundRelease(*row) for row in sound(db.execute(query))]


def versions(db: Connection, release_id: int) -> list[Version]:
    """The snapshots of a release, first to last. Raises DamagedRowError."""
    held = versions_as_kept(db, release_id)
    changed = altered(db, [one.snapshot_id for one in held])
    return [replace(one, altered=one.snapshot_id in changed) for one in held]


def versions_as_kept(db: Connection, release_id: int) -> list[Version]:
    """The same without a look at their texts, of which there may be many: none is said to be altered."""
    query = (
        select(SnapshotRow, PayloadRow.sha256)
        .outerjoin(CaptureRow, CaptureRow.id == SnapshotRow.first_capture_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
        .where(SnapshotRow.release_id == release_id)
        .order_by(SnapshotRow.version)
    )
    rows = db.execute(query).all()
    demand_numbers(rows)
    return [version_of(row, ()) for row in rows]


def version_of(row: SnapshotAndPayload, changed: Collection[int]) -> Version:
    """The version in a row of `snapshot` with its payload's digest; `changed` are the snapshots that are altered."""
    return Version(
        row.version,
        row.id,
        row.title,
        row.first_seen,
        row.last_seen,
        row.captures,
        row.content.hex(),
        row.sha256.hex() if row.sha256 else None,
        row.id in changed,
    )


def version(held: Sequence[Version], number: int, release_id: int) -> Version:
    """The version with a number among those of a release. Raises NothingNamedError where it is none of them."""
    if not 1 <= number <= len(held):
        told = f"it has {len(held)}, and `communique history {release_id}` lists them"
        raise NothingNamedError(f"release {release_id} has no version {number}; {told}")
    return held[number - 1]


def snapshot_row(
    db: Connection, release_id: int, version: int | None = None, as_of: datetime | None = None
) -> HeldSnapshot | None:
    """One snapshot of a release: a given version, the one a reader saw at a time, or the latest. None where none is.

    At a time between two snapshots the earlier one is given: the page was last seen with its text.
    """
    asked = {"release_id": release_id, "version": version, "as_of": as_of}
    query = _snapshot(by_version=version is not None, by_time=as_of is not None)
    row: HeldSnapshot | None = db.execute(
        query, {name: value for name, value in asked.items() if value is not None}
    ).first()
    return row


@cache
def _snapshot(*, by_version: bool, by_time: bool) -> Select[SnapshotRow]:
    """One snapshot: asked of each change that is shown, and made once."""
    query = select(SnapshotRow).where(SnapshotRow.release_id == bindparam("release_id"))
    if by_version:
        query = query.where(SnapshotRow.version == bindparam("version"))
    if by_time:
        query = query.where(SnapshotRow.first_seen <= bindparam("as_of"))
    return query.order_by(SnapshotRow.version.desc()).limit(1)


def captures(db: Connection, release_id: int) -> list[CaptureLine]:
    """All captures of a release, in order of time, with what was made of each."""
    rows = [row for query in _of_release() for row in sound(db.execute(query, {"release_id": release_id}))]
    return [
        CaptureLine(
            *(row.id, row.at, row.url, row.status),
            *(row.verdict, row.message or row.reason, row.version),
            row.sha256.hex() if row.sha256 else None,
        )
        for row in sorted(rows, key=lambda row: (row.at, row.id))
    ]


@cache
def _of_release() -> tuple[Statement, Statement]:
    """The captures of a release that were read, and those that were not: asked of each release, and made once."""
    asked: BindParameter[int] = bindparam("release_id")
    capture = (
        *(CaptureRow.id, CaptureRow.at, AddressRow.url, CaptureRow.status, CaptureRow.reason),
        PayloadRow.sha256,
    )
    query = (
        select(*capture)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
    )
    read = query.add_columns(ReadingRow.verdict, ReadingRow.message, SnapshotRow.version)
    read = read.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(ReadingRow.release_id == asked)
    read = read.outerjoin(SnapshotRow, SnapshotRow.id == ReadingRow.snapshot_id)
    reading = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    unread = query.add_columns(null().label("verdict"), null().label("message"), null().label("version"))
    return read, unread.where(AddressRow.release_id == asked, ~reading.exists())
