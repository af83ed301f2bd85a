"""What the Unicode CLDR knows of a language: months, weekdays, countries, the decimal sign.

Babel is loaded with the first language that is asked for, since most commands compare nothing.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_SHORTEST = 2  # letters of an abbreviation


@cache
def decimal_sign(language: str) -> str:
    """Give "." or ",": what stands before the decimals in `language`, a primary subtag; "." where it is not known."""
    locale = _locale(language)
    sign: str = locale.number_symbols.get("latn", {}).get("decimal", ".") if locale else "."
    return sign if sign in {".", ","} else "."


def months(language: str) -> Iterator[tuple[int, str]]:
    """Give the names and abbreviations of the months of `language`, from 1 for January.

    Those with numbers in them are left out: "5月" and "五月" are read as numbers.
    """
    if locale := _locale(language):
        yield from ((month, name) for month, name in _names(locale.months) if not any(map(str.isnumeric, name)))


def weekdays(language: str) -> Iterator[tuple[int, str]]:
    """Give the names and abbreviations of the days of the week, from 1 for Monday."""
    if locale := _locale(language):
        yield from ((day + 1, name) for day, name in _names(locale.days))


@cache
def countries(language: str) -> Mapping[str, str]:
    """Give the names of countries in `language` with their codes (ISO 3166), and of no other regions."""
    locale = _locale(language)
    return {name: code for code, name in locale.territories.items() if code.isalpha()} if locale else {}


def _names(table: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[tuple[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table[context][width].items():
                bare = name.strip(".")
                if len(bare) >= _SHORTEST:
                    yield number, bare


def _locale(language: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - not before it is needed

    try:
        return Locale(language)
    except (UnknownLocaleError, ValueError):
        return None
