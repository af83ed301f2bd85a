"""A source's own rhythm, and whether what it has announced of late is too little or too much for it. Pure.

Days do not count alike: a Sunday in August weighs less than a Tuesday in March. Each day weighs as much as a source
used to be active on its weekday and at its time of the year, and silence is measured in weight. Of past silences the
longest are taken, and how much longer still one is to be expected follows from them: exceedances over a high threshold
fall off about exponentially (the method of peaks over threshold; Coles, An Introduction to Statistical Modeling of
Extreme Values, 2001, chapter 4). So each alarm has a stated rate at which it is false: `FALSE_ALARMS` a year.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from math import log
from typing import Literal

YEAR = 365.25  # days
LEARNT = timedelta(days=730)  # the past that a rhythm is learnt from, before the newest release
LEAST = timedelta(days=365)  # a shorter one has not seen every season
LEAST_DAYS = 24  # with a release: fewer tell nothing of the longest silences
FALSE_ALARMS = {"silence": 0.1, "fewer": 0.02, "more": 0.1}  # a year
EXTREME = 0.1  # the part of the past values that counts as high
SEASON = 10  # days before and after the same day of other years
FAR_MORE = 1.5  # times the busiest week that is known: not even a summit is more than that
SLACK = 0.1  # of a high value, by which the next may exceed it even where all were alike
DOUBT = 5.0  # active days of the usual rhythm that are added to each season seen, and each weekday
MONTH, WEEK = 28, 7  # days

Kind = Literal["silence", "fewer", "more"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is not as it used to be: since which day, and how much of it there is beside the most that is usual.

    `found` and `usual` are days without a release ("silence"), days that the newest `releases` took ("fewer"), or
    releases of the last seven days ("more").
    """

    kind: Kind
    since: date
    found: int
    usual: int
    releases: int = 0


class Rhythm:
    """What is usual for a source whose releases are counted by day; None of it where its history `is_short`."""

    def __init__(self, released: Mapping[date, int]) -> None:
        counts = {day.toordinal(): count for day, count in released.items() if count > 0}
        self._newest = max(counts, default=0)
        self._oldest = max(min(counts, default=0), self._newest - LEARNT.days)
        self._active = sorted(day for day in counts if day >= self._oldest)
        self._counts = counts
        self.is_short = self._newest - self._oldest < LEAST.days or len(self._active) < LEAST_DAYS
        if not self.is_short:
            self._learn()

    def alarm(self, today: date) -> Alarm | None:
        """What is unusual on a day, the worst first; None where nothing is, or the history is short."""
        if self.is_short:
            return None
        return self._silence(today.toordinal()) or self._fewer(today.toordinal()) or self._more(today.toordinal())

    def _learn(self) -> None:
        active, length = self._active, self._newest - self._oldest + 1
        self._share, self._years = len(active) / length, length / YEAR
        self._weekdays = self._weekday_weights()
        self._time = list(accumulate(map(self._weight, range(self._oldest, self._newest + 1)), initial=0.0))
        silences = [self._between(one + 1, other) for one, other in pairwise(active)]
        self._longest = self._extreme(silences, "silence")
        releases = [day for day in active for _ in range(self._counts[day])]
        self._month = max(MONTH * len(releases) // length, 5)
        self._first = releases[-self._month]
        took = [self._between(*pair) for pair in zip(releases, releases[self._month :], strict=False)]
        self._slowest = self._extreme(took[:: max(self._month // 4, 1)], "fewer")
        weeks = [self._in_week(day) for day in range(self._newest - WEEK, self._oldest + WEEK, -1)]
        self._busiest = max(self._extreme(weeks[::WEEK], "more"), FAR_MORE * max(weeks))

    def _silence(self, today: int) -> Alarm | None:
        quiet = self._newest + 1
        if self._between(quiet, today) <= self._longest:
            return None
        return Alarm("silence", date.fromordinal(self._newest), today - quiet, self._days(quiet, self._longest))

    def _fewer(self, today: int) -> Alarm | None:
        if self._between(self._first, today) <= self._slowest:
            return None
        usual = self._days(self._first, self._slowest)
        return Alarm("fewer", date.fromordinal(self._first), today - self._first, usual, self._month)

    def _more(self, today: int) -> Alarm | None:
        found = self._in_week(today)
        if found <= self._busiest:
            return None
        return Alarm("more", date.fromordinal(today - WEEK + 1), found, int(self._busiest))

    def _days(self, since: int, weight: float) -> int:
        """How many days from one on weigh so much."""
        day, spent = since, 0.0
        while spent <= weight and day - since < 2 * LEARNT.days:
            spent += self._weight(day)
            day += 1
        return day - since

    def _in_week(self, last: int) -> int:
        return sum(self._counts.get(day, 0) for day in range(last - WEEK + 1, last + 1))

    def _weekday_weights(self) -> Sequence[float]:
        shares = [0] * 7
        for day in self._active:
            shares[day % 7] += 1
        usual = len(self._active) / 7
        return [(share + DOUBT) / (usual + DOUBT) for share in shares]

    def _between(self, since: int, until: int) -> float:
        """The weight of the days from one, up to and without another; of some years at most, which is enough."""
        known, until = len(self._time) - 1, min(until, self._newest + 2 * LEARNT.days)
        inside = self._time[min(until - self._oldest, known)] - self._time[min(since - self._oldest, known)]
        return inside + sum(map(self._weight, range(max(since, self._newest + 1), until)))

    def _weight(self, day: int) -> float:
        return self._weekdays[day % 7] * self._season(day)

    def _season(self, day: int) -> float:
        """How active the source used to be at this time of other years, beside the whole of what is known."""
        seen = usual = 0.0
        for back in (365, 730):
            first, last = (min(max(day - back + off, self._oldest), self._newest) for off in (-SEASON, SEASON))
            if last > first:
                seen += bisect_right(self._active, last) - bisect_right(self._active, first)
                usual += (last - first) * self._share
        return (seen + DOUBT) / (usual + DOUBT)

    def _extreme(self, values: Sequence[float], kind: Kind) -> float:
        """The value that is exceeded as rarely as an alarm of this kind may be false."""
        highest = sorted(values, reverse=True)
        count = min(max(int(len(highest) * EXTREME), 5), len(highest) - 1)
        threshold = highest[count]
        excess = max(sum(value - threshold for value in highest[:count]) / count, SLACK * threshold)
        return threshold + excess * max(log(count / self._years / FALSE_ALARMS[kind]), 0.0)
