"""Commits evidence: addresses, captures with their payloads, and the lines of listings, before anything reads them.

Everything runs in the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, Connection, Select, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, RelatedRecordRow, ReleaseRow
from storage.payloads.capture_head import head_of
from storage.payloads.store import Payloads
from storage.records import Capture, Crawl, Origin, Reading, RelatedRecord, StoredCapture, Verdict, joined
from storage.write.addresses import addresses_of
from storage.write.crawls import FAILED, UNREADABLE, recording_of, tally
from storage.write.listings.entries import announce
from storage.write.listings.lines import ListingCapture
from storage.write.readings import aged, keep_listing_readings


@dataclass(slots=True)
class _Row:
    """A capture that is held or about to be: what tells it from another of the same address and instant."""

    status: int | None
    payload_id: int | None
    flawed: bool
    fields: Mapping[str, str]
    repeats: bool = False
    id: int = 0

    def same(self, other: "_Row") -> bool:
        """Whether the two are one visit, recorded twice."""
        return all(getattr(self, name) == getattr(other, name) for name in ("status", "payload_id", "flawed", "fields"))


Held = dict[tuple[int, datetime], list[_Row]]


@dataclass(slots=True)
class _Batch:
    """The captures of one transaction, and what is known of their addresses."""

    db: Connection
    payloads: Payloads
    crawl: Crawl
    addresses: Mapping[str, int]
    held: Held
    last: dict[int, tuple[int, datetime]]
    fresh: list[tuple[_Row, Capture, dict[str, object]]] = field(default_factory=list)
    recordings: dict[tuple[bytes, str], int] = field(default_factory=dict)  # by digest and member of a file

    def recording_of(self, origin: Origin) -> int:
        """The row of the recording that a capture comes from. Writes."""
        file = origin.file.sha256, origin.member
        if file not in self.recordings:
            self.recordings[file] = recording_of(self.db, origin)
        return self.recordings[file]


def commit(
    db: Connection, payloads: Payloads, crawl: Crawl, captures: Sequence[tuple[Capture, Reading | None]]
) -> list[StoredCapture]:
    """Keep captures with their payloads and what listings among them announce; gives them with their ids. Writes.

    A listing comes with what was read from it, its entries identified; a release is read after it is committed.
    """
    seen = [(c.url, c.kind, c.release_id, c.at) for c, _ in captures]
    addresses = addresses_of(db, crawl.source_id, seen)
    last = last_payloads(db, set(addresses.values()))
    batch = _Batch(db, payloads, crawl, addresses, _held(db, payloads, addresses, captures), last)
    rows = [_row_of(batch, capture) for capture, _ in captures]
    _insert(batch)
    stored = [_stored(capture, row, known) for (capture, _), (row, known) in zip(captures, rows, strict=True)]
    newly_listed, listed = 0, list[tuple[StoredCapture, Reading]]()
    for place, (s, (_, reading)) in enumerate(zip(stored, captures, strict=True)):
        if reading is not None and reading.listing is not None:
            of_listing = ListingCapture.of(s, reading.dated, crawl.source_id, crawl.id, addresses[s.url])
            found = announce(db, of_listing, reading.listing)
            newly_listed += found.listed
            stored[place] = replace(s, late=found.late and not s.known)
            listed.append((stored[place], aged(reading, found.stale)))
        elif reading is not None:
            listed.append((s, reading))
    _mark_visited(db, crawl, stored)
    keep_listing_readings(db, listed)
    payloads.train(db, crawl.source_id)
    verdicts = Counter[Verdict](reading.verdict for _, reading in listed)
    unreadable, failed = (sum(verdicts[v] for v in some) for some in (UNREADABLE, FAILED))
    tally(db, crawl.id, {"listed": newly_listed, "unreadable": unreadable, "failed": failed})
    return stored


def last_payloads(db: Connection, address_ids: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """The payload last captured whole at each address, and when, where there is one."""
    found: dict[int, tuple[int, datetime]] = {}
    for ids in chunks(address_ids):
        for address_id, payload_id, at in db.execute(_last_whole(), {"address_ids": ids}):
            if payload_id is not None:
                found[address_id] = payload_id, at
    return found


@cache
def _last_whole() -> Select[int, int | None, datetime]:
    """The last whole captures of addresses: asked at each commit, and made once."""
    there = aliased(CaptureRow)
    asked: BindParameter[int] = bindparam("address_ids", expanding=True)
    newest = (
        select(there.id)
        .where(there.address_id == AddressRow.id, there.payload_id.is_not(None), there.reason.is_(None))
        .order_by(there.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(AddressRow.id, CaptureRow.payload_id, CaptureRow.at).join(CaptureRow, CaptureRow.id == newest)
    return query.where(AddressRow.id.in_(asked))


def _held(
    db: Connection,
    payloads: Payloads,
    addresses: Mapping[str, int],
    captures: Sequence[tuple[Capture, Reading | None]],
) -> Held:
    """The captures held of the same addresses at the same times."""
    held: Held = {}
    times = {capture.at for capture, _ in captures}
    for ids in chunks(set(addresses.values())):
        query = select(CaptureRow).where(CaptureRow.address_id.in_(ids), CaptureRow.at.in_(times))
        for row in db.execute(query):
            head = payloads.unpack_head(db, row.head, row.head_dictionary_id)
            seen = _Row(row.status, row.payload_id, row.reason is not None, _told(head.get("fields", ())), id=row.id)
            held.setdefault((row.address_id, row.at), []).append(seen)
    return held


def _told(fields: Iterable[Sequence[str]]) -> dict[str, str]:
    """What tells the header fields of one answer from another's. Until revision 0002 the coding undone was left out."""
    told = joined(fields)
    told.pop("content-encoding", None)
    return told


def _row_of(batch: _Batch, capture: Capture) -> tuple[_Row, bool]:
    """The row of a capture, its payload stored, and whether there was one before. Writes."""
    address_id = batch.addresses[capture.url]
    before, before_at = batch.last.get(address_id, (None, capture.at))
    payload_id = None
    if capture.body is not None:
        payload_id = batch.payloads.put(batch.db, batch.crawl.source_id, capture.body, before).id
    new = _Row(capture.status, payload_id, capture.reason is not None, _told(capture.fields))
    held = batch.held.setdefault((address_id, capture.at), [])
    for row in held:
        if row.same(new):
            return row, True
    if not capture.flawed and capture.at >= before_at and before is not None:
        new.repeats = before == (payload_id or (before if capture.status == 304 else None))
    if payload_id is not None and not capture.flawed:
        batch.last[address_id] = payload_id, max(before_at, capture.at)
    held.append(new)
    batch.fresh.append((new, capture, _values(batch, capture, address_id, payload_id)))
    return new, False


def _values(batch: _Batch, capture: Capture, address_id: int, payload_id: int | None) -> dict[str, object]:
    head, dictionary_id = batch.payloads.pack_head(batch.db, batch.crawl.source_id, head_of(capture))
    encoded, origin = capture.transferred, capture.origin
    return {
        "crawl_id": batch.crawl.id,
        "address_id": address_id,
        "at": capture.at,
        "status": capture.status,
        "reason": capture.reason,
        "head": head,
        "head_dictionary_id": dictionary_id,
        "payload_id": payload_id,
        "encoded_payload_id": batch.payloads.put_encoded(batch.db, payload_id, encoded)
        if encoded and payload_id
        else None,
        "recording_id": batch.recording_of(origin) if origin else None,
        "recording_offset": origin.offset if origin else None,
    }


def _insert(batch: _Batch) -> None:
    if not batch.fresh:
        return
    statement = insert(CaptureRow).returning(CaptureRow.id, sort_by_parameter_order=True)
    ids = batch.db.execute(statement, [values for _, _, values in batch.fresh]).scalars()
    related = []
    for (row, capture, _), capture_id in zip(batch.fresh, ids.all(), strict=True):
        row.id = capture_id
        related += [_related(batch, capture_id, one) for one in (capture.origin.related if capture.origin else ())]
    if related:
        batch.db.execute(insert(RelatedRecordRow), related)


def _related(batch: _Batch, capture_id: int, related: RelatedRecord) -> dict[str, object]:
    payload = batch.payloads.put(batch.db, batch.crawl.source_id, related.content)
    return {"capture_id": capture_id, "type": related.type, "header": related.header, "payload_id": payload.id}


def _stored(capture: Capture, row: _Row, known: bool) -> StoredCapture:
    values = {field.name: getattr(capture, field.name) for field in fields(Capture)}
    return StoredCapture(**values, id=row.id, payload_id=row.payload_id, known=known, repeats=row.repeats and not known)


def _mark_visited(db: Connection, crawl: Crawl, stored: Sequence[StoredCapture]) -> None:
    released = {s.release_id for s in stored if s.release_id is not None}
    if released:
        change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
        db.execute(change, [{"row_id": release_id, "visited_crawl_id": crawl.id} for release_id in released])
