"""Dates in figures, as words write them: 12.09.2024 and 2024-09-12 are 12 September 2024."""

import re
from collections.abc import Iterator
from functools import cache

from storage.edits.meaning.language import Language

_DATE = re.compile(
    r"(?<![0-9A-Za-z.,:/-])(?:(?P<y>\d{4})(?P<s>\. ?|[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<t>[./-])(?P<other>\d{1,2})(?P=t)(?P<year>\d{4}))(?![0-9A-Za-z/]|[.,:-]\d)"
)
# Without a year, where the second full stop can be no decimal sign's: "12.5." in German, "5. 10." in Korean.
_DAY = re.compile(r"(?<![0-9A-Za-z.,:/-])(?P<one>\d{1,2})\. ?(?P<other>\d{1,2})\.(?!\d)")
_NUMBERS, _DAYS = range(1, 13), 31
_MONTH_FIRST = "en"  # 9/12/2024 is September to some who write English


def readings(before: str, after: str, meant: Language) -> Iterator[tuple[str, str]]:
    """Give two texts as they stand, and then, where dates stand in figures, as they read in words, in each order."""
    yield before, after
    for month_first in (False, True) if _MONTH_FIRST in meant.codes else (False,):
        told = in_words(before, meant, month_first=month_first), in_words(after, meant, month_first=month_first)
        if told != (before, after):
            yield told


def in_words(text: str, meant: Language, *, month_first: bool = False) -> str:
    """Give `text` with its dates in words: day, month and year, or year, month and day where the year stands first.

    Where a language's months have no names, numbers stand for them.
    """
    names = _months(meant)

    def written(date: re.Match[str]) -> str:
        year, month, day = date["y"] or date["year"], date["m"] or date["other"], date["d"] or date["one"]
        if month_first and date["year"]:
            month, day = day, month
        if not (int(month) in _NUMBERS and 0 < int(day) <= _DAYS):
            return date[0]
        name = names[int(month) - 1] if names else ""
        in_order = (year, month, day) if date["y"] and not name else (day, name or month, year)
        return " ".join(part.lstrip("0") for part in in_order)

    def without_year(date: re.Match[str]) -> str:
        one, other = int(date["one"]), int(date["other"])
        if (other if names else one) not in _NUMBERS:
            return date[0]
        return f"{one} {names[other - 1] if names else other} "

    text = _DATE.sub(written, text)
    return text if names and meant.decimal == "." else _DAY.sub(without_year, text)


@cache
def _months(meant: Language) -> tuple[str, ...]:
    """The longest names of the months, since a shorter one may mean something else too; none where not all have one."""
    called = [[word for word, meanings in meant.words.items() if meanings.get("months") == str(n)] for n in _NUMBERS]
    return tuple(max(names, key=len) for names in called) if all(called) else ()
