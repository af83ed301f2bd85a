"""A text as the words, digits and numerals in which numbers may be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from storage.edits.meaning.compounds import parts
from storage.edits.meaning.figures import POINTS, arabic, in_digits, of_signs, plainly
from storage.edits.meaning.language import Language, Meanings, Signs, spelled
from storage.search.writing_systems import MARKS, UNSPACED

_GLUE = re.compile(r"[\s-]{0,3}")
_MOST_WORDS = 4  # of an entry
_LONGEST_WORD = 64  # characters; what is longer is not kept in memory
_MINUS = "-−"
_PER_CENT = "100"  # "six of a hundred" in Chinese is 6 %
_LETTER = rf"[^\W\d_{UNSPACED}][{MARKS}]*"
_WORD = rf"{_LETTER}(?:'?{_LETTER})*"
_DIGITS = r"(?:(?<![\w)])-)?\d+(?:[.,:/⁄]\d+)*"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or entry, and what its parts mean or the number that it is; `gap` sets it apart from the last."""

    text: str
    gap: str
    parts: tuple[Meanings | str, ...] = ()

    @property
    def is_close(self) -> bool:
        """Whether nothing but a space or hyphen stands between it and what comes before."""
        return _GLUE.fullmatch(self.gap) is not None

    @property
    def is_number(self) -> bool:
        """Whether it is a number in digits or numerals."""
        return isinstance(self.parts[0], str) if self.parts else False


def may_count(word: str, language: Language) -> bool:
    """Whether a word, number or sign may be a part of what `tokens` finds a number, a month or a day in."""
    return _may_count(word, language) if len(word) <= _LONGEST_WORD else True


@lru_cache(maxsize=1 << 16)
def _may_count(word: str, language: Language) -> bool:
    if arabic(word) != word or any(sign.isnumeric() or sign in _MINUS for sign in word):
        return True
    listed = spelled(word)
    words, signs = _of_entries(language)
    return bool(parts(listed, language)) or listed in words or not signs.isdisjoint(listed)


def tokens(text: str, language: Language) -> Iterator[Token]:
    """Read a text, spelled as words are listed; of several words that are one entry together, one token."""
    found = list(_pattern(language).finditer(text))
    end = place = 0
    while place < len(found):
        match, length = found[place], 1
        gap = text[end : match.start()]
        kind = match.lastgroup
        if kind == "digits":
            yield Token(match[0], gap, (in_digits(match[0], language.decimal),))
        elif kind == "signs":
            yield Token(match[0], gap, (plainly(of_signs(match[0], language.signs.values)),))
        elif kind == "share":
            whole, part = re.split(language.signs.part, match[0])
            values = [plainly(of_signs(each, language.signs.values)) for each in (part, whole)]
            yield Token(match[0], gap, (values[0] if values[1] == _PER_CENT else "/".join(values),))
        elif (
            match[0] in _heads(language) and (length := _entry(text, found[place : place + _MOST_WORDS], language)) > 1
        ):
            entry = _spaced(text[match.start() : found[place + length - 1].end()])
            yield Token(entry, gap, (language.words[entry],))
        else:
            is_apart = match[0] in language.glued and not text[max(0, match.start() - 1) : match.start()].isdigit()
            yield Token(match[0], gap, () if is_apart else parts(match[0], language))
        end = found[place + length - 1].end()
        place += length


def _entry(text: str, words: list[re.Match[str]], language: Language) -> int:
    """How many of the words at the head of `words` are one entry; the longest counts, and 1 is any word."""
    for length in range(len(words), 1, -1):
        if _spaced(text[words[0].start() : words[length - 1].end()]) in language.words:
            return length
    return 1


def _spaced(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text)


@cache
def _heads(language: Language) -> frozenset[str]:
    return frozenset(entry.partition(" ")[0] for entry in language.words if " " in entry)


@cache
def _within(language: Language) -> list[str]:
    """The entries that no space sets apart from other words, the longest first."""
    within = [entry for entry in language.words if re.search(rf"[{UNSPACED}]|[^\w\s'{MARKS}]", entry)]
    return sorted(within, key=len, reverse=True)


@cache
def _of_entries(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The words of entries of several, and the signs of those that no space sets apart."""
    words = {word for entry in language.words if " " in entry for word in entry.split()}
    signs = {sign for entry in (*_within(language), *language.signs.values, language.signs.part) for sign in entry}
    return frozenset(words), frozenset(sign for sign in signs if not sign.isascii())


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """What tells digits, numerals and words apart; entries that no space sets apart are found wherever they stand."""
    heads = "".join({re.escape(entry[0]) for entry in (*_within(language), *language.signs.values)})
    alternatives = [
        *map(re.escape, _within(language)),
        *(_numerals(language.signs) if language.signs.values else ()),
        rf"(?P<digits>{_DIGITS})",
        _WORD,
        f"[{UNSPACED}](?:(?![{heads}])[{UNSPACED}])*" if heads else f"[{UNSPACED}]+",
    ]
    return re.compile("|".join(alternatives))


def _numerals(signs: Signs) -> Iterator[str]:
    any_sign, one = (f"[{''.join(each)}]" for each in (signs.values, _with(signs, 1, 1)))
    decimal = f"[{''.join(_with(signs, 0, 9))}]"
    multiplier = f"[{''.join(_with(signs, 10, 10**20))}]"
    apart = r"(?<!\w)" if signs.words else ""
    if signs.part:
        yield rf"(?P<share>(?:{any_sign}|\d)+(?:{signs.part})(?:{any_sign}+[{POINTS}](?={decimal}))?(?:{any_sign}|\d)+)"
    single = [
        rf"{apart}{any_sign}++[{POINTS}](?={decimal}){any_sign}++(?![{POINTS}分])",
        rf"\d+(?:[.,]\d+)*{multiplier}(?:{any_sign}|\d)*",
        rf"(?<=[{signs.ordinal}]){any_sign}+" if signs.ordinal else "",
        rf"{apart}{any_sign}{{{signs.least},}}" if signs.least else "",
        rf"{apart}{any_sign}+(?={signs.counters})" if signs.counters else "",
        rf"{apart}(?!{one}){any_sign}+(?={signs.counters_of_more})" if signs.counters_of_more else "",
    ]
    yield f"(?P<signs>{'|'.join(filter(None, single))})"


def _with(signs: Signs, least: int, most: int) -> list[str]:
    return [sign for sign, value in signs.values.items() if least <= value <= most]
