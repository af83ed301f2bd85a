"""What the listings of a source tell, one capture after another in order of time: lines, absences, older copies. Pure.

A crawl tells each capture as it comes, from what the archive knows; where one came out of order, all captures are told
again from the beginning (`settle.py`). So nothing depends on the order in which captures come.

An older copy of a listing, from a cache, lacks what was published since. Where it may be one (`age.py`), an absence is
not confirmed until the listing goes on: it never was, where the newer copy comes again as it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from storage.records import Entry
from storage.write.absences import SURELY, Absence
from storage.write.listings.age import Age, Dates, age_of
from storage.write.listings.lines import Line, ListingCapture, Visit, stated_date

A_COPY = 2  # releases: a ministry withdraws one, a copy from before lacks all that came since
Stated = Mapping[int, tuple[int, Entry]]  # the lines of a capture by release, each with its place, from 1


class Captured(Protocol):
    """What is known of the bytes that listings had before."""

    def had_before(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether a listing had these very bytes before a time."""

    def had_at(self, listing: ListingCapture, at: datetime) -> bool:
        """Whether it had them at a time at which it was captured."""


@dataclass(slots=True)
class Place:
    """One listing: its newest dates, the last visit at which it told anything, and what it showed then, and where."""

    dates: Dates = field(default_factory=Dates)
    before: Visit | None = None
    shown: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """What is known of listings, by their addresses, and of releases: their lines and absences, first to last.

    `unsure` are the releases of which an absence is not confirmed yet.
    """

    captured: Captured
    places: dict[int, Place] = field(default_factory=dict)
    lines: dict[int, list[Line]] = field(default_factory=dict)
    absences: dict[int, list[Absence]] = field(default_factory=dict)
    unsure: set[int] = field(default_factory=set)

    def lasting(self, release_id: int) -> Absence | None:
        """The absence of a release that has not come to its end."""
        return next((one for one in self.absences.get(release_id, ()) if one.ended_at is None), None)


@dataclass(slots=True)
class Told:
    """What a capture came to: the lines that count, how many are new, and the releases that another address is told of.

    `stale` says why it is an older copy, if it is one.
    """

    lines: list[Line] = field(default_factory=list)
    news: int = 0
    moved: list[int] = field(default_factory=list)
    stale: str | None = None


def is_late(known: Known, listing: ListingCapture, stated: Collection[int]) -> bool:
    """Whether a capture came after others that tell something of the same releases later in time.

    What one crawl sees at several addresses counts as seen at one time.
    """
    place = known.places[listing.address_id]
    if place.before is not None and place.before.at > listing.at:
        return True
    numbers = {*stated, *place.shown}
    seen = (line.last for number in numbers for line in known.lines.get(number, ()))
    turns = (
        turn
        for number in numbers
        for one in known.absences.get(number, ())
        for turn in (one.last_missed, one.ended_at)
        if turn is not None
    )
    others = any(visit.at > listing.at and visit.crawl_id != listing.crawl_id for visit in seen)
    return others or any(turn > listing.at for turn in turns)


def tell(known: Known, listing: ListingCapture, stated: Stated) -> Told:
    """Add what a capture states, the newest of all that are `known`."""
    place = known.places.setdefault(listing.address_id, Place())
    age = age_of(place.dates, listing)
    told = Told()
    for number, (rank, a) in stated.items():
        _tell(known, listing, number, rank, a, age, told)
    if age.older and not told.news:
        told.stale = age.told
    before, shown = place.before, place.shown
    if told.stale is None:
        _end(known, listing, told, before, later=age.later)
    if before is not None and not (told.stale and age.certain):
        # What stood below all that a listing still shows may have left because the window moved on.
        lowest = max((rank for number, rank in shown.items() if number in stated), default=0)
        missed = [number for number, rank in shown.items() if number not in stated and rank < lowest]
        undated = listing.dated is None and len(missed) >= A_COPY
        unsure = told.stale is not None or (undated and known.captured.had_before(listing, before.at))
        _miss(known, listing, missed, before.at, confirmed=not unsure)
        _confirm(known, listing, stated, sure=not unsure)
    if told.lines:
        place.before, place.shown = listing.visit, {line.release_id: line.place for line in told.lines}
    return told


def _tell(known: Known, listing: ListingCapture, number: int, rank: int, a: Entry, age: Age, told: Told) -> None:
    """Add one line: said again, or new; what an older copy says, and was said otherwise since, does not count."""
    said = known.lines.setdefault(number, [])
    here = [line for line in said if line.address_id == listing.address_id and line.first.at <= listing.at]
    newest = here[-1] if here else None
    if newest is not None and newest.says(a):
        newest.last, newest.place = listing.visit, rank
    elif age.older and any(line.says(a) for line in here[:-1]):
        return
    else:
        if any(line.url != a.url for line in said):
            told.moved.append(number)
        visit = listing.visit
        newest = Line(listing.address_id, number, a.url, a.title, stated_date(a), visit, visit, rank)
        said.append(newest)
        told.news += 1
    told.lines.append(newest)


def _miss(
    known: Known, listing: ListingCapture, missed: Collection[int], last_seen: datetime, *, confirmed: bool
) -> None:
    """Note that releases are not listed any more."""
    for number in missed:
        of_release = known.absences.setdefault(number, [])
        if known.lasting(number) is None and all(one.began_at != listing.at for one in of_release):
            of_release.append(Absence(last_seen, listing.at, listing.at, None, confirmed=confirmed))
            if not confirmed:
                known.unsure.add(number)


def _end(known: Known, listing: ListingCapture, told: Told, before: Visit | None, *, later: bool) -> None:
    """Note that a listing shows releases again, which it did not at its visit `before`, if there was one.

    What an older copy seemed to miss was there all along, where the listing is not `later` than it was then.
    """
    for line in told.lines:
        lasting = known.lasting(line.release_id)
        if lasting is None or lasting.began_at >= listing.at:
            continue
        known.unsure.discard(line.release_id)
        if not lasting.confirmed and (not later or known.captured.had_at(listing, lasting.last_seen)):
            known.absences[line.release_id].remove(lasting)
            continue
        lasting.ended_at, lasting.confirmed = listing.at, True
        lasting.last_missed = max(lasting.last_missed, before.at if before else lasting.last_missed)


def _confirm(known: Known, listing: ListingCapture, stated: Collection[int], *, sure: bool) -> None:
    """Confirm absences from a listing that goes on without the releases: with news, or for so long."""
    for number in known.unsure - set(stated):
        lasting = known.lasting(number)
        here = any(line.address_id == listing.address_id for line in known.lines.get(number, ()))
        if lasting is None or not here or lasting.began_at >= listing.at:
            continue
        if sure or listing.at - lasting.began_at >= SURELY:
            lasting.confirmed, lasting.last_missed = True, listing.at
            known.unsure.discard(number)
