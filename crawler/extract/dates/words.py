"""Dates with the month in words: "January 7, 2025", "1er mars 2024", "28 июня 2022", "٧ أكتوبر ٢٠٢٣".

A month's name is looked up first; then a day and a year are sought to its left and right. Since the name says
which figure is the month, day and month can stand in either order in every language.
"""

import re
from collections.abc import Iterator, Mapping

from crawler.extract.dates.calendars import Printed, of_century
from crawler.extract.dates.folding import fold
from crawler.extract.dates.names import ALIASES, JOINT, MONTH_NAMES, WEEKDAY_NAMES


def _by_folded_name(tables: Mapping[str, str], first: int) -> dict[str, dict[str, int]]:
    """For each language the numbers of months or weekdays by their folded names, counted from `first`."""
    numbered = {
        language: {
            fold(form.replace("_", " ")): number
            for number, forms in enumerate(names.split("|"), first)
            for form in forms.split()
        }
        for language, names in tables.items()
    }
    return numbered | {alias: numbered[language] for alias, language in ALIASES.items()}


MONTHS, WEEKDAYS = _by_folded_name(MONTH_NAMES, 1), _by_folded_name(WEEKDAY_NAMES, 0)
LANGUAGES = frozenset(MONTHS)

# How far left of a month a day, its weekday and the first day of a span may stand.
_REACH = 40

_LETTERS = r"[^\W\d_]"
_ORDINAL = r"(?: ?(?:st|nd|rd|th|er)\b|\.?(?:re|eme|e|o|a)|-?(?:го|е|га))?[.°]?"
_DAY = rf"(\d{{1,2}})(?!\d){_ORDINAL}"
_GAP = r"[ .,/-]{0,3}(?:(?:of|day of|de|del|di|van|من|عام|من عام) )?"
_MORE_DAYS = rf"((?:{JOINT}|, ?){_DAY})?"
# By whether a year may have two figures.
_YEARS = {False: r"(\d{4})(?!\d)", True: r"(\d{4}(?!\d)|'?\d\d(?!\d|[:.]\d))"}

# Four Arabic months have names of two words.
_NAME = rf"(?:(?:تشرين|كانون) )?{_LETTERS}{{2,}}"

_WORD = re.compile(_NAME)
_DAY_LEFT = re.compile(rf"(?<!\d)(?<!\d[.:])(\d{{1,2}}){_ORDINAL}{_GAP}(?:({_NAME}) ?/ ?)?$")
_DAY_RIGHT = re.compile(rf"[ .-]{{0,3}}(?:the )?{_DAY}{_MORE_DAYS}")
_DAY_AND_YEAR = {short: re.compile(_DAY_RIGHT.pattern + _GAP + year) for short, year in _YEARS.items()}
_YEAR = {short: re.compile(_GAP + year) for short, year in _YEARS.items()}
_WEEKDAY_LEFT = re.compile(rf"([\w'-]{{2,14}}\.?)(,? ?)(?:{_LETTERS}{{2,3}} )?$")
_WEEKDAY_RIGHT = re.compile(r" ?\(([\w'-]{2,14}\.?)(\))")
_DAY_BEFORE = re.compile(rf"(?<![\w:.-])(?:({_NAME}) ?)?(\d{{1,2}}){_ORDINAL}(?:{_GAP}({_NAME})\.?)?{JOINT}$")
_MONTH_BEFORE = re.compile(rf"({_NAME}){JOINT}$")


def scan(text: str, language: str, pivot: int | None) -> Iterator[Printed]:
    """All dates, whole or in part, that a folded text prints with a month's name. Two-digit years need a pivot."""
    months = MONTHS[language]
    for word in _WORD.finditer(text):
        if word[0] in months:
            yield _with_neighbours(_around(word, months, pivot), text, language)


def _around(word: re.Match[str], months: Mapping[str, int], pivot: int | None) -> Printed:
    """The month of `word` with the day and the year that stand around it, as far as they do."""
    text, month, short = word.string, months[word[0]], pivot is not None
    if right := _DAY_AND_YEAR[short].match(text, word.end()):
        year, several = _year(right[4], pivot), right[2] is not None
        return Printed(word.start(), right.end(), year, month, int(right[1]), several=several)
    left = _DAY_LEFT.search(text[max(0, word.start() - _REACH) : word.start()])
    if left and left[2] and months.get(left[2]) != month:
        left = None
    start, day = (word.start() - len(left[0]), int(left[1])) if left else (word.start(), None)
    if right := _YEAR[short].match(text, word.end()):
        return Printed(start, right.end(), _year(right[1], pivot), month, day)
    if left is None and (right := _DAY_RIGHT.match(text, word.end())):
        return Printed(start, right.end(), None, month, int(right[1]), several=right[2] is not None)
    return Printed(start, word.end(), None, month, day)


def _year(figures: str, pivot: int | None) -> int | None:
    return int(figures) if len(figures) == 4 else of_century(int(figures[-2:]), pivot)


def _with_neighbours(found: Printed, text: str, language: str) -> Printed:
    """The same date with its weekday, and marked where it is only the end of a span."""
    head = text[max(0, found.start - _REACH) : found.start]
    left = _WEEKDAY_LEFT.search(head)
    weekday = _weekday(left, language)
    if left and weekday is not None:
        head = head[: left.start()]
    else:
        weekday = _weekday(_WEEKDAY_RIGHT.match(text, found.end), language)
    return found._replace(weekday=weekday, several=found.several or _ends_span(head, found, MONTHS[language]))


def _weekday(match: re.Match[str] | None, language: str) -> int | None:
    """The weekday named by group 1; an abbreviation counts only with a point, or a comma or bracket (group 2)."""
    if match is None:
        return None
    names = WEEKDAYS[language]
    return names.get(match[1], names.get(match[1].rstrip(".") + "." * bool(match[2].strip())))


def _ends_span(head: str, found: Printed, months: Mapping[str, int]) -> bool:
    if found.day is None:
        before = _MONTH_BEFORE.search(head)
        return before is not None and months.get(before[1], found.month) != found.month
    before = _DAY_BEFORE.search(head)
    if before is None:
        return False
    with_month = bool(months.get(before[1] or "") or months.get(before[3] or ""))
    return with_month or (before[3] is None and int(before[2]) < found.day)
