"""When a release was missed, at its address and on listings. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.models import AbsenceRow, ReleaseRow, SourceRow
from storage.models.fences import sound
from storage.models.rows import HeldAbsence


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence: at its address ("page") or on a listing ("listing"); see `storage.models.AbsenceRow`."""

    kind: str
    last_seen: datetime | None
    began_at: datetime
    last_missed: datetime
    ended_at: datetime | None
    confirmed: bool


def absences_of(db: Connection, release_id: int) -> list[AbsenceLine]:
    """The stretches of visits at which a release was missed, in order of time; those that one visit told alone too."""
    query = select(AbsenceRow).where(AbsenceRow.release_id == release_id).order_by(AbsenceRow.began_at)
    return [absence_line(row) for row in sound(db.execute(query))]


def absence_line(row: HeldAbsence) -> AbsenceLine:
    """The absence that a row of `absence` holds."""
    return AbsenceLine(*(getattr(row, field.name) for field in fields(AbsenceLine)))


def once_missed(db: Connection, source: str | None, limit: int) -> list[int]:
    """Releases whose page was not found by the last visits, which were not a day apart yet; those missed last first."""
    query = select(AbsenceRow.release_id).where(
        AbsenceRow.kind == "page", ~AbsenceRow.confirmed, AbsenceRow.ended_at.is_(None)
    )
    if source is not None:
        query = query.join(ReleaseRow, ReleaseRow.id == AbsenceRow.release_id)
        query = query.join(SourceRow, SourceRow.id == ReleaseRow.source_id).where(SourceRow.name == source)
    return list(db.execute(query.order_by(AbsenceRow.began_at.desc()).limit(limit)).scalars())


class Absent(NamedTuple):
    """The absences of a release from its address and from its listing at one time."""

    page: AbsenceLine | None = None
    listing: AbsenceLine | None = None


NOWHERE = Absent()


def absent_at(held: Sequence[AbsenceLine], at: datetime | None) -> Absent:
    """From where a release was missed at a time, or is now, by more than one visit."""
    return Absent(absence_at(held, at), absence_at(held, at, kind="listing"))


def absence_at(
    held: Sequence[AbsenceLine], at: datetime | None, *, kind: str = "page", confirmed: bool = True
) -> AbsenceLine | None:
    """The absence of a release from its address, or its listing, at a time, or now; None where it was there.

    Those that no second visit confirmed are left out, unless `confirmed` is false.
    """
    of_kind = (one for one in held if one.kind == kind and (one.confirmed or not confirmed))
    if at is None:
        return next((one for one in of_kind if one.ended_at is None), None)
    return next((one for one in of_kind if one.began_at <= at and (one.ended_at is None or at < one.ended_at)), None)
