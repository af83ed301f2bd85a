"""Days that a site prints now in words, now in figures."""

from datetime import date

from crawler.extract import find_date, numeric_date


def in_words_or_figures(text: str, language: str) -> date:
    """The one day that `text` prints: "25 March 2026", "26.03.2026" or "25/03/2026", in figures the day first.

    Raises DateError as `find_date` and `numeric_date` do.
    """
    return find_date(text, language) or numeric_date(text, "dmy")
