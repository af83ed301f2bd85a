"""Markers that ministries type before a text: "1.", "(2)", "３　", "（ア）", "一、", "iv)", "б)", "가.", "・", "※".

A marker is believed for its shape where nothing else looks like it: "(1)", "１　", "（ア）", "一、", "①", "・". Others
("1.", "a)", "II.", "- ") must stand in a sequence, so that "A. Smith" and "3. Sitzung" stay what they are; only a
lone "1." is believed, for it opens one-point texts more often than sentences. Never a marker: a number that no sign
closes ("3 people", "2025 was"), a decimal, a time, a day before its month ("1月7日"). "3. Dezember" is one only where
the points around it are no days: then "2. Energy" stands above it, or "4. Trade" below.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from crawler.extract.text import STRUCK, UNSTRUCK

_ALPHABETS = {
    "kana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "hangul": "가나다라마바사아자차카타파하",
    "jamo": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラム",
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя",  # Russian lists leave out ё, й and the signs
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "abjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "alphabetical": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "thai": "กขคงจฉชซ",
    "devanagari": "कखगघङचछजझ",
    "stems": "甲乙丙丁戊己庚辛壬癸",
    "formal": "壹貳參肆伍陸柒捌玖拾",
    "simplified": "壹贰叁肆伍陆柒捌玖拾",
}
# Signs that hold a number and what encloses it: by the first of them, the style and how many there are.
_ENCLOSED = {
    chr(first + place): (style, number + place)
    for first, style, number, many in (
        (0x2460, "circled", 1, 20),
        (0x3251, "circled", 21, 15),
        (0x2474, "bracketed", 1, 20),
        (0x2488, "stopped", 1, 20),
        (0x2776, "inverse", 1, 10),
        (0x249C, "bracketed latin", 1, 26),
        (0x24D0, "circled latin", 1, 26),
        (0x3200, "bracketed jamo", 1, 14),
        (0x320E, "bracketed hangul", 1, 14),
        (0x3220, "bracketed han", 1, 10),
        (0x3260, "circled jamo", 1, 14),
        (0x326E, "circled hangul", 1, 14),
        (0x3280, "circled han", 1, 10),
    )
    for place in range(many)
}
_CASED_ALPHABETS = ("latin", "cyrillic", "ukrainian", "greek")
_LETTERS = "".join({letter for name in _ALPHABETS.keys() - _CASED_ALPHABETS for letter in _ALPHABETS[name]})
_CASED = "".join({letter for name in _CASED_ALPHABETS[1:] for letter in _ALPHABETS[name]})
_CHINESE = frozenset({"han", "stems", "formal", "simplified"})
_HAN = "一二三四五六七八九十"
_ROMAN = tuple(
    tens + ones for tens in ("", "x", "xx") for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
)[1:]
_ANY = frozenset({"decimal", "han", "roman", "ROMAN", *_ALPHABETS, *map(str.upper, _CASED_ALPHABETS)})
# What may enclose which signs.
_FORMS = {
    "()": _ANY,
    ")": _ANY,
    ".": _ANY,
    "、": {"decimal", "ROMAN", *_CHINESE},
    "-": {"decimal", "abjad", "alphabetical", "ROMAN"},
    " ": {"decimal", "han", "kana", "iroha", "ROMAN"},
}
_SPELLING = {"()": "({})", ")": "{})"}
_MARKER = re.compile(
    rf"(?P<open>[(（])?\s?(?P<sign>\d{{1,3}}|[{_HAN}]{{1,3}}|[{_LETTERS}Ⅰ-Ⅻⅰ-ⅻｱ-ﾝ]"
    rf"|(?i:[ivx]{{2,7}})|[A-Za-zＡ-Ｚａ-ｚ]|(?i:[{_CASED}])|هـ)\s?"
    r"(?P<close>[)）]|[.．](?:[-–)](?=\s))?(?!\d)|、|[-–/](?=\s)|(?=\u3000)|(?=[\u00a0 ]{2})|(?<=[０-９Ⅰ-Ⅻ])(?=\s))"
)
_BULLET = re.compile(r"([•◦▪■□▶▷►▸‣✓✔➢➤❖●◆◇▲△・ㅇ○◯]|·(?=[\u00a0 ]{2}))(?!\1)|[-–‐·](?=\s)")
_NOTE = re.compile(r"[※＊*](?=\s*[^\s※＊*])|[(（]注\s?\d{0,2}[)）]|注\d{0,2}(?=[：:])")
# The day is written as an ordinal in German, the Nordic, Baltic and many Slavic languages; never in English.
_DATE = re.compile(
    r"\s*(?-i:(?!(?:January|February|June|July|October|December)\b))(?:\d{1,2}\.|(?:jan|jän|feb|mär|apr|jun|jul|aug|sep|okt|nov|de[szc])\.\s"
    r"|janu|janú|jaanu|janvā|jänner|febr|veebr|mär[zt]|mart?sa?\b|mart[aā]\b|marca\b|apr[iíī]l|ma[ij]\b|m[aá]ja\b|maij|maí\b"
    r"|j[uúū]n[iía]j?[aās]?\b|juuni\b|j[uúū]l[iía]j?[aās]?\b|juuli\b|a[uv]gus|ágúst|sept|okt[oó]|n[oó]vem|de[zsc]em|detsem|\w{3,8}kuuta"
    r"|(?:ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu?|listopada|prosin\w+|siječnja|veljače"
    r"|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|studenoga?)\b)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\s*+\w\.(?:\s|$)")  # of a person: "A. B. Smith"


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to read the start of a line: the style of the marker, its place in the sequence, and what follows.

    `style` tells apart what a reader tells apart ("decimal.", "latin)"), `marker` is the normal form ("1", "(ア)"),
    `proof` means that nothing but a marker looks like this, `dated` that a date begins so, too.
    """

    style: str
    ordinal: int
    marker: str
    rest: str
    proof: bool
    dated: bool = False


def note(text: str) -> tuple[str, str] | None:
    """The sign of a note ("※", "*", "(注1)") and the text after it, or None."""
    found = _NOTE.match(text.lstrip())
    return (normalize("NFKC", found[0]), text.lstrip()[found.end() :].lstrip("：:")) if found else None


def stands_alone(text: str) -> bool:
    """Whether `text` is a marker and nothing else: that of a text on the line below."""
    return any(sign.rest == " ?" for sign in _signs(f"{text.strip()} ?"))


def believed(texts: Sequence[str]) -> list[Sign | None]:
    """For each of `texts`, which stand one after another, the marker it starts with, or None."""
    readings = [_readings(text.lstrip()) for text in texts]
    after: dict[str, tuple[int, int]] = {}
    links: list[Collection[str]] = []
    for index in reversed(range(len(texts))):
        linked = [sign.style for sign in readings[index] if _follows(after.get(sign.style), sign, index, 1)]
        links.append(linked or ())
        after.update({sign.style: (index, sign.ordinal) for sign in readings[index] if not sign.dated})
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
            before |= {same.style: (index, same.ordinal) for same in choices if same.marker == sign.marker}
    return signs


def _best(*preferences: list[Sign]) -> Sign | None:
    return next((signs[0] for signs in preferences if signs), None)


def _follows(neighbour: tuple[int, int] | None, sign: Sign, index: int, step: int) -> bool:
    """Whether `neighbour`, the nearest line of the style on one side, continues the sequence of `sign`."""
    if neighbour is None:
        return False
    return neighbour[0] == index + step if sign.style == "dash" else neighbour[1] == sign.ordinal + step


def _opens(sign: Sign) -> bool:
    return sign.ordinal == 1 and sign.style in {"decimal.", "decimal)"} and not sign.dated


def _readings(text: str) -> list[Sign]:
    if not text.startswith(STRUCK):
        return list(_signs(text))
    return [replace(sign, rest=STRUCK + sign.rest) for sign in _signs(text[1:]) if sign.rest.strip(" " + UNSTRUCK)]


def _signs(text: str) -> Iterator[Sign]:
    """The ways in which the start of `text` can be read as a marker; "i." is both a letter and a numeral."""
    if enclosed := _ENCLOSED.get(text[:1]):
        yield Sign(*enclosed, text[0], text[1:], True)
    elif found := _BULLET.match(text):
        yield Sign(found[1] or "dash", 1, found[1] or "-", text[found.end() :], found[1] is not None)
    elif (found := _MARKER.match(text)) and text[found.end() :].strip():
        form, rest = _form(found), text[found.end() :]
        sign = found["sign"] if found["sign"] in _ALPHABETS["jamo"] else normalize("NFKC", found["sign"])
        for alphabet, ordinal in _ordinals(sign):
            if ordinal and form in _FORMS and alphabet in _FORMS[form] and _plausible(alphabet, form, rest):
                wide = rest[0] == "\u3000" or "０" <= found["sign"][0] <= "９"
                proof = (
                    form == "()"
                    or (form == "、" and alphabet in _CHINESE)
                    or (alphabet, form, wide) == ("decimal", " ", True)
                )
                dated = (alphabet, form) == ("decimal", ".") and rest[0].isspace() and _DATE.match(rest) is not None
                yield Sign(alphabet + form, ordinal, _SPELLING.get(form, "{}").format(sign), rest, proof, dated)


def _form(found: re.Match[str]) -> str:
    """What encloses the sign: "()", ")", ".", "、", "-" or a wide space; "(" where nothing closes it."""
    close = normalize("NFKC", found["close"]) or " "
    if found["open"]:
        return "()" if close == ")" else "("
    return "-" if close in "/–" else close[0]


def _plausible(alphabet: str, form: str, rest: str) -> bool:
    """Whether what follows lets the sign be a marker: no decimal, abbreviation or number in words."""
    if form == "、":
        return not rest[0].isdigit() and rest[0] not in _HAN + "".join(map(_ALPHABETS.__getitem__, _CHINESE - {"han"}))
    if form != ".":
        return True
    if rest[0].isspace():
        return alphabet == "decimal" or not _INITIAL.match(rest)
    return alphabet in {"decimal", "hangul", *_CHINESE} and not rest[0].islower()


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
        if len(sign) == 1 and (place := letters.find(lower)) >= 0:
            yield (name if sign == lower else name.upper()), place + 1
