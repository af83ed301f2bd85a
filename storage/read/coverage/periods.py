"""Months and years, and the verdict on one of them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from storage.records import Verdict

By = Literal["month", "year"]
PeriodVerdict = Literal["complete", "incomplete", "late", "blocked", "unreadable", "unknown"]

AS_LATE = timedelta(days=3)  # listings that were read less long ago are as good as today's
# What a capture without a text counts as.
COUNTS_AS: dict[Verdict, PeriodVerdict] = {
    "blocked": "blocked",
    "refused": "blocked",
    "unreadable": "unreadable",
    "empty": "unreadable",
    "soft_404": "unreadable",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a year; one without days is that of what bears no date."""

    first: date | None
    last: date | None
    name: str

    @classmethod
    def of(cls, by: By, year: int | None, month: int | None = None) -> "Period":
        """The period of a year, or of its month."""
        if year is None:
            return UNDATED
        first = date(year, (month or 1) if by == "month" else 1, 1)
        end = (first.year + 1, 1) if by == "year" or first.month == 12 else (first.year, first.month + 1)
        last = date(*end, 1) - timedelta(days=1) if end[0] <= date.max.year else date.max
        return cls(first, last, first.isoformat()[: len("2025-01" if by == "month" else "2025")])

    def until(self, other: "Period") -> "Period":
        """The stretch from one period to a later one, as ISO 8601 writes an interval: "2020-08/2020-11"."""
        return self if self == other else Period(self.first, other.last, f"{self.name.split('/')[0]}/{other.name}")


UNDATED = Period(None, None, "undated")


def periods(by: By, since: date, until: date) -> Iterator[Period]:
    """The periods from the one that has the day `since` to the one that has the day `until`."""
    for year in range(since.year, until.year + 1):
        for month in range(1, 13) if by == "month" else (1,):
            period = Period.of(by, year, month)
            assert period.first is not None
            assert period.last is not None
            if period.last >= since and period.first <= until:
                yield period


@dataclass(slots=True)
class Counts:
    """The releases of a period: `listed` is the sum of `held`, `missing`, `unreadable` and `gone`.

    `gone` were no longer there when they were first visited; `unlisted` are held though no listing announced them.
    `told` counts what the last visits to those that are not held came to, by what they count as.
    """

    held: int = 0
    missing: int = 0
    unreadable: int = 0
    gone: int = 0
    unlisted: int = 0
    told: dict[PeriodVerdict, int] = field(default_factory=dict)

    @property
    def listed(self) -> int:
        """How many were announced."""
        return self.held + self.lacking

    @property
    def lacking(self) -> int:
        """How many of those are not held, for whatever reason."""
        return self.missing + self.unreadable + self.gone


@dataclass(slots=True)
class Listings:
    """What the listings of a source showed: which days, when one was `read` last, and what the last visit came to."""

    days: list[tuple[date, date]] = field(default_factory=list)
    read: date | None = None
    last: Verdict | None = None

    def show(self, first: date, last: date) -> None:
        """Note that what was announced on all these days was seen."""
        apart = [stretch for stretch in self.days if stretch[1] < first - _DAY or stretch[0] > last + _DAY]
        joined = [stretch for stretch in self.days if stretch not in apart]
        whole = min([first, *(a for a, _ in joined)]), max([last, *(b for _, b in joined)])
        self.days = sorted([*apart, whole])

    def showed(self, first: date, last: date) -> bool:
        """Whether all these days were seen."""
        return any(since <= first and last <= until for since, until in self.days)


_DAY = timedelta(days=1)


def verdict(period: Period, counts: Counts, listings: Listings, today: date) -> PeriodVerdict:
    """What the evidence says of a period.

    Where something that was announced is not held, *blocked* and *unreadable* say what became of at least half of it,
    *incomplete* that there are other reasons or none are known. Where all is held: *late* where the listings were last
    read before the period was over, more than `AS_LATE` ago (*blocked* or *unreadable*, where that is why), *unknown*
    where no listing shows all of its days, else *complete*.
    """
    if counts.lacking:
        worst = max(counts.told, key=lambda kind: counts.told[kind], default=None)
        return worst if worst and 2 * counts.told[worst] >= counts.lacking else "incomplete"
    if period.first is None or period.last is None:
        return "complete"
    if listings.read is None:
        return "unknown"
    if listings.read < min(period.last, today - AS_LATE):
        return COUNTS_AS.get(listings.last, "late") if listings.last else "late"
    newest = max((last for _, last in listings.days), default=listings.read)
    # After the newest line of a listing nothing had been announced when it was read.
    is_whole = period.first > newest or listings.showed(period.first, min(period.last, newest))
    return "complete" if is_whole else "unknown"
