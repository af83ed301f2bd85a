"""Dates in the characters of Japanese, Chinese and Korean: "令和8年9月10日", "二〇二四年七月三日", "2024년 7월 3일"."""

import re
from collections.abc import Iterator

from crawler.extract.dates.calendars import ERAS, Printed, of_century, of_era
from storage.errors import DateError

LANGUAGES = frozenset({"ja", "zh", "ko"})

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WEEKDAYS = {
    sign: number % 7
    for signs in ("月火水木金土日", "一二三四五六天", "월화수목금토일")
    for number, sign in enumerate(signs)
}

_KANJI = "〇零一二三四五六七八九十百千廿卅元"
_FIGURE = rf"(?:\d{{1,4}}|[{_KANJI}]{{1,8}})"
_ERA = "|".join(era.name for era in ERAS)
_STATED = rf"(?:{_ERA})? ?{_FIGURE}"
# "令和6年", "令和6年(2024年)", "令和6(2024)年", "本(110)年"
_YEAR = (
    rf"(?<![\d{_KANJI}])(?:本 ?\( ?)?(?P<years>{_STATED}(?: ?\( ?{_STATED} ?[年년]? ?\))? ?\)? ?[年년]"
    rf"(?: ?\( ?{_STATED} ?[年년]? ?\))?)"
)
# A month right after 年 without figures ("昨年7月") is relative, so it is left out.
_DATE = re.compile(
    rf"(?:{_YEAR} ?|(?<![\d{_KANJI}年년])(?<![年년] ))"
    rf"(?P<month>{_FIGURE}) ?[月월](?: ?(?P<day>{_FIGURE}) ?[日号號일])?"
)
_STATED_YEAR = re.compile(rf"({_ERA})? ?({_FIGURE})")
_WEEKDAY = re.compile(
    r" ?(?:\( ?([月火水木金土日一二三四五六월화수목금토일])(?:曜日?|요일)? ?[)・]"
    r"|([月火水木金土日])曜|([월화수목금토일])요일|\(?(?:星期|礼拜|禮拜|周|週)([一二三四五六日天]))"
)
_SPAN = re.compile(
    rf" ?(?:\([^()]{{1,4}}\) ?)?(?:[~,、・-]|至|到|和|及|から|부터|및) ?(?:{_FIGURE} ?[月월] ?)?{_FIGURE} ?[日号號일]"
)


def scan(text: str, language: str, pivot: int | None) -> Iterator[Printed]:
    """All dates, whole or in part, that a folded text prints in characters.

    A year needs four figures or its era; in a `language` of Taiwan ("zh-tw") three figures alone are a year of the
    Republic, as its ministries write ("111年", "本(110)年"). Raises DateError where an era did not reign or two
    years disagree.
    """
    for match in _DATE.finditer(text):
        month, day = number(match["month"]), number(match["day"]) if match["day"] else None
        year = _year(match, month, day, language, pivot) if match["years"] else None
        if year is None and match["years"]:
            continue
        named = _WEEKDAY.match(text, match.end())
        weekday = _WEEKDAYS[named[named.lastindex or 0]] if named else None
        several = _SPAN.match(text, match.end()) is not None
        yield Printed(match.start(), match.end(), year, month, day, weekday, several)


def number(figure: str) -> int:
    """The value of figures: digits, 元 (the first year of an era), 二〇二四 sign by sign, 三十一 by units."""
    if figure.isdecimal():
        return int(figure)
    if figure == "元":
        return 1
    signs = figure.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    if not _UNITS.keys() & set(signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total, digit = 0, 0
    for sign in signs:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _year(match: re.Match[str], month: int, day: int | None, language: str, pivot: int | None) -> int | None:
    stated: set[int | None] = set()
    for era, figure in _STATED_YEAR.findall(match["years"]):
        count = number(figure)
        if era or (language.endswith("-tw") and 100 <= count < 1000):
            stated.add(of_era(era or "民國", count, month, day))
        else:
            stated.add(count if count >= 1000 else of_century(count, pivot))
    if len(stated) > 1:
        raise DateError(f"{match[0]!r} names two different years")
    return stated.pop()
