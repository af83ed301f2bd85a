"""What in a text weighs more than its other words: numbers and dates, negations, names."""

import re
from collections.abc import Iterable

from storage.edits.languages import negations, values
from storage.edits.words import fold, plain
from storage.search.writing_systems import KATAKANA

# Thousands in groups of three, whatever sets them apart; a full stop may also be a decimal point and is left alone.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,']\d{3})+(?![\d,])")
_NUMERALS = "〇零一二三四五六七八九两十百千万萬億亿兆"
_COUNTERS = "年月日号人名次回度個个國国点點件项項条章节節届分時时円元か箇ヶ倍"
_NUMBER = re.compile(
    rf"(?P<digits>(?:(?<![\w)])-)?\d+(?:[.,:/]\d+)*[百千万萬億亿兆]*)"
    rf"|(?P<chinese>(?!十分|万一)(?:(?<=第)[{_NUMERALS}]+|[{_NUMERALS}]{{2,}}|[{_NUMERALS}](?=[{_COUNTERS}])))"
    rf"|(?P<word>[^\W\d_{_NUMERALS}]+)"
)
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九两", "001234567892")
_ALSO_A_VERB = {"may", "march"}  # English months, where a number stands beside them
_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")


def numbers(text: str, language: str | None) -> tuple[list[str], list[str]]:
    """Give the numbers of `text`, and the months and days it names, each in order and in one form.

    "1,000" and "1 000" are one form, so are "five" and "5", "２０２１" and "二〇二一"; "4.5" and "4,5" are two.
    """
    meant = values(language)
    text = _GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), plain(text))
    counted: list[str] = []
    dated: list[str] = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            counted.append(match[0])
        elif match["chinese"]:
            counted.append(match[0].translate(_CHINESE_DIGITS))
        elif (value := meant.get(match[0])) and (match[0] not in _ALSO_A_VERB or _beside_a_number(match)):
            (dated if " " in value else counted).append(value)
    return counted, dated


def negated(text: str, language: str | None) -> int:
    """Count the negations of `text`."""
    return sum(1 for _ in negations(language).finditer(plain(text)))


def names(words: Iterable[str], language: str | None) -> set[str]:
    """Give those of `words` that may be names, folded: capitalized ones, and katakana words of two or more signs.

    Months and days are no names. In German every noun is capitalized, and counts.
    """
    no_names = values(language).keys()
    capital = {plain(word) for word in words if word[0].isupper() or _KATAKANA_WORD.fullmatch(word)}
    return {fold(word) for word in capital - no_names}


def _beside_a_number(match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = match.string[max(0, start - 8) : start], match.string[end : end + 4]
    return bool(re.search(r"\d\W{0,3}(?:of )?$", before) or re.match(r"\W{0,3}\d", after))
