"""Reads printed dates exactly, in every language and calendar of the sources.

A date that is ambiguous, relative or impossible is a DateError, never a guess: which figure is the day, which
century is meant and which zone a time is in are stated by the source.
"""

from crawler.extract.dates.calendars import local_day, with_year
from crawler.extract.dates.dateline import dateline_date
from crawler.extract.dates.figures import Order, numeric_date
from crawler.extract.dates.long import find_date, long_date, long_or_numeric_date, month_day, year_month
from crawler.extract.dates.machine import iso, rfc822
from crawler.extract.dates.times import long_time

__all__ = [
    "Order",
    "dateline_date",
    "find_date",
    "iso",
    "local_day",
    "long_date",
    "long_or_numeric_date",
    "long_time",
    "month_day",
    "numeric_date",
    "rfc822",
    "with_year",
    "year_month",
]
