"""Absences from listings, as rows. Everything runs in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from storage.database import chunks
from storage.models import UNSURE, AbsenceRow, EntryRow
from storage.write.absences import Absence
from storage.write.listings.lines import ListingCapture

Absences = Mapping[int, Sequence[Absence]]  # of releases, first to last


def absences_from_listings(db: Connection, release_ids: Iterable[int]) -> dict[int, list[Absence]]:
    """The absences of releases from listings, first to last."""
    found: dict[int, list[Absence]] = {}
    for ids in chunks(release_ids):
        query = select(AbsenceRow).where(AbsenceRow.release_id.in_(ids), AbsenceRow.kind == "listing")
        for row in db.execute(query.order_by(AbsenceRow.began_at)):
            absence = Absence(*(getattr(row, field.name) for field in fields(Absence)))
            found.setdefault(row.release_id, []).append(absence)
    return found


def unsure_of(db: Connection, listing: ListingCapture) -> set[int]:
    """The releases that a listing has shown, and of which an absence from listings is not confirmed yet."""
    here = select(EntryRow.id).where(
        EntryRow.release_id == AbsenceRow.release_id, EntryRow.address_id == listing.address_id, EntryRow.place > 0
    )
    unsure = select(AbsenceRow.release_id).where(text(UNSURE), AbsenceRow.kind == "listing", here.exists())
    unsure = unsure.where(AbsenceRow.began_at < listing.at)
    return set(db.execute(unsure).scalars())


def copied(absences: Absences) -> dict[int, list[Absence]]:
    """Absences as they are, while others are added and changed."""
    return {number: [replace(one) for one in of_release] for number, of_release in absences.items()}


def keep_absences(db: Connection, held: Absences, wanted: Absences) -> None:
    """Make absences from listings that are `held` those that are `wanted`. Writes."""
    before, after = _rows(held), _rows(wanted)
    gone = [{"number": number, "began": began} for number, began in before.keys() - after.keys()]
    new = [{"kind": "listing", **after[key]} for key in sorted(after.keys() - before.keys())]
    changed = [
        {"number": key[0], "began": key[1], **after[key]}
        for key in before.keys() & after.keys()
        if before[key] != after[key]
    ]
    of_row = (
        AbsenceRow.release_id == bindparam("number"),
        AbsenceRow.began_at == bindparam("began"),
        AbsenceRow.kind == "listing",
    )
    if gone:
        db.execute(delete(AbsenceRow).where(*of_row), gone)
    if new:
        db.execute(insert(AbsenceRow), new)
    if changed:
        db.execute(update(AbsenceRow).where(*of_row), changed)


def _rows(absences: Absences) -> dict[tuple[int, object], dict[str, object]]:
    return {
        (number, one.began_at): {"release_id": number, **asdict(one)}
        for number, of_release in absences.items()
        for one in of_release
    }
