"""The captures of an address as mementos (RFC 7089): all in order of time, and those around a moment.

Nothing here writes.
"""

import heapq
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, func, select

from storage.errors import DamageError, NothingNamedError
from storage.models import AddressRow, CaptureRow, PayloadRow, text_digest
from storage.models.rows import Statement
from storage.payloads.store import Payloads
from storage.read.history import find_release
from storage.records import joined, spellings

AT_ONCE = 500  # rows
ADDRESSES = 100  # of one resource, at most
OLDEST_FIRST = CaptureRow.at, CaptureRow.id
NEWEST_FIRST = CaptureRow.at.desc(), CaptureRow.id.desc()
# What a server answers of a resource: "not modified" has nothing to show, nor has a visit without an answer.
ANSWERED = CaptureRow.status.is_not(None), CaptureRow.status != 304

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture of an address: `payload` is the SHA-256 of its bytes, None where none came.

    `content_type` is the header field as it came; None where there is none, or it cannot be read any more.
    """

    capture: int
    at: datetime
    url: str
    status: int | None
    payload: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """The memento whose time is the closest to a moment, the earlier of two, and its neighbours in order of time."""

    closest: Memento
    first: Memento
    previous: Memento | None
    next: Memento | None
    last: Memento


class _Visit(Protocol):
    """A row of `_of_address`."""

    id: int
    at: datetime
    url: str
    status: int | None
    head: bytes | None
    head_dictionary_id: int | None
    sha256: bytes | None


def addresses_of(db: Connection, wanted: str) -> list[int]:
    """The rows of the addresses that a person means by a release's number, or by an address in any spelling of it.

    Those that were captured: of a release all at which it stood, of any other resource one for each source that has it.
    Raises NothingNamedError.
    """
    if wanted.strip().isdecimal():
        release = find_release(db, wanted)
        found = _captured(db, AddressRow.release_id == release.id)
    else:
        digests = ([text_digest(url) for url in likely] for likely in spellings(wanted))
        found = next(filter(None, (_captured(db, AddressRow.url_digest.in_(some)) for some in digests)), [])
    if not found:
        raise NothingNamedError(
            f"the archive has no capture of {wanted.strip()}; `communique list` shows what it holds"
        )
    return found


def timemap(
    db: Connection,
    payloads: Payloads,
    addresses: Sequence[int],
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    every: bool = False,
) -> Generator[Memento, None, None]:
    """The mementos of these addresses in order of time, from `since` to `until`; a few rows at a time.

    With `every`, also the visits that are none: those that brought "not modified" or no answer.
    """
    first = [CaptureRow.at >= since] if since else []
    last = [CaptureRow.at <= until] if until else []
    conditions = [*first, *last, *(() if every else ANSWERED)]
    with ExitStack() as closing_all:
        streams = [closing_all.enter_context(closing(_walked(db, one, conditions))) for one in addresses]
        for row in heapq.merge(*streams, key=lambda row: (row.at, row.id)):
            yield _memento(db, payloads, row)


def around(db: Connection, payloads: Payloads, addresses: Sequence[int], at: datetime) -> Around | None:
    """The mementos of these addresses around a moment; None where there are none."""
    before = _ends(db, addresses, NEWEST_FIRST, CaptureRow.at <= at)
    after = _ends(db, addresses, OLDEST_FIRST, CaptureRow.at > at)
    if not before and not after:
        return None
    near = sorted([*before[-2:], *after[:2]], key=_by_time)
    place = min(range(len(near)), key=lambda n: abs(near[n].at - at))
    first, last = _ends(db, addresses, OLDEST_FIRST)[0], _ends(db, addresses, NEWEST_FIRST)[-1]
    earlier, later = near[max(place - 1, 0) : place], near[place + 1 : place + 2]
    told = [_memento(db, payloads, row) for row in (near[place], first, last, *earlier, *later)]
    return Around(
        closest=told[0],
        first=told[1],
        previous=told[3] if earlier else None,
        next=told[-1] if later else None,
        last=told[2],
    )


def count(db: Connection, addresses: Sequence[int], *, every: bool = False) -> int:
    """How many mementos there are of these addresses; with `every`, how many visits."""
    query = select(func.count()).select_from(CaptureRow).where(CaptureRow.address_id.in_(addresses))
    return int(db.execute(query if every else query.where(*ANSWERED)).scalar_one())


def _captured(db: Connection, condition: Condition) -> list[int]:
    captured = select(CaptureRow.id).where(CaptureRow.address_id == AddressRow.id).exists()
    return list(db.execute(select(AddressRow.id).where(condition, captured).limit(ADDRESSES)).scalars())


def _of_address(address_id: int, *conditions: Condition) -> Statement:
    columns = CaptureRow.id, CaptureRow.at, CaptureRow.status, CaptureRow.head, CaptureRow.head_dictionary_id
    query = select(*columns, AddressRow.url, PayloadRow.sha256)
    query = query.join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = query.outerjoin(PayloadRow, PayloadRow.id == CaptureRow.payload_id)
    return query.where(CaptureRow.address_id == address_id, *conditions)


def _walked(db: Connection, address_id: int, conditions: Sequence[Condition]) -> Generator[_Visit, None, None]:
    query = _of_address(address_id, *conditions).order_by(*OLDEST_FIRST)
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from rows


def _ends(db: Connection, addresses: Sequence[int], order: Sequence[Any], *conditions: Condition) -> list[_Visit]:
    """The first two mementos of each address in an order; all in order of time."""
    queries = (_of_address(one, *ANSWERED, *conditions).order_by(*order).limit(2) for one in addresses)
    return sorted((row for query in queries for row in db.execute(query)), key=_by_time)


def _by_time(row: _Visit) -> tuple[datetime, int]:
    return row.at, row.id


def _memento(db: Connection, payloads: Payloads, row: _Visit) -> Memento:
    try:
        fields = payloads.unpack_head(db, row.head, row.head_dictionary_id).get("fields", ())
    except DamageError:
        fields = ()
    content_type = joined(fields).get("content-type")
    return Memento(row.id, row.at, row.url, row.status, row.sha256.hex() if row.sha256 else None, content_type)
