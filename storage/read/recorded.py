"""What an import asks of an archive: which visits it holds, whose addresses are, and what was never read of a feed.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.models import AddressRow, CaptureRow, ReadingRow, ReleaseRow, SourceRow
from storage.payloads.store import Payloads
from storage.read.stored_captures import HeldPage, page_of_row, page_query


def held(db: Connection, source: str, visits: Collection[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
    """Those of these visits to a source, by address and time, that the archive has captures of."""
    found: set[tuple[str, datetime]] = set()
    for some in chunks(visits):
        query = (
            select(AddressRow.url, CaptureRow.at)
            .join(CaptureRow, CaptureRow.address_id == AddressRow.id)
            .join(SourceRow, SourceRow.id == AddressRow.source_id)
            .where(SourceRow.name == source, AddressRow.url.in_({url for url, _ in some}))
            .where(CaptureRow.at.in_({at for _, at in some}))
        )
        found.update((url, at) for url, at in db.execute(query))
    return found


def known_keys(db: Connection, source: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """The releases of a source that stand at addresses, as far as it knows them: the key by the canonical address.

    `addresses` are canonical ones by the address as it was asked.
    """
    keys = select(ReleaseRow.key).join(SourceRow, SourceRow.id == ReleaseRow.source_id)
    keys = keys.where(SourceRow.name == source, ReleaseRow.state != "elsewhere")
    at_addresses = keys.join(AddressRow, AddressRow.release_id == ReleaseRow.id).add_columns(AddressRow.url)
    found: dict[str, str] = {}
    for some in chunks(addresses):
        canonical = [addresses[url] for url in some]
        found.update((key, key) for key in db.execute(keys.where(ReleaseRow.key.in_(canonical))).scalars())
        rows = db.execute(at_addresses.where(AddressRow.url.in_([*some, *canonical])))
        found.update((addresses.get(url, url), key) for key, url in rows)
    return found


def page_at(db: Connection, payloads: Payloads, source_id: int, url: str, at: datetime) -> HeldPage | None:
    """The page that a visit brought, where the archive holds its bytes."""
    query = page_query().where(AddressRow.source_id == source_id, AddressRow.url == url, CaptureRow.at == at)
    row = db.execute(query.where(CaptureRow.payload_id.is_not(None))).first()
    return page_of_row(db, payloads, row) if row else None


def last_feeds(db: Connection, payloads: Payloads, source_id: int, limit: int) -> list[HeldPage]:
    """Of the feeds captured last, in order of time: those that were never read, and those that showed the same again.

    The latter are `shared` and come without their bytes. A feed that cannot be split has no items and is always there.
    """
    item = aliased(ReadingRow)
    read = select(item.id).where(item.capture_id == CaptureRow.id, item.fragment != "").exists()
    query = (
        page_query()
        .add_columns(ReadingRow.verdict, read.label("is_read"))
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(AddressRow.source_id == source_id, AddressRow.kind == "listing", ReadingRow.fragment == "")
        .where(ReadingRow.verdict.in_(("listing", "unchanged")))
    )
    rows = db.execute(query.order_by(CaptureRow.id.desc()).limit(limit)).all()
    return [
        page_of_row(db, payloads, row)
        if row.verdict == "listing"
        else HeldPage(row.id, row.url, row.at, row.status, {}, None, None, shared=True)
        for row in sorted(rows, key=lambda row: (row.at, row.id))
        if not row.is_read
    ]


def unsettled(db: Connection, source_id: int) -> list[int]:
    """The releases of which a page was read and no version made of it: a crawl was killed in between."""
    query = select(ReadingRow.release_id).join(ReleaseRow, ReleaseRow.id == ReadingRow.release_id)
    query = query.where(ReleaseRow.source_id == source_id, ReadingRow.verdict == "read")
    numbers = db.execute(query.where(ReadingRow.snapshot_id.is_(None)).distinct()).scalars()
    return sorted(number for number in numbers if number is not None)
