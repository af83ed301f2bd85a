"""Where releases moved: by permanent redirects from their addresses, and by the word of their listings.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Protocol

from sqlalchemy import Connection, bindparam, case, select, update

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, ReadingRow, ReleaseRow, text_digest
from storage.records import Reading, StoredCapture, without_noise, without_session

PERMANENT = (301, 308)  # RFC 9110, 15.4.2 and 15.4.9
Links = Sequence[Sequence[tuple[str, datetime]]]  # what each listing stated of a release, first to last, since when
Move = tuple[str, datetime]  # where to, and since when


class _Hop(Protocol):
    """A row of an address that led elsewhere."""

    id: int
    moved_at: datetime | None


def note_moves(db: Connection, source_id: int, read: Sequence[tuple[StoredCapture, Reading]]) -> None:
    """Note where permanent redirects lead from the addresses of captures whose readings are kept, and since when.

    The newest says where to, the first since when. Writes.
    """
    moved = {
        text_digest(capture.url)
        for capture, reading in read
        if reading.verdict == "redirected" and capture.status in PERMANENT
    }
    for row, (there, since) in _redirected(db, source_id, moved):
        to = {"moved_to": there, "moved_at": min(since, row.moved_at or since)}
        db.execute(update(AddressRow).where(AddressRow.id == row.id).values(**to))


def _redirected(db: Connection, source_id: int, addresses: Iterable[bytes]) -> Iterator[tuple[_Hop, Move]]:
    """Those of the addresses, by digest, that permanent redirects lead away from."""
    for digests in chunks(addresses):
        hops = (
            select(AddressRow.id, AddressRow.url, AddressRow.moved_at, CaptureRow.at, ReadingRow.message.label("there"))
            .join(CaptureRow, CaptureRow.address_id == AddressRow.id)
            .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
            .where(AddressRow.source_id == source_id, AddressRow.url_digest.in_(digests))
            .where(ReadingRow.verdict == "redirected", CaptureRow.status.in_(PERMANENT))
            .order_by(AddressRow.id, CaptureRow.at, CaptureRow.id)
        )
        away = [hop for hop in db.execute(hops) if hop.there is not None and not same_place(hop.url, hop.there)]
        for _, of_address in groupby(away, key=lambda hop: hop.id):
            first, *later = of_address
            yield first, ((later[-1] if later else first).there, first.at)


def note_links(db: Connection, source_id: int, stated: Mapping[int, Links], noise: Collection[str] = ()) -> None:
    """Note where releases moved by the word of a listing: it stated another address of the same release before.

    Each address moves once, to where the newest says, since the first said so; a release is cited by the newest.
    `noise` are parameters that identify nothing. Writes.
    """
    for release_id, links in stated.items():
        moves, newest = moves_of(links, noise)
        for former, (url, since) in moves.items():
            place = AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(former)
            to = {"moved_to": url, "moved_at": case((AddressRow.moved_at < since, AddressRow.moved_at), else_=since)}
            db.execute(update(AddressRow).where(*place, AddressRow.release_id == release_id).values(**to))
        if newest is not None:
            db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(url=newest))


def moves_of(links: Links, noise: Collection[str]) -> tuple[dict[str, Move], str | None]:
    """Where each former address of a release moved, by the word of its listings, and the address that is the newest."""
    moves: dict[str, Move] = {}
    newest = None
    changes = (
        (since, former, url)
        for of_listing in links
        for (former, _), (url, since) in pairwise(of_listing)
        if not same_place(former, url, noise)
    )
    for since, former, url in sorted(changes):
        moves[former] = url, moves.get(former, (url, since))[1]
        newest = url
    return moves, newest


def settle_moves(
    db: Connection, source_id: int, links: Mapping[int, Links], noise: Collection[str], *, dry_run: bool = False
) -> set[int]:
    """Make the moves of a source's releases those that all `links` and redirects tell; gives those that differed.

    Writes, unless it is a `dry_run`.
    """
    told = {number: moves_of(of_release, noise) for number, of_release in links.items()}
    wanted = {
        (number, text_digest(former)): move for number, (moves, _) in told.items() for former, move in moves.items()
    }
    moved = AddressRow.source_id == source_id, AddressRow.moved_at.is_not(None), AddressRow.release_id.is_not(None)
    columns = AddressRow.id, AddressRow.release_id, AddressRow.url_digest, AddressRow.moved_to, AddressRow.moved_at
    held = {(row.release_id, row.url_digest): row for row in db.execute(select(*columns).where(*moved))}
    for digests in chunks(digest for _, digest in wanted.keys() - held.keys()):
        at = AddressRow.source_id == source_id, AddressRow.url_digest.in_(digests)
        held |= {(row.release_id, row.url_digest): row for row in db.execute(select(*columns).where(*at))}
    redirected = {row.id: move for row, move in _redirected(db, source_id, {digest for _, digest in held})}
    changed, found = [], set[int]()
    for key, row in held.items():
        moves = [move for move in (wanted.get(key), redirected.get(row.id)) if move is not None]
        to, since = (moves[-1][0], min(at for _, at in moves)) if moves else (None, None)
        if (row.moved_to, row.moved_at) != (to, since):
            changed.append({"row_id": row.id, "moved_to": to, "moved_at": since})
            found.add(key[0])
    if changed and not dry_run:
        db.execute(update(AddressRow).where(AddressRow.id == bindparam("row_id")), changed)
    return found


def same_place(one: str, other: str, noise: Collection[str] = ()) -> bool:
    """Whether two addresses differ in scheme, `www.`, a final slash or noise alone: no reader calls that a move."""

    def plain(url: str) -> str:
        path, _, query = url.partition("#")[0].partition("://")[2].partition("?")
        told = [part for part in without_noise(query).split("&") if part.partition("=")[0] not in noise]
        return f"{without_session(path).removeprefix('www.').rstrip('/')}?{'&'.join(told)}".lower()

    return plain(one) == plain(other)
