"""Dates through every calendar: what a language would print for a day is read as that day, in its own year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.extract import dates
from crawler.extract.dates.calendars import AHEAD, ERAS
from crawler.extract.dates.words import MONTHS, WEEKDAYS
from storage.errors import DateError

DAYS = st.dates(date(1926, 1, 1), date(2100, 12, 31))
ORDERS = st.sampled_from(get_args(dates.Order))


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


@pytest.mark.parametrize("language", sorted(MONTHS))
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


@pytest.mark.parametrize("language", sorted(MONTHS))
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


def test_the_day_of_a_time_is_that_of_the_ministry():
    late = datetime(2026, 9, 13, 23, 30, tzinfo=UTC)
    assert [dates.local_day(late, zone) for zone in ("Europe/London", "America/New_York")] == [
        date(2026, 9, 14),
        date(2026, 9, 13),
    ]
    assert dates.local_day(date(2026, 9, 13), "Asia/Tokyo") == date(2026, 9, 13)
