"""Where a release moved: from which address to which, and between which visits. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from storage.models import AddressRow, CaptureRow, EntryRow, ReadingRow
from storage.models.fences import sound
from storage.models.rows import LastSeen


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move, for good: the release was last seen at its former address at `last_seen`, if ever, and not since `at`.

    A permanent redirect told it, or a listing that linked to the other address.
    """

    before: str
    after: str
    last_seen: datetime | None
    at: datetime

    def as_json(self) -> dict[str, str | None]:
        """The JSON form of a move, as `show` and `history` print it."""
        seen = self.last_seen.isoformat() if self.last_seen else None
        return {"before": self.before, "after": self.after, "last_seen": seen, "moved": self.at.isoformat()}


def moves_of(db: Connection, release_id: int, until: datetime | None = None) -> list[MoveLine]:
    """The moves of a release, until a time or to this day, first to last."""
    columns = AddressRow.url, AddressRow.moved_to, AddressRow.moved_at, *last_before()
    query = select(*columns).where(AddressRow.release_id == release_id, AddressRow.moved_at.is_not(None))
    if until is not None:
        query = query.where(AddressRow.moved_at <= until)
    return [
        MoveLine(row.url, row.moved_to, last_seen(row), row.moved_at)
        for row in sound(db.execute(query.order_by(AddressRow.moved_at, AddressRow.id)))
    ]


def last_before() -> tuple[ColumnElement[datetime], ColumnElement[datetime]]:
    """When the release of an address that moved was last seen before, as columns of a query, for `last_seen`.

    Either its page was read, or a line of a listing stated its former address.
    """
    newest = select(func.max(CaptureRow.at)).where(CaptureRow.at < AddressRow.moved_at)
    read = newest.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    read = read.where(ReadingRow.release_id == AddressRow.release_id, ReadingRow.verdict.in_(("read", "unchanged")))
    stated = newest.join(EntryRow, EntryRow.last_capture_id == CaptureRow.id)
    stated = stated.where(EntryRow.release_id == AddressRow.release_id, EntryRow.url == AddressRow.url)
    return read.scalar_subquery().label("last_read"), stated.scalar_subquery().label("last_stated")


def last_seen(row: LastSeen) -> datetime | None:
    """The later of both times that a row has by `last_before`."""
    return max(filter(None, (row.last_read, row.last_stated)), default=None)
