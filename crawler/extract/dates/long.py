"""Dates as a language prints them in full: with the month in words, or in East Asian characters."""

from collections.abc import Iterator
from datetime import date

from crawler.extract.dates import characters, words
from crawler.extract.dates.calendars import Printed, existing, only, shown
from crawler.extract.dates.figures import numeric_date
from crawler.extract.dates.folding import fold
from storage.errors import DateError


def long_date(text: str, language: str, *, pivot: int | None = None) -> date:
    """The one full date that `text` prints in the long forms of `language` (a BCP 47 tag such as "en" or "pt-BR").

    Raises DateError where there is none, where different ones stand, where the year is missing or has two
    figures and no `pivot` is given (see `numeric_date`), and where the date cannot be: 30 February, a weekday that
    contradicts it, a year outside its era.
    """
    found = find_date(text, language, pivot=pivot)
    if found is None:
        raise DateError(f"no full date in {shown(text)}")
    return found


def find_date(text: str, language: str, *, pivot: int | None = None) -> date | None:
    """As `long_date`, but None where no full date stands in `text`. Different ones, or impossible ones, still raise."""
    found = {checked(printed) for printed in full_dates(fold(text), language, pivot=pivot)}
    return only(found, "date", text) if found else None


def long_or_numeric_date(text: str, language: str) -> date:
    """The one day of a `text` that prints it sometimes in words, sometimes in figures, then the day of the month first.

    "25 March 2026", "26.03.2026", "25/03/2026". Raises DateError as `find_date` and `numeric_date` do.
    """
    return find_date(text, language) or numeric_date(text, "dmy")


def month_day(text: str, language: str) -> tuple[int, int]:
    """Month and day of the one date that `text` prints without a year ("July 7", "8月19日付"); see `with_year`.

    Raises DateError where there is none, where different ones stand, where a year is printed after all, or where no
    year has such a day.
    """
    found = set()
    for printed in _scan(fold(text), language):
        if printed.year is not None:
            raise DateError(f"a year is printed in {shown(text)}; read it with long_date or year_month")
        if printed.day is not None:
            any_year = checked(printed._replace(year=2000, weekday=None))
            found.add((any_year.month, any_year.day))
    return only(found, "date without a year", text)


def year_month(text: str, language: str) -> tuple[int, int]:
    """Year and month of the one month that `text` names without a day ("令和8年9月", "September 2026").

    Raises DateError where there is none, where different ones stand, or where the month lies outside its era.
    """
    found = set()
    for printed in _scan(fold(text), language):
        if printed.year is not None and printed.day is None:
            if printed.several:
                raise DateError(f"several months in {shown(text)}")
            first = existing(printed.year, printed.month, 1)
            found.add((first.year, first.month))
    return only(found, "month with its year", text)


def full_dates(folded: str, language: str, *, pivot: int | None = None) -> list[Printed]:
    """The dates of a folded text that have year, month and day, in the order they stand, unchecked."""
    return [p for p in _scan(folded, language, pivot=pivot) if p.year is not None and p.day is not None]


def checked(printed: Printed) -> date:
    """The date that was printed in full. Raises DateError where it is a span, cannot be, or has the wrong weekday."""
    if printed.several:
        raise DateError("a span of days is printed, not one date")
    found = existing(printed.year or 0, printed.month, printed.day or 0)
    if printed.weekday is not None and printed.weekday != found.weekday():
        raise DateError(f"{found} is a {found:%A}, but another weekday is printed with it")
    return found


def _scan(folded: str, language: str, *, pivot: int | None = None) -> Iterator[Printed]:
    tag = language.lower()
    primary = tag.partition("-")[0]
    if primary in characters.LANGUAGES:
        return characters.scan(folded, tag, pivot)
    if primary in words.LANGUAGES:
        return words.scan(folded, primary, pivot)
    raise DateError(f"no dates can be read in the language {language!r}")
