"""The numbers and dates of a text, and the names in it."""

import re
from collections.abc import Iterable

from storage.edits.meaning.vocabulary import values
from storage.edits.words import fold, plain
from storage.search.writing_systems import KATAKANA

# Thousands in groups of three, whatever sets them apart; a full stop may also be a decimal point and is left alone.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,']\d{3})+(?![\d,])")
_NUMERALS = "〇零一二三四五六七八九两兩両十百千万萬億亿兆"
_COUNTERS = "年月日号人名次回度個个國国點点件項项条章节節届分時时円元か箇ヶ倍"
# With these, 一 is an article.
_MORE_COUNTERS = "成家位艘隻架本割批轮輪场場枚辆輛座所天周週期段份票社機台つヵカ者"
_NUMBER = re.compile(
    rf"(?P<digits>(?:(?<![\w)])-)?\d+(?:[.,:/]\d+)*[百千万萬億亿兆]*)"
    rf"|(?P<chinese>(?!十分|万一)(?:(?<=第)[{_NUMERALS}]+|[{_NUMERALS}]{{2,}}"
    rf"|[{_NUMERALS}](?=[{_COUNTERS}])|(?!一)[{_NUMERALS}](?=[{_MORE_COUNTERS}])))"
    r"|(?P<korean>(?<!\w)[양삼사오육](?=국|자 ))"
    rf"|(?P<word>[^\W\d_{_NUMERALS}]+)"
)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九两兩両양삼사오육", "001234567892222" + "3456")
_DAY = re.compile(
    "(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|[月火水木金土日]曜|[월화수목금토일]요일|[(][월화수목금토일月火水木金土日][)]"
)
# What is a number or a month only where a number stands beside it.
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "sun", "sat", "mon", "wed", "jan", "dec", "m", "k", "bi", "md", "ماي", "آب"}
)
# First ministers and the like are not counted.
_OF_A_TITLE = re.compile(r"[\s-]*+(?:minist|lady|dam|vice|secretar|secrétaire|вице|заместител)")
_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")


def numbers(text: str, language: str | None) -> tuple[list[str], list[str]]:
    """Give the numbers of `text`, and the months and days it names, each in order and in one form.

    "1,000" and "1 000" are one form, so are "five" and "5", "２０２１", "٢٠٢١" and "二〇二一"; "4.5" and "4,5" are two.
    """
    meant = values(language)
    text = _GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), plain(text))
    counted: list[str] = []
    dated: list[str] = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            counted.append(match[0])
        elif match["chinese"] or match["korean"]:
            counted.append(match[0].translate(_CHINESE_DIGITS))
        elif (value := meant.get(match[0])) and _is_meant(match, value):
            (dated if " " in value else counted).append(value)
    return counted, dated + _DAY.findall(text)


def names(words: Iterable[str], language: str | None) -> set[str]:
    """Give those of `words` that may be names, folded: capitalized ones, and katakana words of two or more signs.

    Months and days are no names. In German every noun is capitalized, and counts.
    """
    no_names = values(language).keys()
    capital = {plain(word) for word in words if word[0].isupper() or _KATAKANA_WORD.fullmatch(word)}
    return {fold(word) for word in capital - no_names}


def _is_meant(match: re.Match[str], value: str) -> bool:
    if value == "1":
        return not _OF_A_TITLE.match(match.string, match.end())
    return match[0] not in _AMBIGUOUS or _beside_a_number(match)


def _beside_a_number(match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = match.string[max(0, start - 8) : start], match.string[end : end + 4]
    return bool(re.search(r"\d\W{0,3}(?:of )?$", before) or re.match(r"\W{0,3}\d", after))
