"""What other code than today's has read, or read in vain: what `reparse` reads again. Nothing here writes."""

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from storage.models import AddressRow, CaptureRow, ReadingRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.read.sources import source_id_of
from storage.read.stored_captures import capture_query, repeat
from storage.read.unread import TOLD, Left


def releases(db: Connection, release_ids: Sequence[int], layout: str) -> list[int]:
    """Those of these releases with a page that other code than `layout` read, or none, or in vain."""
    stale = or_(ReadingRow.layout.is_(None), ReadingRow.layout != layout, ReadingRow.verdict == "unreadable")
    read = select(ReadingRow.id).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
    reading = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    unread = select(CaptureRow.id).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = (
        select(ReleaseRow.id)
        .where(ReleaseRow.id.in_(release_ids))
        .where(
            or_(
                read.where(ReadingRow.release_id == ReleaseRow.id, CaptureRow.status == 200, stale).exists(),
                unread.where(AddressRow.release_id == ReleaseRow.id, ~reading.exists()).exists(),
            )
        )
    )
    return list(db.execute(query.order_by(ReleaseRow.id)).scalars())


def listings(db: Connection, payloads: Payloads, source: str, after: int, limit: int, *, read: bool = False) -> Left:
    """The whole listing pages captured beyond the number `after` of which nothing could be made, or that were `read`.

    Of the latter, those that are damaged come without their bytes.
    """
    of_kind = ReadingRow.verdict.in_(TOLD) if read else ReadingRow.verdict.not_in(TOLD)
    in_vain = ReadingRow.fragment == "", of_kind
    whole = CaptureRow.status == 200, CaptureRow.payload_id.is_not(None), CaptureRow.reason.is_(None)
    # No release has the address of a listing: that finds those by an index.
    of_source = AddressRow.release_id.is_(None), AddressRow.kind == "listing"
    query = (
        capture_query()
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(AddressRow.source_id == source_id_of(db, source), *of_source, *in_vain, *whole, CaptureRow.id > after)
        .order_by(CaptureRow.id)
        .limit(limit)
    )
    left = Left()
    for row in db.execute(query).all():
        left.add(db, payloads, row)
        if read and (not left.captures or left.captures[-1].id != row.id):
            left.captures.append(repeat(row))
    return left


def listings_unlike(db: Connection, source: str, layout: str) -> bool:
    """Whether other code than `layout` has read listings of a source, or one came out of order."""
    other = or_(ReadingRow.layout.is_(None), ReadingRow.layout != layout)
    query = (
        select(ReadingRow.id)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(AddressRow.source_id == source_id_of(db, source), AddressRow.release_id.is_(None))
        .where(AddressRow.kind == "listing", ReadingRow.fragment == "", ReadingRow.verdict.in_(TOLD))
        .where(CaptureRow.status == 200, CaptureRow.payload_id.is_not(None), CaptureRow.reason.is_(None), other)
    )
    return db.execute(query.limit(1)).first() is not None
