"""Dates in figures: "03.04.25" in an order that the source states."""

import re
from datetime import date
from typing import Literal

from crawler.extract.dates.calendars import existing, of_century, only, shown
from crawler.extract.dates.folding import fold
from crawler.extract.dates.names import JOINT
from storage.errors import DateError

Order = Literal["dmy", "mdy", "ymd"]

_PARTS = {"d": r"(?P<d>\d{1,2})", "m": r"(?P<m>\d{1,2})", "y": r"(?P<y>\d{4}|\d\d)"}


def numeric_date(text: str, order: Order, pivot: int | None = None) -> date:
    """The one date that `text` prints in figures, in the order the source states; separators are . / - or spaces.

    Years have four figures, or two with a `pivot`, the last year that two figures can mean: with 2069, 00-69 are
    2000-2069 and 70-99 are 1970-1999. With order "ymd" eight figures in a row are a date too, as in file names.
    Raises DateError where there is no date, where different ones stand, or where the date does not exist in this order.
    """
    found = {checked(match, pivot, text) for match in matches(fold(text), order)}
    return only(found, f"date in figures ({order})", text)


def matches(folded: str, order: Order) -> list[re.Match[str]]:
    """What looks like a date in figures in a folded text, with the groups y, m and d."""
    found = list(_PATTERNS[order].finditer(folded))
    if order == "ymd":
        found += _COMPACT.finditer(folded)
    return found


def checked(match: re.Match[str], pivot: int | None, text: str) -> date:
    """The date of a match. Raises DateError where it does not exist, ends a span or its century is unknown."""
    year = int(match["y"])
    if len(match["y"]) == 2:
        full = of_century(year, pivot)
        if full is None:
            raise DateError(f"the year has two figures in {shown(text)}; the source should state a pivot")
        year = full
    found = existing(year, int(match["m"]), int(match["d"]))
    before = _DAY_BEFORE.search(match.string[: match.start()][-16:]) if match.start("d") == match.start() else None
    if before and int(before[1]) < found.day:
        raise DateError(f"a span of days is printed in {shown(text)}, not one date")
    return found


def _pattern(order: Order) -> re.Pattern[str]:
    first, second, third = (_PARTS[part] for part in order)
    # Neither end may go on in figures: document numbers ("1345-28-06-2022") and versions are no dates.
    return re.compile(rf"(?<!\d)(?<!\d[./-]){first}(?P<gap> ?[./-] ?| ){second}(?P=gap){third}(?!\d|[./-]\d)")


_PATTERNS = {order: _pattern(order) for order in ("dmy", "mdy", "ymd")}
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|2[01])\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_BEFORE = re.compile(rf"(?<![\w.,:/+-])(\d{{1,2}}){JOINT}$")
