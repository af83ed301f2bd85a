"""What of documents and pictures `reparse` reads again: see `storage.read.stale`. Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, select

from storage.damage import located
from storage.errors import DamagedRowError
from storage.models import AddressRow, CaptureRow, ReadingRow
from storage.payloads.store import Payloads
from storage.read.assets.contents import contents
from storage.read.assets.files import BROUGHT
from storage.read.sources import source_id_of
from storage.read.stored_captures import capture_query, stored
from storage.records import StoredCapture

IS_ASSET = AddressRow.kind == "asset", AddressRow.release_id.is_(None)


@dataclass(slots=True)
class Asset:
    """What is held at an asset's address: its captures in order of time, and the payloads that today's code must read.

    `is_stale` where other code has read any of it, or nobody; `is_altered` where it is not what was read, and `damaged`
    says what is.
    """

    url: str
    captures: Sequence[int]
    unread: set[int] = field(default_factory=set)
    is_stale: bool = False
    is_altered: bool = False
    damaged: str = ""


def addresses(db: Connection, source: str, after: int, limit: int) -> list[int]:
    """The next addresses of a source, beyond the number `after`, at which assets stand."""
    query = select(AddressRow.id).where(AddressRow.source_id == source_id_of(db, source), *IS_ASSET)
    return list(db.execute(query.where(AddressRow.id > after).order_by(AddressRow.id).limit(limit)).scalars())


def asset(db: Connection, address_id: int, layout: str, readers: Collection[str]) -> Asset:
    """What is held at an address, where `layout` names the code that reads visits, and `readers` what reads files."""
    url = db.execute(select(AddressRow.url).where(AddressRow.id == address_id)).scalar_one()
    query = select(CaptureRow.id, CaptureRow.payload_id).where(CaptureRow.address_id == address_id)
    captures = db.execute(query.order_by(CaptureRow.at, CaptureRow.id)).all()
    found = Asset(url, [row.id for row in captures])
    for payload_id in {row.payload_id for row in captures if row.payload_id is not None}:
        try:
            held = contents(db, [payload_id])[payload_id]
        except DamagedRowError as error:
            found.damaged = str(located(db, error))
            found.unread.add(payload_id)
            continue
        found.is_altered |= held.is_altered
        if held.is_altered or held.version.reader not in readers:
            found.unread.add(payload_id)
    try:
        found.is_stale = _is_stale(db, address_id, layout, found.unread)
    except DamagedRowError as error:
        found.damaged = str(located(db, error))
    return found


def _is_stale(db: Connection, address_id: int, layout: str, unread: Collection[int]) -> bool:
    query = select(CaptureRow.payload_id, ReadingRow).outerjoin(
        ReadingRow, and_(ReadingRow.capture_id == CaptureRow.id, ReadingRow.fragment == "")
    )
    rows = db.execute(query.where(CaptureRow.address_id == address_id)).all()
    return any(row.layout != layout or (row.verdict in BROUGHT and row.payload_id in unread) for row in rows)


def capture(db: Connection, payloads: Payloads, capture_id: int) -> StoredCapture:
    """A capture with its bytes. Raises DamageError."""
    return stored(db, payloads, db.execute(capture_query().where(CaptureRow.id == capture_id)).one())
