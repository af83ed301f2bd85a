"""Gives releases other keys, after their source has come to identify them otherwise.

Two releases that turn out to be one become one, with all addresses, captures and listing lines of both: what was held
under the former key is not orphaned by a pending release under the new one. Runs in the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import CHUNK
from storage.models import AbsenceRow, AddressRow, AssetRow, EntryRow, ReadingRow, ReleaseRow, SnapshotRow, text_digest
from storage.models.rows import HeldRelease
from storage.write.snapshot_rows import date_versions, delete_snapshots
from storage.write.snapshots import count

LISTED = ("listed_title", "listed_published", "listed_on", "listed_crawl_id")


class _Sought(Protocol):
    """A row that is looked up by the digest of what is sought."""

    id: int
    sought: str
    digest: bytes


def rekey(db: Connection, source_id: int, keys: Mapping[int, str]) -> None:
    """Give each of these releases its new key. Those that are merged are left to be read again. Writes."""
    for release_id, key in keys.items():
        row = db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).first()
        if row is None or row.key == key:  # merged into another a moment ago, or so keyed already
            continue
        same = ReleaseRow.source_id == source_id, ReleaseRow.key_digest == text_digest(key)
        other = db.execute(select(ReleaseRow).where(*same)).first()
        if other is None or other.id == release_id:
            values = {"key": key, "key_digest": text_digest(key)}
            db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(**values))
        else:
            _merge(db, row, other, key)


def restore_digests(db: Connection, source_id: int) -> None:
    """Have the releases of a source found again, and their addresses, where another digest is held than theirs. Writes.

    A release that was announced anew meanwhile becomes one with it. An address that was met anew is left as it is.
    """
    releases = select(ReleaseRow.id, ReleaseRow.key.label("sought"), ReleaseRow.key_digest.label("digest"))
    for row in _lost(db, releases.where(ReleaseRow.source_id == source_id), ReleaseRow.key_digest):
        same = ReleaseRow.source_id == source_id, ReleaseRow.key_digest == text_digest(row.sought)
        other = db.execute(select(ReleaseRow).where(*same)).first()
        if other is None:
            found = update(ReleaseRow).where(ReleaseRow.id == row.id)
            db.execute(found.values(key_digest=text_digest(row.sought)))
        else:
            _merge(db, db.execute(select(ReleaseRow).where(ReleaseRow.id == row.id)).one(), other, row.sought)
    addresses = select(AddressRow.id, AddressRow.url.label("sought"), AddressRow.url_digest.label("digest"))
    addresses = addresses.join(ReleaseRow, ReleaseRow.id == AddressRow.release_id)
    for row in _lost(db, addresses.where(ReleaseRow.source_id == source_id), AddressRow.url_digest):
        same = AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(row.sought)
        if db.execute(select(AddressRow.id).where(*same)).first() is None:
            found = update(AddressRow).where(AddressRow.id == row.id)
            db.execute(found.values(url_digest=text_digest(row.sought)))


def _lost(db: Connection, query: Select[int, str, bytes], digest: InstrumentedAttribute[bytes]) -> Sequence[_Sought]:
    """The rows that are looked up by another digest than that of what is sought. Writes.

    What they hold is taken from them first, since it may be the digest of another of them.
    """
    with db.execute(query, execution_options={"yield_per": CHUNK}) as rows:
        lost = [row for row in rows if text_digest(row.sought) != row.digest]
    for row in lost:
        nobodys = text_digest(f"\0{row.id}")  # no key and no address has a zero
        db.execute(update(digest.class_).where(digest.class_.id == row.id).values({digest: nobodys}))
    return lost


def _merge(db: Connection, one: HeldRelease, other: HeldRelease, key: str) -> None:
    """Make one release of two: the one that holds a text stays, or the older; it bears the key."""
    kept, gone = sorted((one, other), key=lambda row: (row.held_at is None, row.state == "elsewhere", row.id))
    held = db.execute(select(SnapshotRow.id).where(SnapshotRow.release_id == gone.id)).scalars().all()
    delete_snapshots(db, gone.id, held)
    count(db, gone.source_id, held=-bool(held), snapshots=-len(held))
    _merge_absences(db, kept, gone)
    for table in (AddressRow, EntryRow, ReadingRow):
        db.execute(update(table).where(table.release_id == gone.id).values(release_id=kept.id))
    db.execute(update(ReadingRow).where(ReadingRow.release_id == kept.id).values(layout=None))
    both = select(AssetRow.address_id).where(AssetRow.release_id == kept.id)
    db.execute(delete(AssetRow).where(AssetRow.release_id == gone.id, AssetRow.address_id.in_(both)))
    db.execute(update(AssetRow).where(AssetRow.release_id == gone.id).values(release_id=kept.id))
    db.execute(delete(ReleaseRow).where(ReleaseRow.id == gone.id))
    listed = max((one, other), key=lambda row: row.listed_crawl_id or 0)
    values = {
        "key": key,
        "key_digest": text_digest(key),
        "found_at": min(one.found_at, other.found_at),
        "due_at": None,  # a visit is due at once
        **{name: getattr(listed, name) for name in LISTED},
    }
    db.execute(update(ReleaseRow).where(ReleaseRow.id == kept.id).values(**values))
    date_versions(db, [kept.id])


def _merge_absences(db: Connection, kept: HeldRelease, gone: HeldRelease) -> None:
    """Keep what listings missed of either, but for what they seemed to miss since they announce it under the new key.

    What its pages missed is found anew when the release is settled.
    """
    of_both = AbsenceRow.release_id.in_([kept.id, gone.id])
    since = max(kept.found_at, gone.found_at)
    db.execute(delete(AbsenceRow).where(of_both, AbsenceRow.kind == "listing", AbsenceRow.began_at >= since))
    db.execute(delete(AbsenceRow).where(AbsenceRow.release_id == gone.id, AbsenceRow.kind == "page"))
    began = select(AbsenceRow.began_at).where(AbsenceRow.release_id == kept.id, AbsenceRow.kind == "listing")
    twice = AbsenceRow.began_at.in_(db.execute(began).scalars().all())
    db.execute(delete(AbsenceRow).where(AbsenceRow.release_id == gone.id, twice))
    db.execute(update(AbsenceRow).where(AbsenceRow.release_id == gone.id).values(release_id=kept.id))
