"""Which days a listing page shows: what was announced on them, and lies between two of its lines, stands there."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from storage.records.release import Entry, day


def listed_days(entries: Sequence[Entry]) -> tuple[date, date] | None:
    """The first and the last day of a listing page; None where no line of it bears a date.

    Lines that stand out of the order of the others, as those that a site keeps on top, are left out.
    """
    days = [found for entry in entries if (found := day(entry.published))]
    falling, rising = (_longest_rise(some) for some in (days[::-1], days))
    longest = rising if len(rising) > len(falling) else falling
    return (longest[0], longest[-1]) if longest else None


def _longest_rise(days: Sequence[date]) -> list[date]:
    """The longest part of the days, in their order, of which none lies before the one that it follows."""
    ends: list[date] = []  # the earliest day that ends a rise of one, two, three ... days
    places: list[int] = []
    for found in days:
        place = bisect_right(ends, found)
        ends[place : place + 1] = [found]
        places.append(place)
    rise: list[date] = []
    wanted = len(ends) - 1
    for found, place in zip(reversed(days), reversed(places), strict=True):
        if place == wanted:
            rise.append(found)
            wanted -= 1
    return rise[::-1]
