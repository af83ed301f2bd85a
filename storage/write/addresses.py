"""Keeps addresses: at which URLs releases and listings were found, and when they were first and last seen there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.database import chunks
from storage.models import AddressRow


def addresses_of(
    db: Connection, source_id: int, seen: Sequence[tuple[str, str, int | None, datetime]]
) -> dict[str, int]:
    """The ids of addresses by URL, after inserting the unknown ones and moving the times of the known. Writes."""
    first: dict[str, tuple[str, int | None, datetime, datetime]] = {}
    for url, kind, release_id, at in seen:
        _, known_release, low, high = first.get(url, (kind, release_id, at, at))
        first[url] = kind, release_id or known_release, min(low, at), max(high, at)
    known = {}
    for urls in chunks(first):
        query = select(
            AddressRow.url, AddressRow.id, AddressRow.release_id, AddressRow.first_seen, AddressRow.last_seen
        )
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
        {
            "row_id": row.id,
            "release_id": row.release_id or first[url][1],
            "first_seen": min(row.first_seen, first[url][2]),
            "last_seen": max(row.last_seen, first[url][3]),
        }
        for url, row in known.items()
        if first[url][2] < row.first_seen
        or first[url][3] > row.last_seen
        or (row.release_id is None and first[url][1] is not None)
    ]
    if moved:
        db.execute(update(AddressRow).where(AddressRow.id == bindparam("row_id")), moved)
    ids = {url: row.id for url, row in known.items()}
    for urls in chunks(new):
        query_new = select(AddressRow.url, AddressRow.id).where(AddressRow.source_id == source_id)
        ids.update(db.execute(query_new.where(AddressRow.url.in_(urls))).all())
    return ids
