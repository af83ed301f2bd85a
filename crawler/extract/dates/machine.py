"""Dates written for machines: ISO 8601 in metadata and APIs, RFC 822 in feeds."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from crawler.extract.dates.calendars import existing, localized, shown
from storage.errors import DateError

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?P<time>[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
# Zones of RFC 822, 5.1. Any other name ("CEST") is unknown there, and the standard library would take it for UTC.
_RFC822 = re.compile(
    r"(?:[^\W\d_]{1,20}\.? ?, ?)?(?P<day>[0-9]{1,2} [a-z]{3})[a-z]{0,6} (?P<year>[0-9]{4}|[0-9]{2})"
    r"(?: (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r" (?:(?:GMT|UTC?) ?(?=[+-]))?(?P<zone>[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]|GMT|UTC?|Z|[ECMP][SD]T))?",
    re.IGNORECASE,
)
# What C, Java and Ruby print of a time that nobody gave a form: "Tue Nov 10 10:00:00 UTC 2026".
_UNFORMED = re.compile(
    r"[a-z]{3} (?P<month>[a-z]{3}) (?P<day>[0-9]{1,2}) (?P<clock>[0-9:]{8}) (?P<zone>\S{1,6}) (?P<year>[0-9]{4})", re.I
)
_COMMENT = re.compile(r" ?\([^()]*\)")
_CENTURY = 50  # years of two figures below it are of this one, others of the last (RFC 2822, 4.3)


def iso(text: str, *, timezone: str | None = None) -> date | datetime:
    """The date, or the aware time, that the whole of `text` is in ISO 8601's extended form, which holds RFC 3339.

    A time without an offset needs `timezone`, an IANA name, which is used for nothing else. Digits of a second beyond
    microseconds are dropped. Raises DateError where `text` has another form, or the day or time does not exist.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise DateError(f"{shown(text)} is no date of ISO 8601")
    day = existing(int(match[1]), int(match[2]), int(match[3]))
    if match["time"] is None:
        return day
    try:
        found = datetime.fromisoformat(match[0].upper())
    except ValueError as error:
        raise DateError(f"{shown(text)} is no time of ISO 8601: {error}") from None
    if found.tzinfo is not None:
        return found
    if timezone is None:
        raise DateError(f"{shown(text)} has no offset; the source should state its time zone")
    return localized(found, timezone)


def rfc822(text: str) -> date | datetime:
    """The aware time, or the day, that the whole of `text` is in the form of feeds (RFC 822; its years as in RFC 2822).

    "-0000", a time in UTC whose place is not told, is UTC. Feeds often name a wrong weekday, or in their own language,
    so it is not looked at; nor is how long the month's name is, nor a colon in an offset.
    Raises DateError where `text` has another form, a zone the RFC does not know, or a time that does not exist.
    """
    line = _COMMENT.sub("", " ".join(text.split())).strip()
    match = _RFC822.fullmatch(_UNFORMED.sub(r"\g<day> \g<month> \g<year> \g<clock> \g<zone>", line, count=1))
    if match is None:
        raise DateError(f"{shown(text)} is no date of RFC 822")
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < _CENTURY else 1900
    clock = f"{match['clock']} {match['zone'].replace(':', '')}" if match["clock"] else "00:00 GMT"
    try:
        found = parsedate_to_datetime(f"{match['day']} {year:04} {clock}")
    except (ValueError, TypeError) as error:
        raise DateError(f"{shown(text)} is no date of RFC 822: {error}") from None
    day = existing(year, found.month, found.day)  # the standard library takes "0001" for 2001
    if not match["clock"]:
        return day
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
