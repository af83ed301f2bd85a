"""Printed dates: a table of forms, round trips through every calendar, and the titles of the corpus."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.extract import dates
from crawler.extract.dates.calendars import AHEAD, ERAS
from crawler.extract.dates.words import MONTHS, WEEKDAYS
from storage.errors import DateError

LISTS = Path(__file__).parents[3] / ".." / "shared" / "corpus" / "lists"
TABLE = Path(__file__).with_name("printed_dates.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]

WORDED = sorted(MONTHS)
LANGUAGES = [*WORDED, "ja", "ko", "zh", "zh-TW"]
DAYS = st.dates(date(1926, 1, 1), date(2100, 12, 31))
ORDERS = st.sampled_from(["dmy", "mdy", "ymd"])


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


# Round trips: what a language would print for a day is read as that day.


def year_in_kanji(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(year))


def counted_in_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{'〇一二三四五六七八九'[tens]}十") + " 一二三四五六七八九"[
        ones
    ].strip()


def era_of(day: date) -> tuple[str, int]:
    era = next(era for era in ERAS if era.first <= day <= era.last)
    return era.name, day.year - era.first.year + 1


def east_asian(day: date) -> Iterator[tuple[str, str]]:
    era, count = era_of(day)
    rest = f"{day.month}月{day.day}日"
    weekday = "月火水木金土日"[day.weekday()]
    yield "ja", f"{day.year}年{rest}"
    yield "ja", f"{era}{'元' if count == 1 else count}年{rest}（{weekday}）"
    yield "ja", f"{era}{count}（{day.year}）年{rest}".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    yield "ja", f"{era}{counted_in_kanji(count)}年{counted_in_kanji(day.month)}月{counted_in_kanji(day.day)}日"
    yield "zh", f"{year_in_kanji(day.year)}年{counted_in_kanji(day.month)}月{counted_in_kanji(day.day)}日"
    yield "zh", f"中華民國{day.year - 1911}年{rest} 星期{'一二三四五六日'[day.weekday()]}"
    yield "ko", f"{day.year}년 {day.month}월 {day.day}일({'월화수목금토일'[day.weekday()]})"


@given(DAYS)
def test_east_asian_calendars_round_trip(day: date):
    for language, text in east_asian(day):
        assert dates.long_date(text, language) == day, text


@given(DAYS)
def test_three_figures_are_years_of_the_republic_only_where_the_source_says_so(day: date):
    assume(day.year >= 2011)
    text = f"{day.year - 1911}年{day.month}月{day.day}日"
    assert dates.long_date(text, "zh-TW") == day
    with pytest.raises(DateError):
        dates.long_date(text, "zh")


@pytest.mark.parametrize("language", WORDED)
@given(day=DAYS, data=st.data())
def test_words_round_trip(language: str, day: date, data: st.DataObject):
    names = [name for name, number in MONTHS[language].items() if number == day.month]
    weekdays = [name for name, number in WEEKDAYS[language].items() if number == day.weekday()]
    month, weekday = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(weekdays))
    case = data.draw(st.sampled_from([str.lower, str.title]))
    for text in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{weekday}, {day.day}. {month} {day.year}",
    ):
        assert dates.long_date(case(text), language) == day, text
    assert dates.month_day(f"{day.day} {month}", language) == (day.month, day.day)
    assert dates.year_month(f"{month} {day.year}", language) == (day.year, day.month)


@pytest.mark.parametrize("language", WORDED)
@given(day=DAYS, data=st.data())
def test_a_wrong_weekday_contradicts(language: str, day: date, data: st.DataObject):
    wrong = data.draw(st.sampled_from([name for name, n in WEEKDAYS[language].items() if n != day.weekday()]))
    month = next(name for name, number in MONTHS[language].items() if number == day.month)
    with pytest.raises(DateError, match="another weekday"):
        dates.long_date(f"{wrong}, {day.day} {month} {day.year}", language)


@given(DAYS, ORDERS, st.sampled_from("./-"))
def test_figures_round_trip_in_the_stated_order(day: date, order: dates.Order, mark: str):
    parts = {"d": f"{day.day:02}", "m": str(day.month), "y": str(day.year)}
    assert dates.numeric_date(mark.join(parts[part] for part in order), order) == day
    assert dates.numeric_date(day.strftime("%Y%m%d"), "ymd") == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), ORDERS)
def test_a_pivot_is_the_last_year_of_a_century_of_two_figures(day: date, order: dates.Order):
    text = ".".join({"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%y}"}[part] for part in order)
    assert dates.numeric_date(text, order, pivot=2069) == day
    with pytest.raises(DateError):
        dates.numeric_date(text, order)


@given(st.sampled_from([era for era in ERAS if era.last < date.max]), st.integers(1, 20_000))
def test_an_era_year_after_its_end_is_no_date(era, days: int):
    day = era.last + timedelta(days=days)
    with pytest.raises(DateError):
        dates.long_date(f"{era.name}{day.year - era.first.year + 1}年{day.month}月{day.day}日", "ja")


@given(DAYS, st.times())
def test_times_round_trip(day: date, at: time):
    at = at.replace(second=0, microsecond=0)
    moment = datetime.combine(day, at, UTC)
    half = "p.m." if at.hour >= 12 else "a.m."
    clock = f"{at.hour % 12 or 12}:{at:%M}"
    assert dates.long_time(f"({day:%A, %B} {day.day}, {day.year}, {clock} {half})", "en", "UTC") == moment
    assert dates.long_time(f"{day} {at:%H:%M}", "en", "UTC") == moment
    japanese = f"{day.year}年{day.month}月{day.day}日 午{'後' if at.hour >= 12 else '前'}{at.hour % 12}時{at.minute}分"
    assert dates.long_time(japanese, "ja", "UTC") == moment
    assert dates.iso(moment.isoformat()) == dates.rfc822(f"{moment:%a, %d %b %Y %H:%M:%S} GMT") == moment


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


# The year of a rolling index.


@given(DAYS, st.dates(date(1930, 1, 1), date(2100, 12, 1)))
def test_a_year_is_the_latest_that_is_not_ahead(day: date, today: date):
    found_day = dates.with_year(day.month, day.day, today)
    assert (found_day.month, found_day.day) == (day.month, day.day)
    assert found_day <= today + AHEAD
    longest = 8 * 366 if (day.month, day.day) == (2, 29) else 366
    assert found_day > today + AHEAD - timedelta(days=longest)


@given(DAYS, st.integers(-3, 360))
def test_the_year_of_a_recent_day_is_its_own(day: date, age: int):
    assert dates.with_year(day.month, day.day, day + timedelta(days=age)) == day


@pytest.mark.parametrize(
    ("month", "day", "today", "expected"),
    [
        (12, 31, date(2026, 1, 2), date(2025, 12, 31)),
        (1, 1, date(2025, 12, 31), date(2026, 1, 1)),
        (7, 7, date(2026, 7, 7), date(2026, 7, 7)),
        (7, 11, date(2026, 7, 7), date(2025, 7, 11)),
        (2, 29, date(2026, 3, 1), date(2024, 2, 29)),
        (2, 29, date(1903, 3, 1), date(1896, 2, 29)),
    ],
)
def test_with_year(month: int, day: int, today: date, expected: date):
    assert dates.with_year(month, day, today) == expected


@pytest.mark.parametrize(("month", "day"), [(2, 30), (13, 1), (0, 1), (4, 31)])
def test_a_day_that_no_year_has(month: int, day: int):
    with pytest.raises(DateError):
        dates.with_year(month, day, date(2026, 7, 7))


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


def test_the_day_of_a_time_is_that_of_the_ministry():
    late = datetime(2026, 9, 13, 23, 30, tzinfo=UTC)
    assert [dates.local_day(late, zone) for zone in ("Europe/London", "America/New_York")] == [
        date(2026, 9, 14),
        date(2026, 9, 13),
    ]
    assert dates.local_day(date(2026, 9, 13), "Asia/Tokyo") == date(2026, 9, 13)
