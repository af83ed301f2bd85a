"""Dates with a time of day: "January 17, 2020, 3:38 p.m.", "令和8年7月14日（火曜日）14時30分", "28 июня 2022 14:30"."""

import re
from datetime import UTC, date, datetime, time, timedelta
from datetime import timezone as fixed_offset

from crawler.extract.dates import figures
from crawler.extract.dates.calendars import localized, only, shown
from crawler.extract.dates.characters import number
from crawler.extract.dates.folding import fold
from crawler.extract.dates.long import checked, full_dates
from storage.errors import DateError

# Halves of the day in folded text. At night, "12" would be the next day's midnight, so it is not read.
_MORNING = r"a\.? ?m\.?|午前|上午|凌晨|早上|오전|صباحا|утра|du matin|de la manana|da manha|del mattino"
_AFTERNOON = r"p\.? ?m\.?|午後|下午|오후|дня|de la tarde|da tarde|del pomeriggio|de l'apres-midi"
_NIGHT = "晚上|مساء|вечера|du soir|de la noche|da noite|di sera"
_HALF = f"(?:{_MORNING}|{_AFTERNOON}|{_NIGHT})"

_FIGURE = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_CLOCK = (
    rf"(?<![\d.,:])(?:(?P<before>{_HALF}) ?)?(?P<hour>{_FIGURE})"
    rf"(?: ?[時时點点시](?: ?(?P<minute>{_FIGURE}) ?[分분]|(?P<half>半))?"
    r"|[:.](?P<minute2>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?![\d:])"
    r"| ?h(?:eures?)?(?: ?(?P<minute3>[0-9]{2}))?(?!\w)| ?uhr\b|(?= ?[ap]\.? ?m(?!\w)))"
    rf"(?: ?uhr\b)?(?: ?(?P<after>{_HALF})(?!\w))?"
    r"(?: ?(?P<zone>(?:utc|gmt)(?:[+-][0-9]{1,2}(?::?[0-5][0-9])?)?|z|\+[0-9]{2}:[0-5][0-9])(?![\w:]))?"
)
# A time belongs to the date it stands next to: weekday, bracket and a word like "at" may stand between.
_AFTER = re.compile(rf"\D{{0,20}}?{_CLOCK}(?P<span> ?(?:[-~/]|to|until|bis|a|до|から|至) ?{_HALF}? ?\d)?")
_BEFORE = re.compile(rf"(?<!\d[-~])(?<!\d [-~] ){_CLOCK}\D{{0,12}}$")
# The clocks of the world lie within 14 hours of Greenwich.
_FARTHEST = timedelta(hours=14)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?$")


def long_time(text: str, language: str, timezone: str, *, order: figures.Order = "ymd") -> datetime:
    """The one date with its time of day that `text` prints: aware, in `timezone` (an IANA name) or the printed offset.

    The date stands in a long form of `language`, or in figures in `order`; years have four figures. Of a local time
    that comes twice when clocks go back, the first is meant (fold 0). Offsets are read ("GMT", "UTC+3"), but names
    of other zones are not: "EST" is the source's to state. Raises DateError where date or time is missing, where
    different ones stand or a span does, and where the time does not exist, as when clocks go forward.
    """
    folded = fold(text)
    places = [(checked(p), p.start, p.end) for p in full_dates(folded, language)]
    if not places:
        places = [(figures.checked(m, None, text), *m.span()) for m in figures.matches(folded, order)]
    day = only({place[0] for place in places}, "date", text)
    clocks = [clock for _, start, end in places if (clock := _clock(folded, start, end))]
    return only({_moment(day, clock, timezone) for clock in clocks}, "time of day", text)


def _clock(folded: str, start: int, end: int) -> re.Match[str] | None:
    after = _AFTER.match(folded, end)
    if after is None:
        return _BEFORE.search(folded[max(0, start - 40) : start])
    if after["span"]:
        raise DateError(f"a span of time is printed, not one time: {shown(after[0])}")
    return after


def _moment(day: date, clock: re.Match[str], timezone: str) -> datetime:
    minute = next((clock[name] for name in ("minute", "minute2", "minute3") if clock[name]), "0")
    try:
        at = time(_hour(clock), 30 if clock["half"] else number(minute), int(clock["second"] or 0))
    except ValueError:
        raise DateError(f"there is no time {shown(clock[0].strip())}") from None
    if clock["zone"]:
        return datetime.combine(day, at, _offset(clock["zone"]))
    return localized(datetime.combine(day, at), timezone)


def _offset(zone: str) -> fixed_offset:
    """The offset of "utc", "gmt+3", "utc-05:30", "z" or "+09:00"."""
    stated = _OFFSET.search(zone)
    if stated is None:
        return UTC
    ahead = timedelta(hours=int(stated["hours"]), minutes=int(stated["minutes"] or 0))
    if ahead > _FARTHEST:
        raise DateError(f"no clock is at {zone!r}")
    return fixed_offset(-ahead if stated["sign"] == "-" else ahead)


def _hour(clock: re.Match[str]) -> int:
    """The hour of 24. 12 a.m. is midnight; "0:30 p.m.", as Japan prints, is 12:30."""
    hour, half = number(clock["hour"]), clock["before"] or clock["after"]
    if half is None:
        return hour
    morning = re.fullmatch(_MORNING, half) is not None
    if (hour > 12 and morning) or (hour == 12 and re.fullmatch(_NIGHT, half)):
        raise DateError(f"the hour is unclear in {shown(clock[0].strip())}")
    return hour if hour > 12 else hour % 12 + (0 if morning else 12)
