"""What the archive holds of each period of a source, of what its listings announced. Nothing here writes.

A release belongs to the period of its listing's date or, where that states none, of its page's. One that neither dates
belongs to no period, and so does one whose date has not come yet.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from storage.database import iso_day
from storage.models import AddressRow, CaptureRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.models.fences import sound
from storage.models.rows import Day
from storage.read.coverage.periods import (
    COUNTS_AS,
    UNDATED,
    By,
    Counts,
    Listings,
    Period,
    PeriodVerdict,
    periods,
    verdict,
)
from storage.read.lists.missing import MAY_BE_FOUND, MissingLine, not_held
from storage.read.snapshots import is_latest
from storage.records import last_day

AT_ONCE = 500  # rows
COUNTS = ("listed", "held", "missing", "unreadable", "gone", "unlisted")
_MONTH = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")
READ = ("listing", "unchanged")  # verdicts on a listing that could be read


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A period of a source. Periods in which nothing was announced are one line as long as their verdict is one."""

    source_id: int
    source: str
    period: Period
    counts: Counts
    verdict: PeriodVerdict

    def as_json(self) -> dict[str, object]:
        """The line that `coverage --json` prints."""
        period = self.period
        return {
            "source": self.source,
            "period": period.name,
            "since": period.first.isoformat() if period.first else None,
            "until": period.last.isoformat() if period.last else None,
            **{name: getattr(self.counts, name) for name in COUNTS},
            "verdict": self.verdict,
        }


def coverage(
    db: Connection, source_id: int, source: str, by: By, now: datetime, since: date | None, until: date | None
) -> Iterator[CoverageLine]:
    """The periods of a source, oldest first, that days from `since` to `until` belong to; then what bears no date."""
    today = last_day(now)
    counted = _counts(db, source_id, by, today)
    listings = _listings(db, source_id)

    def judged(period: Period) -> CoverageLine:
        counts = counted.get(period, Counts())
        return CoverageLine(source_id, source, period, counts, verdict(period, counts, listings, today))

    starts = [period.first for period in counted if period.first] + [first for first, _ in listings.days]
    first = max(filter(None, (min(starts, default=today), since)))
    lines = map(judged, periods(by, first, min(today, until or today)))
    for (is_empty, _), some in groupby(lines, lambda line: (line.counts == Counts(), line.verdict)):
        run = list(some)
        yield from [replace(run[0], period=run[0].period.until(run[-1].period))] if is_empty else run
    undated = judged(UNDATED)
    if undated.counts != Counts():
        yield undated


def lacking(db: Connection, line: CoverageLine, now: datetime) -> Generator[MissingLine, None, None]:
    """What was announced of a period and is not held, and what the last visit to each came to."""
    first, last, today = line.period.first, line.period.last, last_day(now)
    if first is None or last is None:
        of_period = or_(ReleaseRow.listed_on.is_(None), ReleaseRow.listed_on > today)
    else:
        of_period = ReleaseRow.listed_on.between(first, min(last, today))
    return not_held(db, line.source_id, line.source, of_period)


def _counts(db: Connection, source_id: int, by: By, today: date) -> dict[Period, Counts]:
    found: dict[Period, Counts] = defaultdict(Counts)
    of_listing = _grouped(db, ReleaseRow.listed_on).where(ReleaseRow.listed_on <= today)
    of_page = _grouped(db, SnapshotRow.published_on)
    of_page = of_page.outerjoin(SnapshotRow, and_(SnapshotRow.release_id == ReleaseRow.id, is_latest()))
    by_page = of_page.where(ReleaseRow.listed_on.is_(None)), of_page.where(ReleaseRow.listed_on > today)
    for query in (of_listing, *by_page):
        for row in sound(db.execute(query.where(ReleaseRow.source_id == source_id))):
            period = Period.of(by, *_year_and_month(row.month))
            counts = found[period if period.first and period.first <= today else UNDATED]
            if row.state in ("held", "gone"):
                counts.held += row.number if row.listed else 0
                counts.unlisted += 0 if row.listed else row.number
            elif row.listed and row.state == "pending":
                counts.missing += row.number
            elif row.listed and row.state == "unreadable":
                counts.unreadable += row.number
                counts.told["unreadable"] = counts.told.get("unreadable", 0) + row.number
    for row in _visited(db, source_id):
        known = row.listed_on if row.listed_on and row.listed_on <= today else None
        counts = found[Period.of(by, known.year, known.month) if known else UNDATED]
        if row.state == "absent":
            counts.missing += row.may_be_found
            counts.gone += not row.may_be_found
        if kind := COUNTS_AS.get(row.verdict):
            counts.told[kind] = counts.told.get(kind, 0) + 1
    return found


def _year_and_month(month: str | None) -> tuple[int | None, int | None]:
    """The numbers in "2025-01"; none where there is no month, or a damaged one."""
    found = _MONTH.fullmatch(month) if isinstance(month, str) else None
    return (int(found[1]), int(found[2])) if found else (None, None)


def _grouped(db: Connection, day: Day) -> Select[str, str, bool, int]:
    """The releases of a source by month and state, and by whether a listing announced them."""
    groups = (
        func.substr(iso_day(db, day), 1, len("2025-01")).label("month"),
        ReleaseRow.state,
        ReleaseRow.listed_crawl_id.is_not(None).label("listed"),
    )
    return select(*groups, func.count().label("number")).select_from(ReleaseRow).group_by(*groups)


def _visited(db: Connection, source_id: int) -> Iterator[Any]:
    """What was announced, and visited in vain: with the verdict on the last visit, a few rows at a time."""
    last = (
        select(ReadingRow.verdict)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(AddressRow.release_id == ReleaseRow.id)
        .order_by(CaptureRow.at.desc(), CaptureRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = ReleaseRow.state, ReleaseRow.listed_on, MAY_BE_FOUND.label("may_be_found")
    announced = ReleaseRow.source_id == source_id, ReleaseRow.listed_crawl_id.is_not(None)
    tried = ReleaseRow.state == "pending", ReleaseRow.visited_at.is_not(None)
    for in_vain in (tried, (ReleaseRow.state == "absent",)):
        query = select(*columns, last.label("verdict")).where(*announced, *in_vain)
        with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
            yield from sound(rows)


def _listings(db: Connection, source_id: int) -> Listings:
    """What the listings of a source showed. A page and the next that the same crawl read show all that lies between."""
    found = Listings()
    columns = CaptureRow.crawl_id, CaptureRow.at, ReadingRow.verdict, ReadingRow.first_day, ReadingRow.last_day
    query = (
        select(*columns)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        # No release has the address of a listing: that finds those by an index.
        .where(AddressRow.source_id == source_id, AddressRow.release_id.is_(None), AddressRow.kind == "listing")
        .where(ReadingRow.fragment == "")
        .order_by(CaptureRow.id)
    )
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        before: Any = None
        for row in sound(rows):
            if row.verdict == "redirected":
                continue
            if row.verdict in READ:
                found.read = max(found.read or row.at.date(), row.at.date())
            found.last = row.verdict
            today = last_day(row.at)  # a day that has not come cannot be shown
            last = min(row.last_day or date.min, today)
            if row.first_day is not None and row.first_day <= last:
                follows = before is not None and before.first_day is not None and before.crawl_id == row.crawl_id
                is_older = follows and row.last_day <= before.first_day
                found.show(row.first_day, min(before.first_day, today) if is_older else last)
            before = row
    return found
