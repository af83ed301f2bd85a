"""The releases to export, newest first, each with one of its versions; a few at a time. Nothing here writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Protocol

from sqlalchemy import Connection, select

from storage.damage import demand_references
from storage.database import chunks
from storage.export.noted import Noted
from storage.models import AddressRow, CaptureRow, PayloadRow, ReleaseRow, SnapshotRow
from storage.models.rows import SnapshotAndPayload
from storage.read.absences import NOWHERE, Absent, absences_of, absent_at
from storage.read.history import FoundRelease, Version, found_releases, version_of
from storage.read.lists.releases import Listed, held
from storage.read.snapshots import altered_among, demand_numbers, load_releases
from storage.records import Release

AT_ONCE = 50  # releases, and versions, in memory at once


class _Shown(SnapshotAndPayload, Protocol):
    """The same with its day, and the address at which it was first seen."""

    dated_on: date | None
    seen_at: str | None


_Row = tuple[FoundRelease, _Shown, int, datetime | None, Absent]  # the release, and of the version all but its text


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version of a release, and what is known of the release besides.

    `versions` is how many it has, `next_seen` when the next one was first seen, `published_on` the day that its page or
    else its listing states, `absent` from where it is missed, of the newest version alone, `seen_at` the address at
    which the version was first seen.
    """

    release: FoundRelease
    version: Version
    versions: int
    next_seen: datetime | None
    published_on: date | None
    absent: Absent
    seen_at: str
    text: Release


def versions_of(db: Connection, wanted: Listed, noted: Noted, *, every: bool = False) -> Iterator[HeldVersion]:
    """The newest version of each release that is wanted, or with `every` all of them, the first one first.

    A release or a version that is damaged is noted and left out, one that is altered is noted and given.
    """
    order = SnapshotRow.dated_on.desc().nulls_last(), SnapshotRow.release_id.desc()
    query = held(wanted).with_only_columns(SnapshotRow.release_id).where(*wanted.of_day()).order_by(*order)
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as ids:
        for some in ids.scalars().partitions():
            rows = noted.fenced(db, partial(_rows, db, every), some, "damaged")
            for few in chunks(rows, AT_ONCE):
                for one in noted.fenced(db, partial(_versions, db), few, "damaged_versions"):
                    if one.version.altered:
                        example = f"{one.release.source}, release {one.release.id}, {one.version.number}"
                        noted.note("altered_versions", example)
                    yield one


def _rows(db: Connection, every: bool, release_ids: Sequence[int]) -> list[_Row]:
    """The rows of versions with all but their texts. Raises DamagedRowError."""
    demand_references(db, release_ids)
    known = {one.id: one for one in found_releases(db, release_ids)}
    query = (
        select(SnapshotRow, PayloadRow.sha256, AddressRow.url.label("seen_at"))
        .join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(CaptureRow, CaptureRow.id == SnapshotRow.first_capture_id)
        .outerjoin(AddressRow, AddressRow.id == CaptureRow.address_id)
        .outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
        .where(SnapshotRow.release_id.in_(release_ids))
        .order_by(SnapshotRow.release_id, SnapshotRow.version)
    )
    of_each = {number: list(rows) for number, rows in groupby(db.execute(query).all(), key=lambda row: row.release_id)}
    found: list[_Row] = []
    for number in release_ids:
        rows = of_each[number]
        demand_numbers(rows)
        absent = absent_at(absences_of(db, number), None)
        for place, row in enumerate(rows, 1):
            if every or place == len(rows):
                following = rows[place].first_seen if place < len(rows) else None
                missed = absent if place == len(rows) else NOWHERE
                found.append((known[number], row, len(rows), following, missed))
    return found


def _versions(db: Connection, rows: Sequence[_Row]) -> list[HeldVersion]:
    """The same with their texts. Raises DamagedRowError."""
    snapshots = [row for _, row, *_ in rows]
    texts = load_releases(db, snapshots)
    changed = altered_among(db, snapshots, texts)
    return [
        HeldVersion(
            release,
            version_of(row, changed),
            count,
            following,
            row.dated_on,
            absent,
            row.seen_at or release.url,
            texts[row.id],
        )
        for release, row, count, following, absent in rows
    ]
