"""Makes rows of what all captures of a source's listings show in order of time, in whatever order they came.

What is made of them (absences, moves, the days and titles that they state, older copies, where a line was last seen) is
derived. Entries are evidence: those that today's code has no use for stay, without a place. Everything runs in the
caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.database import chunks
from storage.models import AddressRow, EntryRow, ReadingRow, ReleaseRow
from storage.models.rows import HeldEntry
from storage.read.snapshots import parse_published
from storage.records import day
from storage.write.absences import Absence
from storage.write.listings.absences import absences_from_listings, keep_absences
from storage.write.listings.age import Dates
from storage.write.listings.derivation import Derived, ReadListing, derive
from storage.write.listings.entries import keep_dates
from storage.write.listings.lines import keep_lines, links_of
from storage.write.listings.moves import moves_of, settle_moves
from storage.write.listings.state import ListingState
from storage.write.readings import note_listings, shown_by
from storage.write.snapshot_rows import date_versions


def settle_listings(
    db: Connection, source_id: int, shown: Sequence[ReadListing], layout: str, *, dry_run: bool = False
) -> dict[int, set[str]]:
    """Make what is derived from listings what all their captures tell, as the code named `layout` reads them.

    Gives what changed of which releases ("absences", "address", "listed"); a second call changes nothing. In a
    `dry_run` nothing is written, and what is announced by no entry yet is passed over.
    """
    entries = _entries(db, source_id)
    derived = derive(db, source_id, shown, entries, dry_run=dry_run)
    lines = derived.state.lines
    changed: dict[int, set[str]] = {}
    held = absences_from_listings(db, _releases(db, source_id))
    wanted = _wanted(held, derived)
    for number in held.keys() | wanted.keys():
        if held.get(number, []) != wanted.get(number, []):
            changed.setdefault(number, set()).add("absences")
    links = {number: of for number, of in links_of(lines, lines).items() if any(len(one) > 1 for one in of)}
    noise = frozenset[str]().union(*(page.noise for one in shown if (page := one.reading.listing)))
    for number in settle_moves(db, source_id, links, noise, dry_run=dry_run):
        changed.setdefault(number, set()).add("address")
    listed, cited = _releases_unlike(db, derived, entries, {n: moves_of(of, noise)[1] for n, of in links.items()})
    for rows, name in ((listed, "listed"), (cited, "address")):
        for row in rows:
            changed.setdefault(row["row_id"], set()).add(name)
    if not dry_run:
        keep_absences(db, held, wanted)
        for rows in (listed, cited):
            if rows:
                db.execute(update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id")), rows)
        date_versions(db, [row["row_id"] for row in listed])
        _keep_entries(db, entries, derived)
        _keep_dates(db, derived.state)
        _keep_readings(db, shown, derived.stale, layout)
    return changed


def _entries(db: Connection, source_id: int) -> Sequence[HeldEntry]:
    """All entries of a source's listings."""
    query = select(EntryRow).join(AddressRow, AddressRow.id == EntryRow.address_id)
    # No release has the address of a listing: that finds those by an index.
    of_source = AddressRow.source_id == source_id, AddressRow.release_id.is_(None), AddressRow.kind == "listing"
    return db.execute(query.where(*of_source).order_by(EntryRow.id)).all()


def _releases(db: Connection, source_id: int) -> Sequence[int]:
    return db.execute(select(ReleaseRow.id).where(ReleaseRow.source_id == source_id)).scalars().all()


def _wanted(held: Mapping[int, Sequence[Absence]], derived: Derived) -> dict[int, list[Absence]]:
    """The absences that are derived, and those that are held of captures of which none is."""
    told = {number: list(of_release) for number, of_release in derived.state.absences.items() if of_release}
    times = set(derived.captures.values())
    for number, of_release in held.items():
        if kept := [one for one in of_release if one.began_at not in times]:
            told[number] = sorted([*told.get(number, ()), *kept], key=lambda one: one.began_at)
    return told


def _releases_unlike(
    db: Connection, derived: Derived, entries: Iterable[HeldEntry], moved: Mapping[int, str | None]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What listings say of releases, and where those are cited, as far as their rows say otherwise."""
    linked: dict[int, set[str]] = {}
    for row in entries:
        linked.setdefault(row.release_id, set()).add(row.url)
    listed, cited = [], []
    for ids in chunks(derived.state.lines):
        for row in db.execute(select(ReleaseRow).where(ReleaseRow.id.in_(ids))):
            of_release = derived.state.lines[row.id]
            line, first = max(of_release, key=lambda one: one.last), min(of_release, key=lambda one: one.first)
            published = parse_published(line.published)
            wanted = {"listed_title": line.title, "listed_published": line.published, "listed_on": day(published)}
            if any(getattr(row, name) != value for name, value in wanted.items()):
                listed.append({"row_id": row.id, **wanted})
            url = moved.get(row.id) or (first.url if row.url in linked.get(row.id, ()) else row.url)
            if url != row.url:
                cited.append({"row_id": row.id, "url": url})
    return listed, cited


def _keep_entries(db: Connection, entries: Iterable[HeldEntry], derived: Derived) -> None:
    """Make entries say where lines were last seen; those that are no line of their own get no place. Writes."""
    wanted = {line.evidence: line for of_release in derived.state.lines.values() for line in of_release}
    idle, changed = [], []
    for row in entries:
        key = row.address_id, row.release_id, row.first_capture_id, row.url, row.title, row.published
        line = wanted.get(key)
        if line is not None and line.row in (None, row.id):
            line.row = row.id
            if (row.last_capture_id, row.place) != (line.last.capture_id, line.place):
                changed.append(line)
        elif row.first_capture_id in derived.captures and (row.last_capture_id, row.place) != (row.first_capture_id, 0):
            idle.append({"row_id": row.id, "last_capture_id": row.first_capture_id, "place": 0})
    keep_lines(db, [*changed, *(line for line in wanted.values() if line.row is None)])
    if idle:
        db.execute(update(EntryRow).where(EntryRow.id == bindparam("row_id")), idle)


def _keep_dates(db: Connection, state: ListingState) -> None:
    for ids in chunks(state.places):
        for row in db.execute(select(AddressRow).where(AddressRow.id.in_(ids))).all():
            dates = state.places[row.id].dates
            if Dates(row.dated, row.generated) != dates:
                keep_dates(db, row.id, dates)


def _keep_readings(db: Connection, shown: Sequence[ReadListing], stale: Mapping[int, str | None], layout: str) -> None:
    """Mark which captures are older copies, and that all are read as the code named `layout` reads them. Writes."""
    of_capture = {one.capture.id: one.reading for one in shown}
    changed = []
    for ids in chunks(of_capture):
        query = select(ReadingRow).where(ReadingRow.capture_id.in_(ids), ReadingRow.fragment == "")
        for row in db.execute(query):
            why, reading = stale.get(row.capture_id), of_capture[row.capture_id]
            told: dict[str, object] = {"layout": layout}
            if reading.listing is not None:
                verdict = "unchanged" if row.verdict == "unchanged" else "stale" if why else "listing"
                told |= {"verdict": verdict, "message": why or reading.message, **shown_by(reading)}
            if any(getattr(row, name) != value for name, value in told.items()):
                changed.append({"row_id": row.id, **told})
    for one in changed:
        db.execute(update(ReadingRow).where(ReadingRow.id == bindparam("row_id")), one)
    note_listings(db, ((one.capture, one.reading) for one in shown))
