"""Writes evidence: addresses, captures, and the lines of listings. Everything runs in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import AddressRow, CaptureRow
from storage.payloads.store import Payloads, Stored
from storage.records import Capture, Kept, Visited
from storage.write.addresses import addresses_of
from storage.write.entries import ListingCapture, announce


def keep(db: Connection, payloads: Payloads, source_id: int, crawl_id: int, visited: Sequence[Visited]) -> list[Kept]:
    """Keep captures with their payloads and what they announce, and say under which numbers. Writes."""
    addresses = addresses_of(
        db, source_id, [(v.capture.url, v.capture.kind, v.release_id, v.capture.at) for v in visited]
    )
    held = _held(db, addresses, visited)
    first = {(addresses[v.capture.url], v.capture.at): v for v in reversed(visited)}
    fresh = [v for place, v in reversed(first.items()) if place not in held]
    before = last_payloads(db, {addresses[v.capture.url] for v in fresh})
    stored, as_before = _store(db, payloads, source_id, addresses, fresh, before)
    ids = _insert_captures(db, payloads, source_id, crawl_id, addresses, fresh, stored)
    kept = []
    for v in visited:
        place = addresses[v.capture.url], v.capture.at
        again = place in held or first[place] is not v
        payload = stored.get(id(first[place]))
        capture_id, payload_id = held.get(place) or (ids[place], payload.id if payload else None)
        listing = ListingCapture(source_id, crawl_id, place[0], capture_id, v.capture.at)
        listed = announce(db, listing, v.announced)
        kept.append(
            Kept(
                capture_id,
                v.capture.at,
                v.release_id,
                payload_id,
                new_payload=bool(payload and payload.new and not again),
                again=again,
                as_before=id(v) in as_before,
                newly_listed=listed,
            )
        )
    return kept


def _held(
    db: Connection, addresses: Mapping[str, int], visited: Sequence[Visited]
) -> dict[tuple[int, datetime], tuple[int, int | None]]:
    """The visits among these that the archive holds already, by address and time."""
    held = {}
    times = {v.capture.at for v in visited}
    for ids in chunks(set(addresses.values())):
        query = select(CaptureRow.address_id, CaptureRow.at, CaptureRow.id, CaptureRow.payload_id)
        for row in db.execute(query.where(CaptureRow.address_id.in_(ids), CaptureRow.at.in_(times))):
            held[row.address_id, row.at] = row.id, row.payload_id
    return held


def _store(
    db: Connection,
    payloads: Payloads,
    source_id: int,
    addresses: Mapping[str, int],
    fresh: Sequence[Visited],
    before: dict[int, tuple[int, datetime]],
) -> tuple[dict[int, Stored], set[int]]:
    """Store the payloads of fresh visits, each told what was last seen at its address.

    Gives where they stand, by id() of the visit, and the visits whose address showed the same as before. Writes.
    """
    stored: dict[int, Stored] = {}
    as_before = set()
    for v in fresh:
        address_id = addresses[v.capture.url]
        last, last_at = before.get(address_id, (None, v.capture.at))
        if v.capture.body is not None:
            stored[id(v)] = payloads.put(db, source_id, [(v.capture.body, last)])[0]
            before[address_id] = stored[id(v)].id, max(last_at, v.capture.at)
        if last is not None and v.capture.at >= last_at:
            shown = stored[id(v)].id if id(v) in stored else last if v.capture.status == 304 else None
            if shown == last:
                as_before.add(id(v))
    return stored, as_before


def last_payloads(db: Connection, address_ids: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """The payload last captured at each address, and when, where there is one."""
    there = aliased(CaptureRow)
    newest = (
        select(there.id)
        .where(there.address_id == AddressRow.id, there.payload_id.is_not(None))
        .order_by(there.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: dict[int, tuple[int, datetime]] = {}
    for ids in chunks(address_ids):
        query = select(AddressRow.id, CaptureRow.payload_id, CaptureRow.at).join(CaptureRow, CaptureRow.id == newest)
        for address_id, payload_id, at in db.execute(query.where(AddressRow.id.in_(ids))):
            if payload_id is not None:
                found[address_id] = payload_id, at
    return found


def _insert_captures(
    db: Connection,
    payloads: Payloads,
    source_id: int,
    crawl_id: int,
    addresses: Mapping[str, int],
    fresh: Sequence[Visited],
    stored: Mapping[int, Stored],
) -> dict[tuple[int, datetime], int]:
    """Insert captures and give their ids by address and time. Writes."""
    rows = {}
    for v in fresh:
        capture: Capture = v.capture
        headers, dictionary_id = payloads.pack_headers(db, source_id, capture.headers)
        rows[addresses[capture.url], capture.at] = {
            "crawl_id": crawl_id,
            "address_id": addresses[capture.url],
            "at": capture.at,
            "status": capture.status,
            "reason": capture.reason,
            "headers": headers,
            "headers_dictionary_id": dictionary_id,
            "payload_id": stored[id(v)].id if id(v) in stored else None,
        }
    if not rows:
        return {}
    statement = insert(CaptureRow).returning(CaptureRow.id, sort_by_parameter_order=True)
    return dict(zip(rows, db.execute(statement, list(rows.values())).scalars(), strict=True))
