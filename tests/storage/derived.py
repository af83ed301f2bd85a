"""What an archive has derived from its evidence, to be compared: versions, absences, states, counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.archive import Archive
from storage.models import AbsenceRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.read.snapshots import load_release
from storage.records import Reading
from tests.storage.builders import START, pages_of_release, settle_all


def hours(time: datetime | None) -> float | None:
    """The hours since the first time that tests know."""
    return None if time is None else (time - START).total_seconds() / 3600


def versions(archive: Archive, release_id: int) -> list[tuple[Any, ...]]:
    """Text, first and last hour, and captures of each version."""
    with archive.reading() as db:
        query = select(SnapshotRow).where(SnapshotRow.release_id == release_id).order_by(SnapshotRow.version)
        rows = db.execute(query).all()
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))
        texts = ["/".join(block.text for block in load_release(db, row).blocks) for row in rows]
    return [
        (text, hours(row.first_seen), hours(row.last_seen), row.captures) for text, row in zip(texts, rows, strict=True)
    ]


def absences(archive: Archive, release_id: int, kind: str = "page") -> list[tuple[Any, ...]]:
    """When a release was last seen, first missed, last missed and there again, in hours; whether that is confirmed."""
    query = select(AbsenceRow).where(AbsenceRow.release_id == release_id, AbsenceRow.kind == kind)
    with archive.reading() as db:
        rows = db.execute(query.order_by(AbsenceRow.began_at)).all()
    times = [(row.last_seen, row.began_at, row.last_missed, row.ended_at) for row in rows]
    return [(*map(hours, of_row), row.confirmed) for of_row, row in zip(times, rows, strict=True)]


def row_of(archive: Archive, release_id: int) -> Any:
    """The row of a release."""
    with archive.reading() as db:
        return db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).one()


def state(archive: Archive, release_id: int) -> str:
    """The state of a release."""
    return str(row_of(archive, release_id).state)


def everything(archive: Archive, release_id: int) -> object:
    """All that is derived for a release, but for the numbers that the database gives its rows."""
    with archive.reading() as db:
        number = {row.id: row.version for row in db.execute(select(SnapshotRow))}
        readings = select(ReadingRow).where(ReadingRow.release_id == release_id).order_by(ReadingRow.capture_id)
        told = [(r.capture_id, r.verdict, r.layout, number.get(r.snapshot_id)) for r in db.execute(readings)]
    return versions(archive, release_id), absences(archive, release_id), told, row_of(archive, release_id)


def counted(archive: Archive) -> dict[str, tuple[int, int]]:
    """The releases with a text and the snapshots of each source, as counted along the way."""
    with archive.reading() as db:
        return {row.name: (row.held, row.snapshots) for row in db.execute(select(SourceRow))}


def recounted(archive: Archive) -> dict[str, tuple[int, int]]:
    """The same, counted anew from the rows."""
    query = (
        select(
            SourceRow.name,
            func.count(SnapshotRow.release_id.distinct()).label("held"),
            func.count(SnapshotRow.id).label("snapshots"),
        )
        .select_from(SourceRow)
        .outerjoin(ReleaseRow, ReleaseRow.source_id == SourceRow.id)
        .outerjoin(SnapshotRow, SnapshotRow.release_id == ReleaseRow.id)
        .group_by(SourceRow.name)
    )
    with archive.reading() as db:
        return {row.name: (row.held, row.snapshots) for row in db.execute(query)}


def settle(archive: Archive, release_id: int, given: Mapping[int, Reading] | None = None) -> bool:
    """Settle a release from its captures, read as they were unless another reading is given for a capture's number."""
    with archive.reading() as db:
        held = {row.id: load_release(db, row) for row in db.execute(select(SnapshotRow)).all()}
        rows = db.execute(select(ReadingRow).where(ReadingRow.release_id == release_id)).all()
    by_capture = {row.capture_id: row for row in rows}
    read = []
    for page, _ in pages_of_release(archive, release_id):
        now = (given or {}).get(page.id)
        row = by_capture.get(page.id)
        if now is None and row is None:
            now = Reading("failed")
        elif now is None:
            text = held.get(row.snapshot_id) if row.verdict == "read" else None
            now = Reading(row.verdict, text, message=row.message, layout=row.layout)
        read.append((replace(page, release_id=release_id), now))
    return settle_all(archive, {release_id: read}) == [release_id]
