"""Keeps addresses: at which URLs releases and listings were found, when, and where permanent redirects lead from them.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, insert, select, update

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, EntryRow, ReadingRow, ReleaseRow, text_digest
from storage.read.snapshots import stood_there
from storage.records import Reading, StoredCapture, without_noise, without_session

PERMANENT = (301, 308)  # RFC 9110, 15.4.2 and 15.4.9
Links = Sequence[Sequence[tuple[str, datetime]]]  # what each listing stated of a release, first to last, since when


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


def note_moves(db: Connection, source_id: int, read: Sequence[tuple[StoredCapture, Reading]]) -> None:
    """Note where permanent redirects lead from the addresses of captures whose readings are kept, and since when.

    The newest says where to, the first since when. Writes.
    """
    moved = {
        text_digest(capture.url)
        for capture, reading in read
        if reading.verdict == "redirected" and capture.status in PERMANENT
    }
    for digests in chunks(moved):
        hops = (
            select(AddressRow.id, AddressRow.url, AddressRow.moved_at, CaptureRow.at, ReadingRow.message.label("there"))
            .join(CaptureRow, CaptureRow.address_id == AddressRow.id)
            .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
            .where(AddressRow.source_id == source_id, AddressRow.url_digest.in_(digests))
            .where(ReadingRow.verdict == "redirected", CaptureRow.status.in_(PERMANENT))
            .order_by(AddressRow.id, CaptureRow.at, CaptureRow.id)
        )
        away = [hop for hop in db.execute(hops) if hop.there is not None and not same_place(hop.url, hop.there)]
        for address_id, of_address in groupby(away, key=lambda hop: hop.id):
            first, *later = of_address
            last = later[-1] if later else first
            to = {"moved_to": last.there, "moved_at": min(first.at, first.moved_at or first.at)}
            db.execute(update(AddressRow).where(AddressRow.id == address_id).values(**to))


def note_links(db: Connection, source_id: int, stated: Mapping[int, Links], noise: Collection[str] = ()) -> None:
    """Note where releases moved by the word of a listing: it stated another address of the same release before.

    Each address moves once, to where the newest says, since the first said so; a release is cited by the newest.
    `noise` are parameters that identify nothing. Writes.
    """
    for release_id, links in stated.items():
        moves = [
            (since, former, url)
            for of_listing in links
            for (former, _), (url, since) in pairwise(of_listing)
            if not same_place(former, url, noise)
        ]
        for since, former, url in sorted(moves):
            place = AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(former)
            to = {"moved_to": url, "moved_at": case((AddressRow.moved_at < since, AddressRow.moved_at), else_=since)}
            db.execute(update(AddressRow).where(*place, AddressRow.release_id == release_id).values(**to))
        if moves:
            db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(url=max(moves)[2]))


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


def _first_place() -> Any:
    announced = select(EntryRow.url).where(EntryRow.release_id == ReleaseRow.id).order_by(EntryRow.id)
    visited = select(AddressRow.url).where(AddressRow.release_id == ReleaseRow.id)
    visited = visited.order_by(AddressRow.first_seen, AddressRow.id)
    return func.coalesce(*(one.limit(1).correlate(ReleaseRow).scalar_subquery() for one in (announced, visited)))


def same_place(one: str, other: str, noise: Collection[str] = ()) -> bool:
    """Whether two addresses differ in scheme, `www.`, a final slash or noise alone: no reader calls that a move."""

    def plain(url: str) -> str:
        path, _, query = url.partition("#")[0].partition("://")[2].partition("?")
        told = [part for part in without_noise(query).split("&") if part.partition("=")[0] not in noise]
        return f"{without_session(path).removeprefix('www.').rstrip('/')}?{'&'.join(told)}".lower()

    return plain(one) == plain(other)
