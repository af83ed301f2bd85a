"""Markers that ministries type before a text: "1.", "(2)", "３　", "（ア）", "一、", "iv)", "б)", "가.", "・", "※".

A marker is believed for its shape where nothing else looks like it: "(1)", "１　", "（ア）", "一、", "①", "・". Others
("1.", "a)", "II.", "1.2", "§ 3", "- ") must stand in a sequence, so that "A. Smith" and "3. Sitzung" stay what they
are; only a lone "1." is believed, for it opens one-point texts more often than sentences. Never a marker: a number that
no sign closes ("3 people", "2025 was"), a decimal, a time, a day before its month ("1月7日"). "3. Dezember" is one only
where the points around it are no days: then "2. Energy" stands above it, or "4. Trade" below.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from crawler.extract.points.alphabets import ALPHABETS, CASED, CHINESE, ENCLOSED, HAN, ordinals
from crawler.extract.text import STRUCK, UNSTRUCK

_CAPITALS = frozenset(map(str.upper, CASED))
_LETTERS = "".join({sign for name in ALPHABETS.keys() - CASED for sign in ALPHABETS[name] if len(sign) == 1})
_CASED = "".join({sign for name in CASED for sign in ALPHABETS[name] if len(sign) == 1 and not sign.isascii()})
_LONGER = {sign for letters in ALPHABETS.values() for sign in letters if len(sign) > 1}
_ANY = frozenset({"decimal", "han", "roman", "ROMAN", *ALPHABETS, *_CAPITALS})
# What may enclose which signs.
_FORMS = {
    "()": _ANY,
    "[]": {"decimal", "roman"},
    ")": _ANY,
    ".": _ANY,
    "、": {"decimal", "ROMAN", *CHINESE},
    "-": {"decimal", "abjad", "alphabetical", "persian", "ROMAN"},
    " ": {"decimal", "han", "kana", "iroha", "stems", "ROMAN"},
    "°": {"decimal"},
    "\u20e3": {"decimal"},
}
_SPELLING = {"()": "({})", "[]": "[{}]", ")": "{})", "°": "{}°"}
# What ends a sentence, and so a marker, in Burmese, Hindi and Bengali, Urdu, Armenian and Amharic.
_STOPS = "။।۔․፡"
_MARKER = re.compile(
    rf"(?P<open>[(（\[［])?\s?(?P<sign>\d{{1,3}}|[{HAN}]{{1,3}}|{'|'.join(sorted(_LONGER, key=len, reverse=True))}"
    rf"|[{_LETTERS}Ⅰ-Ⅻⅰ-ⅻｱ-ﾝ]|(?i:[ivxl]{{2,7}})|[A-Za-zＡ-Ｚａ-ｚ]|(?i:[{_CASED}])|هـ)\s?"
    rf"(?P<close>[)）\]］]|[.．{_STOPS}](?:[-–)](?=\s))?(?!\d)|、|\ufe0f?\u20e3|[-–/°º](?=\s)|(?=\u3000)"
    r"|(?=[\u00a0 ]{2})|(?<=[０-９Ⅰ-Ⅻ])(?=\s))"
)
# Numbers of several levels, and sections: each stands in a sequence of its own.
_LEVELS = re.compile(
    r"(?P<within>(?:(?!0)\d{1,2}\.){1,3})(?P<number>0|(?!0)\d{1,2})\.?(?=\s)|§\s?(?P<section>\d{1,3})(?:\.|(?=\s))"
)
_UNITS = "%‰°€$£¥"
_BULLET = re.compile(
    r"([•◦▪■□▶▷►▸‣✓✔➢➤❖●◆◇▲△・ㅇ○◯→⇒∙⁃❑❏◼▫♦➜❍✅➡⚫🔹🔸🔶🔷🔺🔻]|·(?=[\u00a0 ]{2}))\ufe0f?(?!\1)|[-–—‐·](?=\s)"
    r"|([oØü§])(?=[\u00a0 ]{2}(?![\u00a0 ]*\d))"  # bullets of Word, in a font that browsers have not
)
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
_NUMERALS = HAN + "".join(sign for name in CHINESE - {"han"} for sign in ALPHABETS[name])
_YEAR = re.compile(r"\d{4}年")
_DEGREES = ("°", "º")  # "1º" is the first in Portuguese and Italian lists
_INITIAL = re.compile(r"\s*+\w\.(?:\s|$)")  # of a person: "A. B. Smith"


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to read the start of a line: the style of the marker, its place in the sequence, and what follows.

    `style` tells apart what a reader tells apart ("decimal.", "latin)"), `marker` is the normal form ("1", "(ア)"),
    `proof` means that nothing but a marker looks like this, `dated` that a date begins so, too. `within` is the number
    that a sequence stands in: "1." of 1.1 and 1.2.
    """

    style: str
    ordinal: int
    marker: str
    rest: str
    proof: bool
    dated: bool = False
    within: str = ""

    @property
    def sequence(self) -> str:
        """What all signs of one sequence have in common."""
        return self.style + self.within


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
        linked = [sign.sequence for sign in readings[index] if _follows(after.get(sign.sequence), sign, index, 1)]
        links.append(linked or ())
        after.update({sign.sequence: (index, sign.ordinal) for sign in readings[index] if not sign.dated})
    links.reverse()
    before: dict[str, tuple[int, int]] = {}
    signs: list[Sign | None] = []
    for index, choices in enumerate(readings):
        sign = _best(
            [sign for sign in choices if _follows(before.get(sign.sequence), sign, index, -1)],
            [sign for sign in choices if sign.sequence in links[index] or _opens(sign)],
            [sign for sign in choices if sign.proof],
        )
        signs.append(sign)
        if sign:
            before |= {same.sequence: (index, same.ordinal) for same in choices if same.marker == sign.marker}
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
    if enclosed := ENCLOSED.get(text[:1]):
        yield Sign(*enclosed, text[0], text[1:], True)
    elif found := _BULLET.match(text):
        bullet, rest = found[1] or found[2], text[found.end() :]
        yield Sign(bullet or "dash", 1, "•" if found[2] else bullet or "-", rest, bullet is not None)
    elif (found := _LEVELS.match(text)) and text[found.end() :].strip():
        yield from _level(found, text[found.end() :])
    elif (found := _MARKER.match(text)) and text[found.end() :].strip():
        form, rest = _form(found), text[found.end() :]
        sign = found["sign"] if found["sign"] in ALPHABETS["jamo"] else normalize("NFKC", found["sign"])
        for alphabet, ordinal in ordinals(sign):
            stopped = found["close"][:1] in {"．", *_STOPS}  # as wide as a point and a space
            if ordinal and alphabet in _FORMS.get(form, ()) and _plausible(alphabet, form, rest, stopped):
                wide = rest[0] == "\u3000" or "０" <= found["sign"][0] <= "９"
                proof = (
                    form == "()"
                    or (alphabet, form) == ("decimal", "[]")
                    or form == "\u20e3"
                    or (form == "、" and alphabet in CHINESE)
                    or (alphabet, form, wide) == ("decimal", " ", True)
                )
                dated = (alphabet, form) == ("decimal", ".") and rest[0].isspace() and _DATE.match(rest) is not None
                yield Sign(alphabet + form, ordinal, _SPELLING.get(form, "{}").format(sign), rest, proof, dated)


def _level(found: re.Match[str], rest: str) -> Iterator[Sign]:
    """The sign of a section, or of a number of several levels, unless that is a decimal: "1.5 million", "1.5 %"."""
    within, number, section = found.group("within", "number", "section")
    if section:
        yield Sign("section", int(section), f"§ {section}", rest, False)
    elif found[0][-1] == "." or not ((then := rest.lstrip()[0]).islower() or then in _UNITS):
        yield Sign("levels" + "." * within.count("."), int(number), within + number, rest, False, within=within)


def _form(found: re.Match[str]) -> str:
    """What encloses the sign: "()", ")", ".", "、", "-" or a wide space; "(" where nothing closes it."""
    if found["close"] in _DEGREES:
        return "" if found["open"] else "°"
    close = normalize("NFKC", found["close"].lstrip("\ufe0f")) or " "
    if found["open"]:
        both = normalize("NFKC", found["open"]) + close
        return both if both in ("()", "[]") else "("
    return "-" if close in "/–" else "." if close[0] in _STOPS else close[0]


def _plausible(alphabet: str, form: str, rest: str, stopped: bool) -> bool:
    """Whether what follows lets the sign be a marker: no decimal, abbreviation or number in words."""
    if form == "、":
        like = str.isdigit if alphabet == "decimal" else _NUMERALS.__contains__  # "3、4人", "一、二个"
        return not like(rest[0]) or _YEAR.match(rest) is not None
    if form != ".":
        return True
    if stopped or rest[0].isspace():
        return alphabet == "decimal" or not _INITIAL.match(rest)
    return alphabet in {"decimal", "hangul", *CHINESE} and not rest[0].islower()
