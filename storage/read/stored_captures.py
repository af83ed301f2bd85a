"""Gives pages back as the archive holds them: for a crawl that goes on, for conditional requests, for reading again.

Nothing here writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from storage.errors import ArchiveError
from storage.models import AddressRow, CaptureRow, ReadingRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.records import Reading
from storage.write.crawls import Crawl


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page as the archive holds it: enough to read it again without the network.

    `fragment` is the item meant, where the page is a feed's; `shared` that the capture has one reading for all of them.
    """

    capture_id: int
    url: str
    at: datetime
    status: int | None
    headers: Mapping[str, str]
    body: bytes | None
    release_id: int | None
    reason: str | None = None
    fragment: str = ""
    shared: bool = False


def page_of_crawl(db: Connection, payloads: Payloads, crawl: Crawl, url: str) -> HeldPage | None:
    """The page this crawl has already captured at `url`, so that a resumed crawl asks no listing twice."""
    query = page_query().where(
        CaptureRow.crawl_id == crawl.id, AddressRow.url == url, CaptureRow.payload_id.is_not(None)
    )
    row = db.execute(query.order_by(CaptureRow.id.desc()).limit(1)).first()
    return page_of_row(db, payloads, row) if row else None


def last_page(db: Connection, payloads: Payloads, source_id: int, url: str) -> HeldPage | None:
    """The newest whole page held from `url`."""
    query = page_query().where(
        AddressRow.source_id == source_id, AddressRow.url == url, CaptureRow.payload_id.is_not(None)
    )
    row = db.execute(query.where(CaptureRow.status == 200).order_by(CaptureRow.at.desc()).limit(1)).first()
    return page_of_row(db, payloads, row) if row else None


def unread(db: Connection, payloads: Payloads, source_id: int, limit: int) -> list[HeldPage]:
    """Captures that were kept and not yet read: a crawl was killed between the two."""
    query = (
        page_query()
        .outerjoin(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(AddressRow.source_id == source_id, AddressRow.kind == "release", ReadingRow.id.is_(None))
        .where(AddressRow.release_id.is_not(None))
    )
    rows = db.execute(query.order_by(CaptureRow.id).limit(limit)).all()
    return [page_of_row(db, payloads, row) for row in rows]


def validators(db: Connection, payloads: Payloads, source_id: int, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the last whole answer from `url` that was read, for a conditional request."""
    readable = select(ReadingRow.id).where(
        ReadingRow.capture_id == CaptureRow.id, ReadingRow.verdict.in_(("read", "listing"))
    )
    query = (
        select(CaptureRow.headers, CaptureRow.headers_dictionary_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(AddressRow.source_id == source_id, AddressRow.url == url)
        .where(CaptureRow.status == 200, CaptureRow.payload_id.is_not(None), readable.exists())
        .order_by(CaptureRow.at.desc())
    )
    row = db.execute(query.limit(1)).first()
    if row is None:
        return None, None
    try:
        headers = payloads.unpack_headers(db, row.headers, row.headers_dictionary_id)
    except ArchiveError:
        return None, None  # damaged ones are replaced by asking for the whole page
    return headers.get("etag"), headers.get("last-modified")


def pages_of_release(db: Connection, payloads: Payloads, release_id: int) -> list[tuple[HeldPage, Reading | None]]:
    """All captures of a release in order of time, each with what was made of it (without the text), if anything was."""
    query = (
        page_query()
        .add_columns(ReadingRow.verdict, ReadingRow.message, ReadingRow.layout, ReadingRow.fragment)
        .outerjoin(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(
            or_(
                ReadingRow.release_id == release_id,
                and_(ReadingRow.id.is_(None), AddressRow.release_id == release_id),
            )
        )
        .order_by(CaptureRow.at, CaptureRow.id)
    )
    held = [
        (
            page_of_row(db, payloads, row),
            row.verdict and Reading(row.verdict, message=row.message, layout=row.layout, fragment=row.fragment or None),
        )
        for row in db.execute(query)
    ]
    again = _shown_again(db, held) if any(page.fragment for page, _ in held) else []
    return sorted([*held, *again], key=lambda pair: (pair[0].at, pair[0].capture_id))


def _shown_again(db: Connection, held: Sequence[tuple[HeldPage, Reading | None]]) -> list[tuple[HeldPage, Reading]]:
    """The feed captures that showed a release again in the bytes of the capture before: they have no reading of it."""
    ids = {page.capture_id for page, _ in held}
    addresses = select(CaptureRow.address_id).where(CaptureRow.id.in_(ids))
    query = (
        select(CaptureRow.id, CaptureRow.at, AddressRow.url, CaptureRow.status, ReadingRow.verdict, ReadingRow.message)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .join(ReadingRow, and_(ReadingRow.capture_id == CaptureRow.id, ReadingRow.fragment == ""))
        .where(CaptureRow.address_id.in_(addresses), CaptureRow.at >= held[0][0].at)
        .order_by(CaptureRow.at, CaptureRow.id)
    )
    found, showing, last = [], False, max(page.at for page, _ in held)
    for row in db.execute(query):
        if row.verdict == "listing":
            showing = row.id in ids
            if not showing and row.at > last:
                break
        elif row.verdict == "unchanged" and showing:
            page = HeldPage(row.id, row.url, row.at, row.status, {}, None, None, shared=True)
            found.append((page, Reading("unchanged", message=row.message)))
    return found


def to_reread(db: Connection, source_id: int, layout: str, after: int, limit: int) -> list[int]:
    """The releases beyond the number `after` with a page that other code than `layout` read, or none, or in vain."""
    stale = or_(ReadingRow.layout.is_(None), ReadingRow.layout != layout, ReadingRow.verdict == "unreadable")
    page_read = select(ReadingRow.id).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
    query = (
        select(ReleaseRow.id)
        .where(ReleaseRow.source_id == source_id, ReleaseRow.id > after)
        .where(
            or_(
                page_read.where(ReadingRow.release_id == ReleaseRow.id, CaptureRow.status == 200, stale).exists(),
                select(CaptureRow.id)
                .join(AddressRow, AddressRow.id == CaptureRow.address_id)
                .outerjoin(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
                .where(AddressRow.release_id == ReleaseRow.id, ReadingRow.id.is_(None))
                .exists(),
            )
        )
    )
    return list(db.execute(query.order_by(ReleaseRow.id).limit(limit)).scalars())


def page_query() -> Any:
    """All that `page_of_row` wants of captures, to be narrowed."""
    return (
        select(
            CaptureRow.id,
            CaptureRow.at,
            CaptureRow.status,
            CaptureRow.reason,
            CaptureRow.headers,
            CaptureRow.headers_dictionary_id,
            CaptureRow.payload_id,
            AddressRow.url,
            AddressRow.release_id,
        )
        .select_from(CaptureRow)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
    )


def page_of_row(db: Connection, payloads: Payloads, row: Any) -> HeldPage:
    """The page that a row of `page_query` stands for, its bytes checked."""
    return HeldPage(
        capture_id=row.id,
        url=row.url,
        at=row.at,
        status=row.status,
        headers=payloads.unpack_headers(db, row.headers, row.headers_dictionary_id),
        body=None if row.payload_id is None else payloads.get(db, row.payload_id),
        release_id=row.release_id,
        reason=row.reason,
        fragment=getattr(row, "fragment", None) or "",
    )
