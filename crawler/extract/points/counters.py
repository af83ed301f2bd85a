"""The numbers that a browser sets before the items of a list (HTML 4.4.5 and 4.4.8, CSS Counter Styles 3)."""

import re
from collections.abc import Sequence

from bs4 import Tag

from crawler.extract.points.alphabets import ALPHABETS, HAN

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HIRAGANA = {ord(sign): ord(sign) - 0x60 for sign in ALPHABETS["kana"]}
_LETTERS: dict[str, Sequence[str]] = {
    **dict.fromkeys(("a", "A", "lower-alpha", "lower-latin", "upper-alpha", "upper-latin"), ALPHABETS["latin"]),
    "lower-greek": ALPHABETS["greek"],
    "katakana": ALPHABETS["kana"],
    "katakana-iroha": ALPHABETS["iroha"],
    "hiragana": [sign.translate(_HIRAGANA) for sign in ALPHABETS["kana"]],
    "hiragana-iroha": [sign.translate(_HIRAGANA) for sign in ALPHABETS["iroha"]],
    "cjk-heavenly-stem": ALPHABETS["stems"],
    "hangul": ALPHABETS["hangul"],
    "hangul-consonant": ALPHABETS["jamo"],
}
_ROMANS = frozenset({"i", "I", "lower-roman", "upper-roman"})
_CHINESE = frozenset({"cjk-ideographic", "trad-chinese-informal", "simp-chinese-informal", "japanese-informal"})
_DIGITS = {"arabic-indic": "٠", "persian": "۰", "devanagari": "०", "bengali": "০", "thai": "๐", "khmer": "០"}
_BULLETS = frozenset({"circle", "disc", "square"})
_NUMBERED = frozenset({"decimal", "decimal-leading-zero", *_LETTERS, *_ROMANS, *_CHINESE, *_DIGITS})


def item_markers(parent: Tag) -> dict[int, str | None]:
    """The markers of a list's items by their `id()`, as `start`, `reversed`, `type` and `value` say.

    None where the list shows none. A list without order has some only where its style numbers it.
    """
    kind = str(parent.get("type") or ("1" if parent.name == "ol" else "disc"))
    if parent.name not in ("ol", "ul") or (parent.name == "ul" and kind not in _NUMBERED):
        return {}
    items = [child for child in parent.contents if isinstance(child, Tag) and child.name == "li"]
    step = -1 if parent.has_attr("reversed") else 1
    number = _integer(parent.get("start"), len(items) if step < 0 else 1)
    markers: dict[int, str | None] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        markers[id(item)] = counter(number, str(item.get("type") or kind))
        number += step
    return markers


def counter(number: int, style: str) -> str | None:
    """`number` as a counter style or a `type` of HTML writes it; None where none is shown."""
    is_upper = style in ("A", "I") or style.startswith("upper-")
    if style == "none":
        return None
    if style in _BULLETS:
        return "•"
    if style in _LETTERS and number > 0:
        text = _in_letters(number, _LETTERS[style])
    elif style in _ROMANS and 0 < number < 4000:
        text = _roman(number)
    elif style in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        text = f"{HAN[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{HAN[ones - 1] if ones else ''}"
    elif style in _DIGITS:
        text = "".join(chr(ord(_DIGITS[style]) + int(sign)) if sign.isdecimal() else sign for sign in str(number))
    else:
        text = f"{number:02}" if style == "decimal-leading-zero" else str(number)
    return text.upper() if is_upper else text


def _integer(text: object, default: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", str(text or ""))
    return int(found[1]) if found else default


def _in_letters(number: int, letters: Sequence[str]) -> str:
    text = ""
    while number:
        number, place = divmod(number - 1, len(letters))
        text = letters[place] + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
