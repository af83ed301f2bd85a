"""When a release was missed, at its address and on listings. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.models import AbsenceRow


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
    return [
        AbsenceLine(row.kind, row.last_seen, row.began_at, row.last_missed, row.ended_at, row.confirmed)
        for row in db.execute(query)
    ]


def absence_at(held: Sequence[AbsenceLine], at: datetime | None) -> AbsenceLine | None:
    """The confirmed absence of a release from its address at a time, or now; None where it was there."""
    of_page = (one for one in held if one.kind == "page" and one.confirmed)
    if at is None:
        return next((one for one in of_page if one.ended_at is None), None)
    return next((one for one in of_page if one.began_at <= at and (one.ended_at is None or at < one.ended_at)), None)
