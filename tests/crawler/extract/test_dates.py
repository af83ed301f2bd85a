"""Printed dates: a table of forms, texts that are none, and the titles of the corpus."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import dates
from crawler.extract.dates.words import MONTHS
from storage.errors import DateError

LISTS = Path(__file__).parents[3] / ".." / "shared" / "corpus" / "lists"
TABLE = Path(__file__).with_name("printed_dates.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]

LANGUAGES = [*sorted(MONTHS), "ja", "ko", "zh", "zh-TW"]
ORDERS = st.sampled_from(get_args(dates.Order))


def numeric(text: str, how: str) -> str:
    order, _, pivot = how.partition(" ")
    return dates.numeric_date(text, order, int(pivot) if pivot else None).isoformat()


def timed(text: str, how: str) -> str:
    language, zone, *order = how.split()
    return dates.long_time(text, language, zone, order=order[0] if order else "ymd").isoformat()


def found(text: str, how: str) -> str:
    day = dates.find_date(text, how)
    return day.isoformat() if day else "none"


READ: dict[str, Callable[[str, str], str]] = {
    "long_date": lambda text, how: dates.long_date(text, how).isoformat(),
    "pivoted": lambda text, how: dates.long_date(text, how, pivot=2069).isoformat(),
    "find_date": found,
    "month_day": lambda text, how: "{:02}-{:02}".format(*dates.month_day(text, how)),
    "year_month": lambda text, how: "{}-{:02}".format(*dates.year_month(text, how)),
    "numeric_date": numeric,
    "long_time": timed,
    "iso": lambda text, how: dates.iso(text, timezone=how or None).isoformat(),
    "rfc822": lambda text, how: dates.rfc822(text).isoformat(),
}


@pytest.mark.parametrize(("text", "function", "how", "expected"), ROWS)
def test_printed_form(text: str, function: str, how: str, expected: str):
    if expected == "error":
        with pytest.raises(DateError):
            READ[function](text, how)
    else:
        assert READ[function](text, how) == expected


def test_the_table_is_large_and_names_every_language():
    assert len(ROWS) >= 300
    assert {how.split()[0] for _, function, how, _ in ROWS if function == "long_date"} >= set(LANGUAGES)


# Errors: a text that cannot be read is a DateError and nothing else.

PIECES = st.sampled_from(
    [
        *"0123456789年月日号時分元十百千〇一九年월일시./-:,()～~ 　٣",
        *(
            "令和",
            "平成",
            "民國",
            "本",
            "may",
            "January",
            "de",
            "st",
            "th",
            "1er",
            "2024",
            "february",
            "29",
            "and",
            "bis",
        ),
        *("Mon.", "Tuesday", "mars", "июня", "تشرين الأول", "午後", "p.m.", "GMT+", "T", "Z", "²", "½", "İ", "ﷺ"),
    ]
)
TEXTS = st.text() | st.lists(PIECES, max_size=14).map("".join) | st.lists(PIECES, max_size=14).map(" ".join)


@given(TEXTS, st.sampled_from([*LANGUAGES, "xx", ""]), ORDERS, st.sampled_from([None, 2069]))
def test_any_text_is_a_date_or_a_date_error(text: str, language: str, order: dates.Order, pivot: int | None):
    for read in (
        lambda: dates.long_date(text, language, pivot=pivot),
        lambda: dates.find_date(text, language),
        lambda: dates.month_day(text, language),
        lambda: dates.year_month(text, language),
        lambda: dates.numeric_date(text, order, pivot),
        lambda: dates.long_time(text, language, "America/New_York", order=order),
        lambda: dates.iso(text, timezone="Asia/Tokyo"),
        lambda: dates.rfc822(text),
    ):
        with suppress(DateError):
            read()


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_finding_agrees_with_reading(text: str, language: str):
    try:
        day = dates.find_date(text, language)
    except DateError:
        day = None
    try:
        assert dates.long_date(text, language) == day
    except DateError:
        assert day is None


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "may ", "1 may ", "may 1, ", "1年", "( ", "本(", "一", "1.", "1月1日~", "令和", "1:1", "- "]
)
def test_a_hostile_text_is_bounded(piece: str):
    text = piece * (1_000_000 // len(piece))
    for language in ("en", "ar", "ja", "zh-TW"):
        with pytest.raises(DateError):
            dates.long_date(text + " 7 May 2024", language)


def test_only_the_beginning_of_a_text_is_looked_at():
    assert dates.find_date("7 May 2024 " + "x" * 20_000 + " 8 May 2024", "en") == date(2024, 5, 7)


# The corpus: titles of ministries that print the day of publication in them.


def titles(ministry: str) -> Iterator[tuple[date, str]]:
    path = LISTS / f"{ministry}.tsv"
    if not path.exists():
        pytest.skip("the corpus of real titles is not beside the repository")
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        published, _, title, *_ = line.split("\t")
        yield date.fromisoformat(published), title


@pytest.mark.parametrize(("ministry", "count"), [("cn-fmprc", 123), ("jp-mofa", 52)])
def test_titles_that_carry_the_day_of_publication_agree_with_it(ministry: str, count: int):
    read = [(published, dates.find_date(title, "en")) for published, title in titles(ministry)]
    dated = [(published, day) for published, day in read if day]
    assert len(dated) == count
    assert all(published == day for published, day in dated)


def test_dates_in_french_titles_are_those_of_publication_or_of_the_event():
    days = []
    for published, title in titles("fr-meae"):
        if re.search(r"[( ]\d{1,2}\.\d\d\.\d{2,4}\)$", title):
            with suppress(DateError):  # "(21 au 26.03.22)" is a span, "(0.12.20)" no day
                days.append((published, dates.numeric_date(title.rpartition("(")[2], "dmy", 2069)))
    near = sum(abs(published - day) <= timedelta(days=7) for published, day in days)
    assert len(days) > 1200
    assert near / len(days) > 0.97
