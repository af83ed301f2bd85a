"""What its captures make of a release: pending, held, unreadable, absent or gone; and when it is due again.

Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.database import chunks
from storage.models import CaptureRow, ReadingRow, ReleaseRow
from storage.records import Reading
from storage.write.schedule import due_at
from storage.write.versions import Version

# What a capture without a version makes of a release that has none yet; every other verdict leaves it as it is.
STATES = {"unreadable": "unreadable", "not_found": "absent", "gone": "absent"}
ABSENT = ("not_found", "gone")
SHOWN = ("read", "unchanged")
SURELY = timedelta(days=1)  # a held release whose page is not found on visits so far apart is gone


@dataclass(frozen=True, slots=True)
class Sighting:
    """One capture of a release with what was read; `shared` where a feed's one reading stands for all it holds."""

    capture_id: int
    at: datetime
    release_id: int
    reading: Reading
    shared: bool = False


def release_rows(db: Connection, release_ids: Iterable[int]) -> dict[int, Any]:
    """The rows of releases, by id."""
    rows = {}
    for ids in chunks(release_ids):
        rows.update({row.id: row for row in db.execute(select(ReleaseRow).where(ReleaseRow.id.in_(ids)))})
    return rows


def follow(
    db: Connection, rows: Mapping[int, Any], sightings: Sequence[Sighting], versions: Mapping[int, Sequence[Version]]
) -> None:
    """Move releases after what their newest captures showed.

    `rows` are the releases as they stood before, `versions` the newest version held of each and those added. Writes.
    """
    seen: dict[int, list[Sighting]] = {}
    for s in sightings:
        seen.setdefault(s.release_id, []).append(s)
    changes = []
    for release_id, of_release in seen.items():
        row, of_text = rows[release_id], versions.get(release_id, ())
        if of_text:
            state = _state_of_held(db, row, of_text[-1], {s.reading.verdict for s in of_release})
        else:
            state = _state_without(row.state, [s for s in of_release if not row.visited_at or s.at >= row.visited_at])
        changes.append(_change(row, state, row.held_at or _first_seen(of_text), of_text, of_release))
    _update(db, changes)


def follow_all(db: Connection, release_id: int, sightings: Sequence[Sighting], versions: Sequence[Version]) -> None:
    """Make a release what all its captures, in order of time, and all its versions say. Writes."""
    row = release_rows(db, [release_id])[release_id]
    if versions:
        absences = [(s.at, s.reading.verdict) for s in sightings if s.at > versions[-1].last_seen]
        state = "gone" if _is_gone([a for a in absences if a[1] in ABSENT]) else "held"
    else:
        state = _state_without("elsewhere" if row.state == "elsewhere" else "pending", sightings)
    change = _change(row, state, _first_seen(versions), versions, sightings)
    if any(getattr(row, name) != value for name, value in change.items() if name != "row_id"):
        _update(db, [change])


def _change(
    row: Any, state: str, held_at: datetime | None, versions: Sequence[Version], sightings: Sequence[Sighting]
) -> dict[str, Any]:
    changed_at = versions[-1].first_seen if versions else None
    visited_at = max([s.at for s in sightings] + [row.visited_at or row.found_at])
    since = held_at or row.found_at
    due = due_at(since, max(changed_at or since, since), visited_at)
    if versions and sightings[-1].reading.verdict == "not_found":
        due = min(due, visited_at + SURELY)  # the visit that tells whether it is gone
    return {
        "row_id": row.id,
        "state": state,
        "held_at": held_at,
        "changed_at": changed_at,
        "visited_at": visited_at,
        "due_at": due,
    }


def _update(db: Connection, changes: Sequence[Mapping[str, Any]]) -> None:
    if changes:
        db.execute(update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id")), changes)


def _first_seen(versions: Sequence[Version]) -> datetime | None:
    return versions[0].first_seen if versions else None


def _state_of_held(db: Connection, row: Any, head: Version, verdicts: set[str]) -> str:
    if verdicts.intersection(ABSENT):
        absences = (
            select(CaptureRow.at, ReadingRow.verdict)
            .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
            .where(ReadingRow.release_id == row.id, ReadingRow.verdict.in_(ABSENT), CaptureRow.at > head.last_seen)
        )
        return "gone" if _is_gone(db.execute(absences).all()) else "held"
    return "gone" if row.state == "gone" and not verdicts.intersection(SHOWN) else "held"


def _state_without(before: str, sightings: Sequence[Sighting]) -> str:
    """The state of a release without a version: what its last telling capture made of it."""
    told = [STATES[s.reading.verdict] for s in sightings if s.reading.verdict in STATES]
    return told[-1] if told else before


def _is_gone(absences: Sequence[Any]) -> bool:
    """Whether captures that came after the last text, each with time and verdict, say that a release is gone."""
    times = [at for at, _ in absences]
    return any(verdict == "gone" for _, verdict in absences) or bool(times and max(times) - min(times) >= SURELY)
