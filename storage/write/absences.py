"""Keeps absences: stretches of visits at which a release that had been there was not, at its address.

Those from listings are kept in `storage.write.listings.absences`. Everything runs in the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from storage.models import AbsenceRow
from storage.models.rows import HeldAbsence
from storage.records import Reading, StoredCapture

ABSENT = ("not_found", "gone")
SHOWN = ("read", "unchanged")
SURELY = timedelta(days=1)  # a held release whose page is not found on visits so far apart is gone


@dataclass(slots=True)
class Absence:
    """One absence of a release, as a row of `absence` has it."""

    last_seen: datetime
    began_at: datetime
    last_missed: datetime
    ended_at: datetime | None
    confirmed: bool

    def miss(self, at: datetime, *, gone: bool) -> None:
        """Missed once more; `gone` where the answer was 410."""
        self.last_missed = max(self.last_missed, at)
        self.confirmed = self.confirmed or gone or self.last_missed - self.began_at >= SURELY


def absences_of(read: Iterable[tuple[StoredCapture, Reading]], seen: datetime | None = None) -> list[Absence]:
    """The absences that captures of a release show, in order of time; it was last `seen` before the first of them."""
    found: list[Absence] = []
    for capture, reading in read:
        # Where no text was seen before, an unchanged answer shows none.
        if reading.verdict == "read" or (reading.verdict == "unchanged" and seen is not None):
            if found and found[-1].ended_at is None:
                found[-1].ended_at = capture.at
            seen = capture.at
        elif reading.verdict in ABSENT and seen is not None:
            gone = reading.verdict == "gone"
            if found and found[-1].ended_at is None:
                found[-1].miss(capture.at, gone=gone)
            else:
                found.append(Absence(seen, capture.at, capture.at, None, gone))
    return found


def follow(
    db: Connection, release_id: int, last_seen: datetime | None, read: Sequence[tuple[StoredCapture, Reading]]
) -> bool:
    """Add what new captures of a release show; it was `last_seen` before them, if ever. Says whether it is gone now.

    Writes.
    """
    row = _open(db, release_id)
    if row is None:
        found = absences_of(read, last_seen)
        _insert(db, [(release_id, one) for one in found])
        return bool(found and found[-1].ended_at is None and found[-1].confirmed)
    absence = Absence(*(getattr(row, field.name) for field in fields(Absence)))
    rest: Sequence[tuple[StoredCapture, Reading]] = ()
    for number, (capture, reading) in enumerate(read):
        if reading.verdict in SHOWN:
            absence.ended_at, rest = capture.at, read[number:]
            break
        if reading.verdict in ABSENT:
            absence.miss(capture.at, gone=reading.verdict == "gone")
    db.execute(update(AbsenceRow).where(AbsenceRow.id == row.id).values(**asdict(absence)))
    if absence.ended_at is not None:
        return follow(db, release_id, absence.ended_at, rest)
    return absence.confirmed


def settle(db: Connection, release_id: int, read: Sequence[tuple[StoredCapture, Reading]]) -> bool:
    """Make the absences of a release's page those that all its captures show. Says whether it is gone now. Writes."""
    found = absences_of(read)
    if _absences(db, release_id) != found:
        db.execute(delete(AbsenceRow).where(AbsenceRow.release_id == release_id, AbsenceRow.kind == "page"))
        _insert(db, [(release_id, one) for one in found])
    return bool(found and found[-1].ended_at is None and found[-1].confirmed)


def are_settled(db: Connection, release_id: int, read: Sequence[tuple[StoredCapture, Reading]]) -> bool:
    """Whether the absences of a release's page are those that all its captures show."""
    return _absences(db, release_id) == absences_of(read)


def _absences(db: Connection, release_id: int) -> list[Absence]:
    """The absences of a release's page, as they are held."""
    of_page = AbsenceRow.release_id == release_id, AbsenceRow.kind == "page"
    rows = db.execute(select(AbsenceRow).where(*of_page).order_by(AbsenceRow.began_at)).all()
    return [Absence(*(getattr(row, field.name) for field in fields(Absence))) for row in rows]


def is_missed(db: Connection, release_id: int) -> bool:
    """Whether a release was not found at its address by its last visits."""
    return _open(db, release_id) is not None


def _open(db: Connection, release_id: int) -> HeldAbsence | None:
    query = select(AbsenceRow).where(
        AbsenceRow.release_id == release_id, AbsenceRow.kind == "page", AbsenceRow.ended_at.is_(None)
    )
    return db.execute(query).first()


def _insert(db: Connection, found: Sequence[tuple[int, Absence]]) -> None:
    if found:
        db.execute(insert(AbsenceRow), [{"release_id": number, "kind": "page", **asdict(one)} for number, one in found])
