"""A release over time: when each of its versions was seen, and when it was not there."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from storage.read.absences import AbsenceLine
from storage.read.history import Version

LENGTH = 1000  # of the whole bar
LEAST = 8  # of a stretch, so that one visit alone is seen


class Stretch(NamedTuple):
    """A part of the bar: where it begins and how long it is, and the version or the absence that it is of."""

    start: float
    length: float
    of: Version | AbsenceLine
    version: int | None


class Timeline(NamedTuple):
    """Versions and absences in order of time, and the same as a bar from `first` to `last`.

    The stretches of a bar are the visits that found a version, then the absences, which lie over those. There are none
    where all happened at one moment.
    """

    told: Sequence[Version | AbsenceLine]
    bar: Sequence[Stretch]
    first: datetime
    last: datetime


def timeline(versions: Sequence[Version], absences: Sequence[AbsenceLine]) -> Timeline:
    """All versions of a release, of which there is at least one, and all its absences."""
    told: list[Version | AbsenceLine] = [*versions, *absences]
    first, last = min(_span(one)[0] for one in told), max(_span(one)[1] for one in told)
    whole = (last - first).total_seconds()
    bar = [_stretch(one, first, whole) for one in told] if whole else []
    return Timeline(sorted(told, key=lambda one: _span(one)[0]), bar, first, last)


def _stretch(of: Version | AbsenceLine, first: datetime, whole: float) -> Stretch:
    start, end = ((at - first).total_seconds() / whole * LENGTH for at in _span(of))
    start = min(start, LENGTH - LEAST)
    return Stretch(start, max(end - start, LEAST), of, of.number if isinstance(of, Version) else None)


def _span(of: Version | AbsenceLine) -> tuple[datetime, datetime]:
    if isinstance(of, Version):
        return of.first_seen, of.last_seen
    return of.began_at, of.ended_at or of.last_missed
