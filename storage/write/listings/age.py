"""Tells a listing that is an older copy of one captured before, from a cache, from today's.

It dates itself earlier, or was made earlier, than one that was captured before it, and states nothing that is new. The
latter (Age and Date, RFC 9111, 4.2.3) is certain. The former is not: the date of a feed is often that of its newest
item, and goes back when that is withdrawn, so that such a feed is, byte for byte, what it was before the item came.
What tells the two apart is how it goes on: the newer copy comes again as it was, or there is a later one.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from storage.models import AddressRow, CaptureRow
from storage.records.capture import CLOCKS
from storage.write.listings.lines import ListingCapture


@dataclass(frozen=True, slots=True)
class Age:
    """How old a listing's capture shows to be.

    `older` than one captured before, as it is `told` to a person, and whether that is `certain`; or `later`, by its
    date, than all of them.
    """

    older: bool = False
    certain: bool = False
    later: bool = False
    told: str = ""


def age_of(db: Connection, listing: ListingCapture, *, late: bool) -> Age:
    """How old a capture is beside those before it. Writes.

    The newest dates are kept with the address of the listing. One that comes `late`, after newer ones, is older than
    those, and nothing is told of it.
    """
    if late:
        return Age(older=True, certain=True, later=True)
    dates = select(AddressRow.dated, AddressRow.generated).where(AddressRow.id == listing.address_id)
    dated, generated = db.execute(dates).one()
    newer = {
        name: mine
        for name, mine, newest in (("dated", listing.dated, dated), ("generated", listing.generated, generated))
        if mine is not None and (newest is None or newest < mine)
    }
    if newer:
        db.execute(update(AddressRow).where(AddressRow.id == listing.address_id).values(**newer))
    made_before = listing.generated and generated and generated - listing.generated > CLOCKS
    certain = bool(made_before and "dated" not in newer)
    if certain or (listing.dated and dated and listing.dated < dated):
        how = (
            f"it was made at {listing.generated:%Y-%m-%d %H:%M}"
            if certain
            else f"it says {listing.dated:%Y-%m-%d %H:%M}"
        )
        what = "an older copy" if certain else "an older copy, or what was newest is withdrawn"
        return Age(older=True, certain=certain, told=f"{what}: {how} UTC, before one captured earlier")
    return Age(later="dated" in newer or listing.dated is None)


def shown_before(db: Connection, listing: ListingCapture, before: object) -> bool:
    """Whether a listing had these very bytes before its capture at the time `before`."""
    same = CaptureRow.payload_id == listing.payload_id, CaptureRow.address_id == listing.address_id
    return db.execute(select(CaptureRow.id).where(*same, CaptureRow.at < before).limit(1)).first() is not None
