"""What a number looks like that is written in digits, in Roman numerals, or in signs of Chinese and Korean."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

# Of the Roman numerals those that nobody takes for a word or an abbreviation: up to 89, of two letters or more, V or X.
_ROMAN = re.compile(
    r"(?<![^\W\d_])(?:(?:XL|L?X{1,3})(?:IX|IV|V?I{1,3}|V)|X{2,3}|XL|LX{1,3}|IX|IV|VI{1,3}|I{2,3}|V|X)"
    r"(?=(?:er?|re|ère|ème|º|ª|th|st|nd|rd)?(?![^\W_]))(?!\.\s*[A-Z][^\W\d_])"
)
_ROMAN_SIGN = re.compile("[\u2160-\u216b]")
_CYRILLIC = re.compile(r"(?<!\w)[ІХVXI]+(?!\w)")  # typed with the letters at hand
_LATIN = str.maketrans("ІХ", "IX")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
# Thousands in groups of three, whatever sets them apart but a full stop or comma, which may be a decimal sign.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ '’_\u00a0\u202f]\d{3})+(?!\d)")
_MYRIAD = 10_000
POINTS = "点點"  # before decimals in numerals
_POINTS = str.maketrans(dict.fromkeys(POINTS, "."))
_SEPARATOR = re.compile(r"[.,]")


def arabic(text: str) -> str:
    """Give `text` with Roman numerals and Roman number signs in digits; "I" is left, which may be a person."""
    text = _ROMAN_SIGN.sub(lambda sign: str(int(unicodedata.numeric(sign[0]))), text)
    text = _CYRILLIC.sub(lambda found: found[0].translate(_LATIN), text)
    return _ROMAN.sub(lambda found: str(_roman(found[0])), text)


def joined(text: str) -> str:
    """Give `text` without what sets the thousands of its numbers apart, where that is a space or apostrophe."""
    return _GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), text)


def in_digits(number: str, decimal: str) -> str:
    """Give a number as written in one form: decimals after a full stop, and nothing between thousands.

    A single "." or "," with three digits after it is what the language says, whose sign is `decimal`; with any other
    number of them it stands before decimals. What is no number but a date or time stays as it is.
    """
    signs = _SEPARATOR.findall(number)
    groups = _SEPARATOR.split(number)
    if not signs or not all(group.lstrip("-").isdigit() for group in groups):
        return number
    whole, last = groups[:-1], groups[-1]
    *inner, outer = (len(group) for group in groups[1:])
    in_groups = len(whole[0].lstrip("-")) <= 3 and outer == 3 and set(inner) in ({3}, {2}, set())  # 5,00,000 in India
    if len(set(signs)) == 1:
        grouped = in_groups and whole[0].lstrip("-0") and (len(signs) > 1 or signs[0] != decimal)
        if len(signs) > 1 and not grouped:
            return number
    else:
        grouped = False
        if set(signs[:-1]) & {signs[-1]}:
            return number
    return "".join(groups) if grouped else f"{''.join(whole)}.{last}"


def of_signs(text: str, values: Mapping[str, int]) -> Decimal:
    """Give the number that Chinese, Japanese or Korean numerals write: 三千五百, 二〇二一, 1.5亿, 三点五亿.

    `values` are those of the signs; ones above nine multiply what stands before them.
    """
    total = section = Decimal(0)
    digits = ""
    for sign in text.replace(",", "").translate(_POINTS):
        value = values.get(sign, 0)
        if value <= 9:
            digits += str(value) if sign in values else sign
            continue
        before, digits = _of_digits(digits), ""
        if value < _MYRIAD:
            section += (before or 1) * value
        elif value > total:
            total, section = (total + section + before or Decimal(1)) * value, Decimal(0)
        else:
            total, section = total + (section + before or 1) * value, Decimal(0)
    return total + section + _of_digits(digits)


def _of_digits(digits: str) -> Decimal:
    """The number that these digits write, whatever signs stand among them: behind the first, all are decimals."""
    whole, _, decimals = digits.partition(".")
    return Decimal(f"{whole or 0}.{decimals.replace('.', '')}")


def plainly(number: Decimal) -> str:
    """Give a number in digits, without an exponent and without zeros at the end of its decimals."""
    return f"{number.normalize():f}"


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
