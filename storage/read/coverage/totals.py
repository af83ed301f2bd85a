"""How many items sites say that their listings have, beside how many of them are known. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from storage.models import AddressRow, CaptureRow, EntryRow, ReadingRow
from storage.read.coverage.coverage import READ
from storage.records import Total

# Captures of pages of which nothing is known but their lines: some of those may be no releases.
SILENT = ReadingRow.total_least.is_(None), ReadingRow.is_last.is_(None), CaptureRow.payload_id.is_not(None)


@dataclass(frozen=True, slots=True)
class TotalLine:
    """What a site stated last of a listing, the one whose newest page has the address `listing`.

    `known` releases were ever announced by it. `is_read` says that its last page was read once, so that a shortfall is
    none of its older pages.
    """

    source: str
    listing: str
    stated: Total
    at: datetime
    known: int
    is_read: bool

    @property
    def verdict(self) -> Literal["complete", "incomplete", "unknown"]:
        """*complete* where no fewer are known than are stated; *unknown* where its older pages were not all read."""
        if self.known >= self.stated.least:
            return "complete"
        return "incomplete" if self.is_read else "unknown"

    @property
    def message(self) -> str:
        """The line that tells it to a person."""
        return f"the site states {self.stated} ({self.at:%Y-%m-%d}); {self.known:,} are known here"

    def as_json(self) -> dict[str, object]:
        """The line that `coverage --json` prints: that of no period."""
        return {
            "source": self.source,
            "period": None,
            "listing": self.listing,
            "stated": {"least": self.stated.least, "most": self.stated.most, "at": self.at.isoformat()},
            "known": self.known,
            "verdict": self.verdict,
        }


def totals(db: Connection, source_id: int, source: str) -> list[TotalLine]:
    """What a source's site states of each of its listings, in the order of their addresses; of some it may be none."""
    # No release has the address of a listing: that finds those by an index.
    of_source = AddressRow.source_id == source_id, AddressRow.release_id.is_(None), AddressRow.kind == "listing"
    states = ReadingRow.total_least.is_not(None)
    pages = (
        select(
            AddressRow.listing,
            func.max(CaptureRow.at).filter(states).label("at"),
            func.count(ReadingRow.is_last).label("last"),
            func.count().filter(*SILENT).label("silent"),
        )
        .join(CaptureRow, CaptureRow.address_id == AddressRow.id)
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .where(*of_source, AddressRow.listing.is_not(None), ReadingRow.fragment == "", ReadingRow.verdict.in_(READ))
        .group_by(AddressRow.listing)
        .order_by(AddressRow.listing)
    )
    known = select(func.count(EntryRow.release_id.distinct())).join(AddressRow, AddressRow.id == EntryRow.address_id)
    newest = (
        select(ReadingRow.total_least, ReadingRow.total_most)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(*of_source, states, ReadingRow.verdict.in_(READ))
        .order_by(CaptureRow.id.desc())
        .limit(1)
    )
    found = []
    for row in db.execute(pages).all():
        if row.at is not None:
            of_listing = AddressRow.listing == row.listing
            least, most = db.execute(newest.where(of_listing, CaptureRow.at == row.at)).one()
            count = db.execute(known.where(*of_source, of_listing)).scalar_one()
            is_read = row.last > 0 and not row.silent
            found.append(TotalLine(source, row.listing, Total(least or 0, most or 0), row.at, count, is_read))
    return found
