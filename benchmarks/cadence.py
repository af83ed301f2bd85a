"""How soon a source that died is told, and how often one is that lives: `python -m benchmarks.cadence`.

On the dates of thirteen ministries' real lists (`lists/` of the corpus, or of the folder that COMMUNIQUE_CORPUS names).
Each day after the first year is asked as a crawl of that day would: an alarm that begins is a false one, since all of
these sources lived. Where a collection has holes, they count as false alarms too. A death is put after each newest
release, and waited for.
"""

import csv
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks._measure import CORPUS
from crawler.ingest.health.cadence import LEARNT, LEAST, YEAR, Rhythm

DAY = timedelta(days=1)
TOO_FEW = ("silence", "fewer")  # one alarm, when one follows the other
DEATHS = 5  # every so many releases days one is put
PATIENCE = 400  # days


@dataclass(slots=True)
class Measured:
    """What the days of one source came to; `years` are those that were asked, `delays` in days."""

    years: float = 0.0
    alarms: Counter[str] = field(default_factory=Counter)
    delays: list[int] = field(default_factory=list)


def lists(folder: Path) -> Iterator[tuple[str, dict[date, int]]]:
    """The sources of the corpus, each with how many releases it had on which day."""
    for path in sorted(folder.glob("*.tsv")):
        with path.open(newline="") as file:
            stated = [row["published_at"][:10] for row in csv.DictReader(file, delimiter="\t")]
        yield path.stem, dict(sorted(Counter(date.fromisoformat(day) for day in stated if day).items()))


def measure(released: Mapping[date, int]) -> Measured:
    """Ask each day of a source's life."""
    found, days = Measured(), list(released)
    before: str | None = None
    seen = 0
    rhythm = Rhythm({})
    today = days[0] + LEAST
    while today <= days[-1]:
        if (now := bisect_right(days, today)) != seen:
            rhythm = Rhythm({day: released[day] for day in days[:now] if day >= days[now - 1] - LEARNT})
            if not rhythm.is_short and now // DEATHS != seen // DEATHS:
                found.delays.append(_delay(rhythm, days[now - 1]))
            seen = now
        alarm = rhythm.alarm(today)
        kind = "too few" if alarm and alarm.kind in TOO_FEW else "too many" if alarm else None
        if kind and kind != before:
            found.alarms[kind] += 1
        before = kind
        found.years += 0 if rhythm.is_short else 1 / YEAR
        today += DAY
    return found


def _delay(rhythm: Rhythm, newest: date) -> int:
    told = (n for n in range(1, PATIENCE) if (a := rhythm.alarm(newest + n * DAY)) and a.kind in TOO_FEW)
    return next(told, PATIENCE)


def main() -> None:
    folder = Path(os.environ.get("COMMUNIQUE_CORPUS", CORPUS)) / "lists"
    shown = Table("source", "years", "too few", "too many", "false a year", "told after", "at most", box=None)
    total, years = 0, 0.0
    for name, released in lists(folder):
        one = measure(released)
        if not one.years:
            shown.add_row(name, "0", "", "", "", "", "shorter than a year: `longest_gap` of its file holds")
            continue
        count = sum(one.alarms.values())
        total, years = total + count, years + one.years
        told = f"{median(one.delays):.0f} days" if one.delays else ""
        most = f"{max(one.delays)} days" if one.delays else ""
        alarms = str(one.alarms["too few"]), str(one.alarms["too many"])
        shown.add_row(name, f"{one.years:.1f}", *alarms, f"{count / one.years:.2f}", told, most)
    if years:
        shown.add_row("all", f"{years:.1f}", "", "", f"{total / years:.2f}")
    Console(highlight=False).print(shown if years else f"no lists in {folder}")


if __name__ == "__main__":
    main()
