"""Unpacks every payload once, and holds its bytes against what its row says.

A payload may be packed as the difference from another. Whatever rests on a payload is looked at while that one's bytes
are at hand: level by level from those that rest on none, some at a time. Bytes on which nothing rests are let go at
once: the next ones then come into the same memory, which the processor still has at hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, or_, select
from sqlalchemy.orm import aliased

from storage.errors import DamagedRowError, DamageError
from storage.models import DictionaryRow, PayloadRow
from storage.models.rows import HeldPayload
from storage.payloads.store import Payloads, sha1_of
from storage.proof.checks.fault import Extent, Fault
from storage.proof.rows import page, stream

AT_ONCE = 256  # payloads
BYTES_AT_ONCE = 8 * 1024 * 1024  # of unpacked payloads, and less of those that rest on others; one may have more
# Made once: to make a statement takes longer than SQLite takes to execute it.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ROWS = select(PayloadRow).where(PayloadRow.id.in_(_IDS))
_BASES: Any = select(PayloadRow.base_id).where(PayloadRow.base_id.in_(_IDS)).distinct()
_SIZES = select(PayloadRow.size)
_BASE = aliased(PayloadRow)
_BASE_IS_THERE = select(_BASE.id).where(_BASE.id == PayloadRow.base_id).exists()
_ON_NONE = _SIZES.where(or_(PayloadRow.base_id.is_(None), PayloadRow.base_id >= PayloadRow.id, ~_BASE_IS_THERE))


@dataclass(slots=True)
class _Level:
    """Payloads of one depth: those that rest on `bases`, or on none where that is None. `after` is how far they are.

    The bytes of a base are None where it is damaged.
    """

    bases: dict[int, bytes | None] | None = None
    depth: int = 0
    after: int | None = None


def check_payloads(db: Connection, payloads: Payloads, extent: Extent) -> Iterator[Fault]:
    """The dictionaries and payloads that are not what was stored."""
    for dictionary_id, dictionary in stream(db, select(DictionaryRow.purpose), DictionaryRow.id):
        try:
            if isinstance(dictionary, DamagedRowError):
                raise dictionary
            payloads.check_dictionary(db, dictionary_id)
        except DamageError as error:
            yield Fault("dictionary", str(dictionary_id), str(error))
    levels = [_Level()]
    while levels:
        level = levels.pop()
        ids, are_all = _next(db, level)
        bodies: dict[int, bytes | None] = dict.fromkeys(db.execute(_BASES, {"ids": ids}).scalars())
        for payload_id, row in page(db, _ROWS, PayloadRow.id, None, AT_ONCE, ids=ids):
            body, wrong = _unpacked(db, payloads, level, row)
            yield from (Fault("payload", str(payload_id), what) for what in wrong)
            extent.payloads += 1
            extent.bytes += len(body or b"")
            if payload_id in bodies:
                bodies[payload_id] = body
        extent.tell(f"payloads, {extent.payloads:,} of {extent.bytes / 1e6:,.0f} MB")
        if not are_all:  # else their bases need not be held any longer
            levels.append(_Level(level.bases, level.depth, ids[-1]))
        if bodies:
            levels.append(_Level(bodies, level.depth + 1))


def _next(db: Connection, level: _Level) -> tuple[list[int], bool]:
    """The next payloads of a level, no more than fit into memory, and whether they are the last."""
    query = _ON_NONE
    if level.bases is not None:  # older than what rests on them: no walk goes in circles, whatever an index says
        older = PayloadRow.base_id < PayloadRow.id, PayloadRow.id > min(level.bases)
        query = _SIZES.where(PayloadRow.base_id.in_(level.bases), *older)
    ids, size = list[int](), 0
    rows = page(db, query, PayloadRow.id, level.after, AT_ONCE)
    for payload_id, row in rows:
        size += 0 if isinstance(row, DamagedRowError) else row.size or 0
        if ids and size > BYTES_AT_ONCE // (level.depth + 1):
            break
        ids.append(payload_id)
    return ids, len(ids) == len(rows) < AT_ONCE


def _unpacked(
    db: Connection, payloads: Payloads, level: _Level, row: HeldPayload | DamagedRowError
) -> tuple[bytes | None, list[str]]:
    """The bytes of a payload, None where they cannot be had, and what is wrong with it."""
    if isinstance(row, DamagedRowError):
        return None, [str(row)]
    wrong = [] if row.depth == level.depth else [f"its depth is {row.depth}, and it rests on {level.depth} others"]
    base: bytes | None = b""
    if row.base_id is not None:
        base = None if level.bases is None else level.bases.get(row.base_id)
    if base is None:
        return None, [*wrong, f"it rests on payload {row.base_id}, which is damaged or not there"]
    try:
        body = payloads.unpack(db, row, base)
    except DamageError as error:
        return None, [*wrong, str(error)]
    if (len(body), sha1_of(body)) != (row.size, row.sha1):
        wrong.append("its size or its SHA-1 is not that of its bytes")
    return body, wrong
