"""Keeps absences from listings: what one showed, above what it still shows, and shows no more.

An older copy of a listing, from a cache, lacks what was published since. Where it may be one (`age.py`), an absence is
not confirmed until the listing goes on: it never was, where the newer copy comes again as it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, text, update

from storage.database import chunks
from storage.models import UNSURE, AbsenceRow, CaptureRow, EntryRow
from storage.write.absences import SURELY, Absence
from storage.write.listings.age import Age, shown_before
from storage.write.listings.lines import ListingCapture

A_COPY = 2  # releases: a ministry withdraws one, a copy from before lacks all that came since


def note_absences(
    db: Connection,
    listing: ListingCapture,
    age: Age,
    stated: Collection[int],
    newest: Collection[int],
    places: Mapping[int, int],
    before: datetime | None,
    *,
    copy: bool,
) -> None:
    """Note which releases a listing shows no more, and which again.

    It showed those in `places` at its capture `before`, if there was one, and now those `stated`; of the `newest` no
    later listing has spoken. `copy` where it is an older one, perhaps or for certain. Writes.
    """
    if not copy:
        _end(db, listing, newest, before, later=age.later)
    if before is None or (copy and age.certain):
        return
    # What stood below all that a listing still shows may have left because the window moved on.
    lowest = max((place for number, place in places.items() if number in stated), default=0)
    missed = [number for number, place in places.items() if number not in stated and place < lowest]
    undated = listing.dated is None and len(missed) >= A_COPY
    unsure = copy or (undated and shown_before(db, listing, before))
    _miss(db, missed, before, listing.at, confirmed=not unsure)
    _confirm(db, listing, stated, sure=not unsure)


def _miss(db: Connection, missed: Collection[int], last_seen: datetime, at: datetime, *, confirmed: bool) -> None:
    """Note that releases are not listed any more. Writes."""
    for ids in chunks(missed):
        of_listing = AbsenceRow.release_id.in_(ids), AbsenceRow.kind == "listing"
        noted = or_(AbsenceRow.ended_at.is_(None), AbsenceRow.began_at == at)  # by another listing, perhaps
        known = set(db.execute(select(AbsenceRow.release_id).where(*of_listing, noted)).scalars())
        absence = {"kind": "listing", **asdict(Absence(last_seen, at, at, None, confirmed=confirmed))}
        if rows := [{"release_id": number, **absence} for number in ids if number not in known]:
            db.execute(insert(AbsenceRow), rows)


def _end(
    db: Connection, listing: ListingCapture, shown: Collection[int], last_missed: datetime | None, *, later: bool
) -> None:
    """Note that a listing shows releases again, which it did not at its capture before, if there was one. Writes.

    What an older copy seemed to miss was there all along, where the listing is not `later` than it was then.
    """
    for ids in chunks(shown):
        lasting = select(AbsenceRow).where(
            AbsenceRow.release_id.in_(ids),
            AbsenceRow.kind == "listing",
            AbsenceRow.ended_at.is_(None),
            AbsenceRow.began_at < listing.at,
        )
        for row in db.execute(lasting).all():
            of_row = AbsenceRow.id == row.id
            if not row.confirmed and not (later and _is_another(db, listing, row.last_seen)):
                db.execute(delete(AbsenceRow).where(of_row))
                continue
            missed = max(row.last_missed, last_missed or row.last_missed)
            ended = {"ended_at": listing.at, "last_missed": missed, "confirmed": True}
            db.execute(update(AbsenceRow).where(of_row).values(**ended))


def _is_another(db: Connection, listing: ListingCapture, at: datetime) -> bool:
    """Whether a listing has other bytes than at its capture at a time."""
    query = select(CaptureRow.payload_id).where(CaptureRow.address_id == listing.address_id, CaptureRow.at == at)
    return listing.payload_id not in db.execute(query).scalars().all()


def _confirm(db: Connection, listing: ListingCapture, stated: Collection[int], *, sure: bool) -> None:
    """Confirm absences from a listing that goes on without the releases: with news, or for so long. Writes."""
    here = select(EntryRow.id).where(
        EntryRow.release_id == AbsenceRow.release_id, EntryRow.address_id == listing.address_id
    )
    unsure = select(AbsenceRow.id, AbsenceRow.release_id, AbsenceRow.began_at).where(text(UNSURE))
    unsure = unsure.where(AbsenceRow.kind == "listing", AbsenceRow.began_at < listing.at, here.exists())
    for row in db.execute(unsure).all():
        if row.release_id not in stated and (sure or listing.at - row.began_at >= SURELY):
            known = {"confirmed": True, "last_missed": listing.at}
            db.execute(update(AbsenceRow).where(AbsenceRow.id == row.id).values(**known))
