"""Markers that ministries type before a text: "1.", "(2)", "３　", "（ア）", "一、", "iv)", "б)", "가.", "・", "※".

A marker is believed for its shape where nothing else looks like it: "(1)", "１　", "（ア）", "一、", "①", "・". Others
("1.", "a)", "II.", "- ") must stand in a sequence, so that "A. Smith" and "3. Sitzung" stay what they are; only a
lone "1." is believed, for it opens one-point texts more often than sentences. Never a marker: a number that no sign
closes ("3 people", "2025 was"), a decimal, a time, a day before its month ("1. Januar", "1月7日").
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

_ALPHABETS = {
    "kana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "hangul": "가나다라마바사아자차카타파하",
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя",  # Russian lists leave out ё, й and the signs
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "abjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "stems": "甲乙丙丁戊己庚辛壬癸",
}
_LETTERS = "".join(dict.fromkeys("".join(_ALPHABETS[name] for name in ("kana", "hangul", "abjad", "stems"))))
_CASED = "".join(dict.fromkeys("".join(_ALPHABETS[name] for name in ("cyrillic", "ukrainian", "greek"))))
_HAN = "一二三四五六七八九十"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii")
_ANY = frozenset(
    {"decimal", "han", "kana", "hangul", "latin", "LATIN", "roman", "ROMAN", "cyrillic", "CYRILLIC", "ukrainian"}
    | {"UKRAINIAN", "greek", "GREEK", "abjad", "stems"}
)
# What may enclose which signs.
_FORMS = {
    "()": _ANY,
    ")": _ANY,
    ".": _ANY,
    "、": {"decimal", "han", "stems"},
    "-": {"decimal", "abjad"},
    " ": {"decimal", "han", "kana"},
}
_SPELLING = {"()": "({})", ")": "{})"}
_MARKER = re.compile(
    rf"(?P<open>[(（])?\s?(?P<sign>\d{{1,3}}|[{_HAN}]{{1,3}}|[{_LETTERS}]"
    rf"|(?i:[ivx]{{2,5}})|[A-Za-zＡ-Ｚａ-ｚ]|(?i:[{_CASED}])|هـ)\s?"
    r"(?P<close>[)）]|[.．](?!\d)|、|[-/](?=\s)|(?=\u3000)|(?=[\u00a0 ]{2})|(?<=[０-９])(?=\s))"
)
_CIRCLED = re.compile(f"[{_ALPHABETS['circled']}]")
_BULLET = re.compile(r"([•◦▪■□▶▷‣●◆◇▲△・ㅇ○◯])(?!\1)|[-–‐](?=\s)")
_NOTE = re.compile(r"[※＊*](?=\s*[^\s※＊*])|[(（]注\s?\d{0,2}[)）]|注\d{0,2}(?=[：:])")
# The day is written as an ordinal in German, Norwegian, Danish, Swedish, Finnish and Czech.
_DATE = re.compile(
    r"\s*(?:\d{1,2}\.|(?:jan|jän|feb|mär|mars|apr|mai|maj|jun|jul|aug|sep|okt|nov|de[szc]|\w{3,8}kuuta"
    r"|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pros))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to read the start of a line: the style of the marker, its place in the sequence, and what follows.

    `style` tells apart what a reader tells apart ("decimal.", "latin)"), `marker` is the normal form ("1", "(ア)"),
    `proof` means that nothing but a marker looks like this.
    """

    style: str
    ordinal: int
    marker: str
    rest: str
    proof: bool


def note(text: str) -> tuple[str, str] | None:
    """The sign of a note ("※", "*", "(注1)") and the text after it, or None."""
    found = _NOTE.match(text.lstrip())
    return (normalize("NFKC", found[0]), text.lstrip()[found.end() :].lstrip("：:")) if found else None


def believed(texts: Sequence[str]) -> list[Sign | None]:
    """For each of `texts`, which stand one after another, the marker it starts with, or None."""
    readings = [tuple(_signs(text.lstrip())) for text in texts]
    after: dict[str, tuple[int, int]] = {}
    links: list[Collection[str]] = []
    for index in reversed(range(len(texts))):
        linked = [sign.style for sign in readings[index] if _follows(after.get(sign.style), sign, index, 1)]
        links.append(linked or ())
        after.update({sign.style: (index, sign.ordinal) for sign in readings[index]})
    links.reverse()
    before: dict[str, tuple[int, int]] = {}
    signs: list[Sign | None] = []
    for index, choices in enumerate(readings):
        sign = _best(
            [sign for sign in choices if _follows(before.get(sign.style), sign, index, -1)],
            [sign for sign in choices if sign.style in links[index] or _opens(sign)],
            [sign for sign in choices if sign.proof],
        )
        signs.append(sign)
        if sign:
            before[sign.style] = (index, sign.ordinal)
    return signs


def _best(*preferences: list[Sign]) -> Sign | None:
    return next((signs[0] for signs in preferences if signs), None)


def _follows(neighbour: tuple[int, int] | None, sign: Sign, index: int, step: int) -> bool:
    """Whether `neighbour`, the nearest line of the style on one side, continues the sequence of `sign`."""
    if neighbour is None:
        return False
    return neighbour[0] == index + step if sign.style == "dash" else neighbour[1] == sign.ordinal + step


def _opens(sign: Sign) -> bool:
    return sign.ordinal == 1 and sign.style in {"decimal.", "decimal)"}


def _signs(text: str) -> Iterator[Sign]:
    """The ways in which the start of `text` can be read as a marker; "i." is both a letter and a numeral."""
    if found := _CIRCLED.match(text):
        yield Sign("circled", _ALPHABETS["circled"].index(found[0]) + 1, found[0], text[found.end() :], True)
    elif found := _BULLET.match(text):
        yield Sign(found[1] or "dash", 1, found[1] or "-", text[found.end() :], found[1] is not None)
    elif (found := _MARKER.match(text)) and text[found.end() :].strip():
        sign, form, rest = normalize("NFKC", found["sign"]), _form(found), text[found.end() :]
        for alphabet, ordinal in _ordinals(sign):
            if ordinal and form in _FORMS and alphabet in _FORMS[form] and _plausible(alphabet, form, rest):
                wide = rest[0] == "\u3000" or "０" <= found["sign"][0] <= "９"
                proof = (
                    form == "()"
                    or (form == "、" and alphabet in {"han", "stems"})
                    or (alphabet, form, wide) == ("decimal", " ", True)
                )
                yield Sign(alphabet + form, ordinal, _SPELLING.get(form, "{}").format(sign), rest, proof)


def _form(found: re.Match[str]) -> str:
    """What encloses the sign: "()", ")", ".", "、", "-" or a wide space; "(" where nothing closes it."""
    close = normalize("NFKC", found["close"]) or " "
    if found["open"]:
        return "()" if close == ")" else "("
    return "-" if close == "/" else close


def _plausible(alphabet: str, form: str, rest: str) -> bool:
    """Whether what follows lets the sign be a marker: no decimal, abbreviation, date or number in words."""
    if form == "、":
        return not rest[0].isdigit() and rest[0] not in _HAN + _ALPHABETS["stems"]
    if form != ".":
        return True
    if rest[0].isspace():
        return alphabet != "decimal" or not _DATE.match(rest)
    return alphabet in {"decimal", "han"} and not rest[0].islower()


def _ordinals(sign: str) -> Iterator[tuple[str, int]]:
    """Each alphabet that `sign` belongs to, with its place in it; capitals are an alphabet of their own."""
    sign = sign.rstrip("ـ")  # the fifth Arabic letter is drawn out, lest it look like a figure
    lower = sign.lower()
    if sign.isdecimal():
        yield "decimal", int(sign)
    elif sign[0] in _HAN:
        tens, ten, ones = sign.rpartition("十")
        yield "han", (10 * (_HAN.find(tens) + 1 or 1) if ten else 0) + _HAN.find(ones or " ") + 1
    elif lower in _ROMAN:
        yield ("roman" if sign == lower else "ROMAN"), _ROMAN.index(lower) + 1
    for name, letters in _ALPHABETS.items():
        if len(sign) == 1 and lower in letters:
            yield (name if sign == lower else name.upper()), letters.index(lower) + 1
