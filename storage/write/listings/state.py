"""The state of a source's listings, and what one more capture adds to it: lines, absences, older copies. Pure.

A crawl adds each capture as it comes to what the archive knows; where one came out of order, the state is derived anew
from all captures in order of time (`derivation.py`). So nothing depends on the order in which captures come.

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
    """One listing: its newest dates, the last visit at which it stated anything, and what it showed then, and where."""

    dates: Dates = field(default_factory=Dates)
    before: Visit | None = None
    shown: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class ListingState:
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
class Step:
    """What one capture added: the lines that count, how many are new, and which releases it links elsewhere (`moved`).

    `stale` says why it is an older copy, if it is one.
    """

    lines: list[Line] = field(default_factory=list)
    news: int = 0
    moved: list[int] = field(default_factory=list)
    stale: str | None = None


def is_late(state: ListingState, listing: ListingCapture, stated: Collection[int]) -> bool:
    """Whether a capture came after others, later in time, that state something of the same releases.

    What one crawl sees at several addresses counts as seen at one time.
    """
    place = state.places[listing.address_id]
    if place.before is not None and place.before.at > listing.at:
        return True
    numbers = {*stated, *place.shown}
    seen = (line.last for number in numbers for line in state.lines.get(number, ()))
    turns = (
        turn
        for number in numbers
        for one in state.absences.get(number, ())
        for turn in (one.last_missed, one.ended_at)
        if turn is not None
    )
    others = any(visit.at > listing.at and visit.crawl_id != listing.crawl_id for visit in seen)
    return others or any(turn > listing.at for turn in turns)


def advance(state: ListingState, listing: ListingCapture, stated: Stated) -> Step:
    """Add what a capture states, the newest of all in the `state`."""
    place = state.places.setdefault(listing.address_id, Place())
    age = age_of(place.dates, listing)
    step = Step()
    for number, (rank, a) in stated.items():
        _add_line(state, listing, number, rank, a, age, step)
    if age.older and not step.news:
        step.stale = age.told
    before, shown = place.before, place.shown
    if step.stale is None:
        _end(state, listing, step, before, later=age.later)
    if before is not None and not (step.stale and age.certain):
        # What stood below all that a listing still shows may have left because the window moved on.
        lowest = max((rank for number, rank in shown.items() if number in stated), default=0)
        missed = [number for number, rank in shown.items() if number not in stated and rank < lowest]
        undated = listing.dated is None and len(missed) >= A_COPY
        unsure = step.stale is not None or (undated and state.captured.had_before(listing, before.at))
        _miss(state, listing, missed, before.at, confirmed=not unsure)
        _confirm(state, listing, stated, sure=not unsure)
    if step.lines:
        place.before, place.shown = listing.visit, {line.release_id: line.place for line in step.lines}
    return step


def _add_line(
    state: ListingState, listing: ListingCapture, number: int, rank: int, a: Entry, age: Age, step: Step
) -> None:
    """Add one line: said again, or new; what an older copy says, and was said otherwise since, does not count."""
    said = state.lines.setdefault(number, [])
    here = [line for line in said if line.address_id == listing.address_id and line.first.at <= listing.at]
    newest = here[-1] if here else None
    if newest is not None and newest.states(a):
        newest.last, newest.place = listing.visit, rank
    elif age.older and any(line.states(a) for line in here[:-1]):
        return
    else:
        if any(line.url != a.url for line in said):
            step.moved.append(number)
        visit = listing.visit
        newest = Line(listing.address_id, number, a.url, a.title, stated_date(a), visit, visit, rank)
        said.append(newest)
        step.news += 1
    step.lines.append(newest)


def _miss(
    state: ListingState, listing: ListingCapture, missed: Collection[int], last_seen: datetime, *, confirmed: bool
) -> None:
    """Note that releases are not listed any more."""
    for number in missed:
        of_release = state.absences.setdefault(number, [])
        if state.lasting(number) is None and all(one.began_at != listing.at for one in of_release):
            of_release.append(Absence(last_seen, listing.at, listing.at, None, confirmed=confirmed))
            if not confirmed:
                state.unsure.add(number)


def _end(state: ListingState, listing: ListingCapture, step: Step, before: Visit | None, *, later: bool) -> None:
    """Note that a listing shows releases again, which it did not at its visit `before`, if there was one.

    What an older copy seemed to miss was there all along, where the listing is not `later` than it was then.
    """
    for line in step.lines:
        lasting = state.lasting(line.release_id)
        if lasting is None or lasting.began_at >= listing.at:
            continue
        state.unsure.discard(line.release_id)
        if not lasting.confirmed and (not later or state.captured.had_at(listing, lasting.last_seen)):
            state.absences[line.release_id].remove(lasting)
            continue
        lasting.ended_at, lasting.confirmed = listing.at, True
        lasting.last_missed = max(lasting.last_missed, before.at if before else lasting.last_missed)


def _confirm(state: ListingState, listing: ListingCapture, stated: Collection[int], *, sure: bool) -> None:
    """Confirm absences from a listing that goes on without the releases: with news, or for so long."""
    for number in state.unsure - set(stated):
        lasting = state.lasting(number)
        here = any(line.address_id == listing.address_id for line in state.lines.get(number, ()))
        if lasting is None or not here or lasting.began_at >= listing.at:
            continue
        if sure or listing.at - lasting.began_at >= SURELY:
            lasting.confirmed, lasting.last_missed = True, listing.at
            state.unsure.discard(number)
