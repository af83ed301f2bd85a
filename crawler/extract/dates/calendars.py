"""The arithmetic of dates: what exists, eras, centuries, zones, and the year of a date printed without one."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from storage.errors import DateError

# No ministry's page is older or newer; years of other calendars (Buddhist 2567, Persian 1403) fall outside.
FIRST_YEAR, LAST_YEAR = 1500, 2199

# A rolling index may show what is dated tomorrow: time zones, and releases put up ahead of an event.
AHEAD = timedelta(days=3)


Found = TypeVar("Found")


class Printed(NamedTuple):
    """What stands at one place of a folded text. `several` marks a span or list of days ("3-4 December")."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    several: bool = False


class Era(NamedTuple):
    """An era with its first and last day; the year of its first day is its year 1."""

    name: str
    first: date
    last: date


# Japan: proclamations of each change of era; Gregorian since 1 January 1873 (Meiji 6), so nothing earlier is read.
# Republic of China: year 1 is 1912.
ERAS = (
    Era("令和", date(2019, 5, 1), date.max),
    Era("平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("明治", date(1868, 1, 25), date(1912, 7, 29)),
    Era("民國", date(1912, 1, 1), date.max),
    Era("民国", date(1912, 1, 1), date.max),
)
_BY_NAME = {era.name: era for era in ERAS}
_JAPAN_GREGORIAN = date(1873, 1, 1)


def existing(year: int, month: int, day: int) -> date:
    """The date of these figures. Raises DateError where no such day exists, or the year is no year of a release."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"there is no day {year}-{month:02}-{day:02}") from None


def of_era(name: str, count: int, month: int, day: int | None) -> int:
    """The Gregorian year of year `count` of an era. Raises DateError where the era did not reign then.

    Without a day, one day of the month within the era is enough.
    """
    era = _BY_NAME[name]
    year = era.first.year + count - 1
    begin = existing(year, month, day or 1)
    end = begin if day else begin + timedelta(days=27)
    if end < max(era.first, _JAPAN_GREGORIAN) or begin > era.last:
        raise DateError(f"{name}{count}年{month}月 lies outside the era {name}")
    return year


def of_century(short: int, pivot: int | None) -> int | None:
    """The full year of a two-digit one: the latest not after `pivot` (2069: 00-69 is 2000-2069). None without pivot."""
    return None if pivot is None or short > 99 else pivot - (pivot - short) % 100


def with_year(month: int, day: int, today: date) -> date:
    """The latest such day not after `today`, three days' grace apart: the rule of a rolling index without years.

    December seen in January is last year's; 1 January seen on 31 December is tomorrow. 29 February goes back to
    the last leap year. Raises DateError where no year has such a day.
    """
    limit = today + AHEAD
    for year in range(limit.year, limit.year - 9, -1):  # 1896 to 1904 is the longest way from one leap day to the next
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= limit:
            return found
    raise DateError(f"no year has a day {month:02}-{day:02}")


def local_day(stated: date | datetime, timezone: str) -> date:
    """The day of an aware time in the zone `timezone` (an IANA name), as a page there prints it; a day as it is."""
    return stated.astimezone(ZoneInfo(timezone)).date() if isinstance(stated, datetime) else stated


def localized(naive: datetime, timezone: str) -> datetime:
    """`naive` as a time of the zone `timezone` (an IANA name); of a doubled local time the first (fold 0).

    Raises DateError where clocks going forward skip that time.
    """
    aware = naive.replace(tzinfo=ZoneInfo(timezone), fold=0)
    if aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) != naive:
        raise DateError(f"the clocks of {timezone} skip {naive}")
    return aware


def only(found: set[Found], what: str, text: str) -> Found:
    """The one value of `found`. Raises DateError, quoting `text`, where there is none or are several."""
    if len(found) != 1:
        raise DateError(f"{'no' if not found else 'more than one'} {what} in {shown(text)}")
    return next(iter(found))


def shown(text: str) -> str:
    """The beginning of `text`, quoted for a message of one line."""
    return repr(text if len(text) <= 80 else text[:79] + "…")
