"""Tells a listing that is an older copy of one captured before, from a cache, from today's. Pure.

It dates itself earlier, or was made earlier, than one that was captured before it, and states nothing that is new. The
latter (Age and Date, RFC 9111, 4.2.3) is certain. The former is not: the date of a feed is often that of its newest
item, and goes back when that is withdrawn, so that such a feed is, byte for byte, what it was before the item came.
What tells the two apart is how it goes on: the newer copy comes again as it was, or there is a later one.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.records.capture import CLOCKS
from storage.write.listings.lines import ListingCapture


@dataclass(slots=True)
class Dates:
    """The newest dates of a listing: the one that it stated of itself, and when it was made."""

    dated: datetime | None = None
    generated: datetime | None = None


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


def age_of(newest: Dates, listing: ListingCapture) -> Age:
    """How old a capture is beside those before it, whose `newest` dates are moved to its own where those are newer."""
    dated, generated = newest.dated, newest.generated
    later = listing.dated is not None and (dated is None or dated < listing.dated)
    if later:
        newest.dated = listing.dated
    if listing.generated is not None and (generated is None or generated < listing.generated):
        newest.generated = listing.generated
    made_before = listing.generated and generated and generated - listing.generated > CLOCKS
    certain = bool(made_before and not later)
    if certain or (listing.dated and dated and listing.dated < dated):
        how = (
            f"it was made at {listing.generated:%Y-%m-%d %H:%M}"
            if certain
            else f"it says {listing.dated:%Y-%m-%d %H:%M}"
        )
        what = "an older copy" if certain else "an older copy, or what was newest is withdrawn"
        return Age(older=True, certain=certain, told=f"{what}: {how} UTC, before one captured earlier")
    return Age(later=later or listing.dated is None)
