"""Writes evidence: addresses, captures, and the lines of listings. Everything runs in the caller's transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from storage.models import AddressRow, CaptureRow, EntryRow, ReleaseRow
from storage.payloads import Payloads, Stored
from storage.records import Announcement, Capture, Kept, Visited

T = TypeVar("T")
CHUNK = 500  # values in one IN (...): well below every database's limit


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one statement."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def keep(db: Connection, payloads: Payloads, source_id: int, crawl_id: int, visited: Sequence[Visited]) -> list[Kept]:
    """Keep captures with their payloads and what they announce, and say under which numbers. Writes."""
    addresses = _addresses(
        db, source_id, [(v.capture.url, v.capture.kind, v.release_id, v.capture.at) for v in visited]
    )
    held = _held(db, addresses, visited)
    fresh = [v for v in visited if (addresses[v.capture.url], v.capture.at) not in held]
    before = last_payloads(db, {addresses[v.capture.url] for v in fresh})
    stored, as_before = _store(db, payloads, source_id, addresses, fresh, before)
    ids = _insert_captures(db, payloads, source_id, crawl_id, addresses, fresh, stored)
    kept = []
    for v in visited:
        place = addresses[v.capture.url], v.capture.at
        again = place in held
        capture_id = held[place][0] if again else ids[place]
        payload = stored.get(id(v))
        payload_id = held[place][1] if again else payload.id if payload else None
        listed = announce(db, source_id, crawl_id, place[0], capture_id, v.capture.at, v.announced)
        kept.append(
            Kept(
                capture_id,
                v.capture.at,
                v.release_id,
                payload_id,
                new_payload=bool(payload and payload.new),
                again=again,
                as_before=id(v) in as_before,
                newly_listed=listed,
            )
        )
    return kept


def _addresses(db: Connection, source_id: int, seen: Sequence[tuple[str, str, int | None, datetime]]) -> dict[str, int]:
    """The ids of addresses by URL, after inserting the unknown ones and moving the times of the known. Writes."""
    first: dict[str, tuple[str, int | None, datetime, datetime]] = {}
    for url, kind, release_id, at in seen:
        _, known_release, low, high = first.get(url, (kind, release_id, at, at))
        first[url] = kind, release_id or known_release, min(low, at), max(high, at)
    known = {}
    for urls in chunks(first):
        query = select(AddressRow.url, AddressRow.id, AddressRow.first_seen, AddressRow.last_seen)
        for row in db.execute(query.where(AddressRow.source_id == source_id, AddressRow.url.in_(urls))):
            known[row.url] = row
    new = [url for url in first if url not in known]
    if new:
        rows = [
            {
                "source_id": source_id,
                "url": url,
                "kind": first[url][0],
                "release_id": first[url][1],
                "first_seen": first[url][2],
                "last_seen": first[url][3],
            }
            for url in new
        ]
        db.execute(insert(AddressRow), rows)
    moved = [
        {"row_id": row.id, "low": min(row.first_seen, first[url][2]), "high": max(row.last_seen, first[url][3])}
        for url, row in known.items()
        if first[url][2] < row.first_seen or first[url][3] > row.last_seen
    ]
    if moved:
        change = update(AddressRow).where(AddressRow.id == bindparam("row_id"))
        db.execute(change.values(first_seen=bindparam("low"), last_seen=bindparam("high")), moved)
    ids = {url: row.id for url, row in known.items()}
    for urls in chunks(new):
        query_new = select(AddressRow.url, AddressRow.id).where(AddressRow.source_id == source_id)
        ids.update(db.execute(query_new.where(AddressRow.url.in_(urls))).all())
    return ids


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


def announce(
    db: Connection,
    source_id: int,
    crawl_id: int,
    address_id: int,
    capture_id: int,
    at: datetime,
    announced: Sequence[Announcement],
) -> int:
    """Keep what a listing states: its lines as entries, its releases as pending where they are new.

    Gives the number of releases that this crawl had not yet seen announced. Writes.
    """
    if not announced:
        return 0
    lines = {a.key: a for a in reversed(announced)}  # the first line of a release counts
    releases = {}
    for keys in chunks(lines):
        query = select(ReleaseRow.key, ReleaseRow.id, ReleaseRow.listed_crawl_id)
        for row in db.execute(query.where(ReleaseRow.source_id == source_id, ReleaseRow.key.in_(keys))):
            releases[row.key] = row.id, row.listed_crawl_id
    newly = sum(1 for key in lines if key not in releases or releases[key][1] != crawl_id)
    unknown = [a for key, a in lines.items() if key not in releases]
    ids = {key: release_id for key, (release_id, _) in releases.items()} | _discover(
        db, source_id, crawl_id, at, unknown
    )
    _relist(db, crawl_id, [(ids[key], a) for key, a in lines.items() if key in releases])
    _addresses(db, source_id, [(a.entry.url, "release", ids[a.key], at) for a in lines.values()])
    _state(db, address_id, capture_id, [(ids[key], a) for key, a in lines.items()])
    return newly


def _discover(
    db: Connection, source_id: int, crawl_id: int, at: datetime, unknown: Sequence[Announcement]
) -> dict[str, int]:
    if not unknown:
        return {}
    rows = [
        {
            "source_id": source_id,
            "key": a.key,
            "url": a.entry.url,
            "state": "elsewhere" if a.elsewhere else "pending",
            "found_at": at,
            **_listed(a, crawl_id),
        }
        for a in reversed(unknown)  # top line first: the newest release is visited first
    ]
    statement = insert(ReleaseRow).returning(ReleaseRow.id, sort_by_parameter_order=True)
    return dict(zip((row["key"] for row in rows), db.execute(statement, rows).scalars(), strict=True))


def _relist(db: Connection, crawl_id: int, known: Sequence[tuple[int, Announcement]]) -> None:
    if known:
        change = update(ReleaseRow).where(ReleaseRow.id == bindparam("row_id"))
        rows = [{"row_id": release_id, **_listed(a, crawl_id)} for release_id, a in known]
        db.execute(change, rows)


def _listed(a: Announcement, crawl_id: int) -> dict[str, object]:
    published = a.entry.published
    return {
        "listed_title": a.entry.title,
        "listed_published": published.isoformat() if published else None,
        "listed_on": day(published),
        "listed_crawl_id": crawl_id,
    }


def _state(db: Connection, address_id: int, capture_id: int, lines: Sequence[tuple[int, Announcement]]) -> None:
    """Insert the lines that differ from what this listing said before; mark the others as seen again. Writes."""
    before: dict[int, tuple[int, str, str, str | None]] = {}
    for ids in chunks(release_id for release_id, _ in lines):
        query = select(EntryRow.release_id, EntryRow.id, EntryRow.url, EntryRow.title, EntryRow.published)
        query = query.where(EntryRow.address_id == address_id, EntryRow.release_id.in_(ids)).order_by(EntryRow.id)
        for row in db.execute(query):
            before[row.release_id] = row.id, row.url, row.title, row.published
    new, again = [], []
    for release_id, a in lines:
        published = a.entry.published.isoformat() if a.entry.published else None
        line = a.entry.url, a.entry.title, published
        if release_id in before and before[release_id][1:] == line:
            again.append({"row_id": before[release_id][0], "capture": capture_id})
            continue
        new.append(
            {
                "address_id": address_id,
                "release_id": release_id,
                "first_capture_id": capture_id,
                "last_capture_id": capture_id,
                "url": line[0],
                "title": line[1],
                "published": published,
            }
        )
    if new:
        db.execute(insert(EntryRow), new)
    if again:
        change = update(EntryRow).where(EntryRow.id == bindparam("row_id"))
        db.execute(change.values(last_capture_id=bindparam("capture")), again)


def day(published: date | datetime | None) -> date | None:
    """The calendar day of a published date or time, as printed in its own zone."""
    return published.date() if isinstance(published, datetime) else published
