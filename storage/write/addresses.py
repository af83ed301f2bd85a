"""Keeps addresses: at which URLs releases and listings were found, and when.

Everything runs in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, update

from storage.database import chunks
from storage.models import AddressRow, EntryRow, ReleaseRow, text_digest
from storage.read.snapshots import stood_there


@dataclass(slots=True)
class _Seen:
    """An address as it was met in a batch: at first and at last, and whose it is."""

    url: str
    kind: str
    release_id: int | None
    first: datetime
    last: datetime


def addresses_of(
    db: Connection, source_id: int, seen: Sequence[tuple[str, str, int | None, datetime]]
) -> dict[str, int]:
    """The ids of addresses by URL, after inserting the unknown ones and moving the times of the known. Writes.

    `seen` are the URL, its kind ("listing", "release"), the release that stands there, and the time.
    """
    met: dict[bytes, _Seen] = {}
    digests = {url: text_digest(url) for url, *_ in seen}
    for url, kind, release_id, at in seen:
        one = met.setdefault(digests[url], _Seen(url, kind, release_id, at, at))
        one.release_id = release_id or one.release_id
        one.first, one.last = min(one.first, at), max(one.last, at)
    known = _known(db, source_id, met)
    if fresh := [(digest, one) for digest, one in met.items() if digest not in known]:
        rows = [
            {
                "source_id": source_id,
                "url": one.url,
                "url_digest": digest,
                "kind": one.kind,
                "release_id": one.release_id,
                "first_seen": one.first,
                "last_seen": one.last,
            }
            for digest, one in fresh
        ]
        inserted = insert(AddressRow).returning(AddressRow.id, sort_by_parameter_order=True)
        known |= dict(zip((digest for digest, _ in fresh), db.execute(inserted, rows).scalars(), strict=True))
    return {url: known[digest] for url, digest in digests.items()}


def _known(db: Connection, source_id: int, met: dict[bytes, _Seen]) -> dict[bytes, int]:
    """The ids of those that are known, by digest; their times are moved where they were seen earlier or later."""
    ids, moved = {}, []
    for digests in chunks(met):
        query = select(AddressRow.url_digest, AddressRow.id, AddressRow.release_id, AddressRow.first_seen)
        query = query.add_columns(AddressRow.last_seen)
        for row in db.execute(query.where(AddressRow.source_id == source_id, AddressRow.url_digest.in_(digests))):
            ids[row.url_digest] = row.id
            one = met[row.url_digest]
            new = {
                "release_id": row.release_id or one.release_id,
                "first_seen": min(row.first_seen, one.first),
                "last_seen": max(row.last_seen, one.last),
            }
            if any(getattr(row, name) != value for name, value in new.items()):
                moved.append({"row_id": row.id, **new})
    if moved:
        db.execute(update(AddressRow).where(AddressRow.id == bindparam("row_id")), moved)
    return ids


def is_displaced(db: Connection, release_id: int) -> bool:
    """Whether a release has an address at which it never stood, and has stood at another."""
    return db.execute(_displaced(), {"number": release_id}).first() is not None


def restate(db: Connection, release_id: int) -> bool:
    """Give a release the address at which it was found, where its own is none of its. Says whether it was so. Writes.

    A release is found where a listing first announced it, or else where it was first visited.
    """
    if not is_displaced(db, release_id):
        return False
    db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(url=_first_place()))
    return True


@cache  # to make such a statement takes longer than the archive takes to answer it
def _displaced() -> Select[int]:
    has_another = _first_place().is_not(None)
    return select(ReleaseRow.id).where(ReleaseRow.id == bindparam("number"), has_another, ~stood_there())


def _first_place() -> ColumnElement[str | None]:
    announced = select(EntryRow.url).where(EntryRow.release_id == ReleaseRow.id).order_by(EntryRow.id)
    visited = select(AddressRow.url).where(AddressRow.release_id == ReleaseRow.id)
    visited = visited.order_by(AddressRow.first_seen, AddressRow.id)
    return func.coalesce(*(one.limit(1).correlate(ReleaseRow).scalar_subquery() for one in (announced, visited)))
