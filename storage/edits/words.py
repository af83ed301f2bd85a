"""Texts as sentences and as pieces, and what two pieces have in common.

A piece is a word, a number, an address, white space, or one other sign; in scripts without spaces a character, except
that Japanese words in katakana stay whole. The pieces of a text always join to the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import Prefix
from rapidfuzz.fuzz import token_sort_ratio

from storage.records import normal_form
from storage.search.tokens import TASHKIL
from storage.search.writing_systems import KATAKANA, MARKS, UNSPACED

_LETTER = rf"[^\W\d_{UNSPACED}][{MARKS}]*"
_WORD = rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)*"
_PIECE = re.compile(rf"\s+|https?://[!-~]+|\d+(?:[.,:/]\d+)*|{_WORD}|[{KATAKANA}]+|[{UNSPACED}][{MARKS}]*|.", re.DOTALL)
_UNSPACED = re.compile(f"[{UNSPACED}]")
# A title or an initial before a name ends no sentence; other abbreviations are cut at, the same in both texts. (They
# stand by their length, since Python looks behind by a fixed one.)
_TITLES = "κ", "Mr|Ms|Dr|Lt|St|Sr|κα", "Mrs|Gen|Sen|Rep|Amb|Sra|Dra", "Prof"
# An ordinal in digits ends none where a small letter follows, a month of German, a word of Korean, or another: "am 7.
# Mai", "2024. 5. 10. 서울에서".
_MONTH = "Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
_NO_ORDINAL = rf"(?!(?<=\d\.)\s+(?:[a-zß-öø-ÿа-џ가-힣]|\d{{1,2}}\.(?=[\s(])|{_MONTH}))"
_NO_END = r"(?<!\s[A-Z]\.)" + "".join(rf"(?<!\b(?:{titles})\.)" for titles in _TITLES) + _NO_ORDINAL
# Of more signs than anyone sets, the last ones count.
_SPACED = rf"(?<=[.!?؟।۔]){_NO_END}[.!?]{{0,20}}+[\"'”’»)\]]{{0,20}}+\s+"
_SENTENCE_END = re.compile(rf"[.!?؟।۔。！？](?:{_SPACED}|(?<=[。！？])[。！？]*[」』”’）]*\s*)")
_SPACE = re.compile(r"\s+")
_WORDS = re.compile(rf"[\w{MARKS}]+")
_SYLLABLE = re.compile("[가-힣]")
_IDLE = re.compile(rf"(?<=[{UNSPACED}])\s|\s(?=[{UNSPACED}])")
_FAR = 2  # times as long as it should be: how far the end of a part is sought
# All but letters, digits and the signs that are read aloud: percent, currencies, arithmetic and the like. One that is
# repeated, or a "#" that belongs to nothing, is a ruler.
_DRESS = re.compile(rf"[^\w{MARKS}%‰$€£¥₩₽₹₺₴¢§&+=<>±×÷°#@]+|_+|([&+=<>°#@])\1+|#(?!\w)")
_OF_ASCII = re.compile("[0-9A-Za-z]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
# Of 100. Unrelated short sentences of one language, their words sorted, reach 56; reworded ones hardly less than 60.
# Long ones have so many words in common that only another order of the same is told from chance.
_ALIKE, _SAME = 60, 85
_SHORT, _LONGEST = 80, 1_000  # characters
_STEM, _STEM_OF_SYLLABLES = 3, 2  # letters, and syllables of Korean, that forms of a word have in common at least
_LONGEST_WORD = 64  # characters; what is longer is not kept in memory
_SIGNS = str.maketrans("−٪٫٬\u119e", "-%.,·")  # U+119E: the middle dot of Korean keyboards, in compatibility form
_DIGIT = re.compile(r"(?![0-9])\d")
_APOSTROPHES = re.compile("[‘’‛ʼ′`]")


class Operation(NamedTuple):
    """One step of a rewording; the `before` of all steps join to the old text, the `after` to the new one."""

    op: Literal["equal", "insert", "delete", "replace"]
    before: str
    after: str


def plain(text: str) -> str:
    """Give `text` in compatibility form and lower case, with straight apostrophes, minus signs and digits from 0 to 9.

    Arabic has no vowel signs then: they are written or left out at will.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    text = _APOSTROPHES.sub("'", normal_form("NFKC", text).casefold().translate(_SIGNS))
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), TASHKIL.sub("", text))


def closed(text: str) -> str:
    """Give `text` without spaces around signs of scripts that have none: "3.5 亿" is 3.5亿."""
    return _IDLE.sub("", text)


def fold(text: str) -> str:
    """Give the letters, digits and spoken signs of `text` alone: equal for texts that differ in typography only."""
    return _DRESS.sub("", plain(text))


def says_anything(text: str) -> bool:
    """Whether `fold` leaves anything of `text`, which mostly shows at its beginning."""
    head = text[:_LONGEST_WORD]
    return bool(_OF_ASCII.search(head) or _LETTER_OR_DIGIT.search(plain(head))) or fold(text) != ""


def alike(before: str, after: str, *, few: bool = False) -> bool:
    """Whether two sentences are wordings of one, in whatever order and, where they are short, with other endings.

    `few`: they have so few words that more of them must be alike.
    """
    longest = max(len(before), len(after))
    if longest > _LONGEST:
        return False
    old, new = plain(before), plain(after)
    if longest > _SHORT or few:
        return token_sort_ratio(old, new) >= _SAME
    return token_sort_ratio(old, new) >= _ALIKE or _are_akin(_WORDS.findall(old), _WORDS.findall(new))


def _are_akin(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether of each of two sentences half the letters are of words that the other has too, in whatever form."""
    return all(
        2 * sum(len(word) for word in mine if any(_is_form(word, other) for other in others)) >= sum(map(len, mine)) > 0
        for mine, others in ((before, after), (after, before))
    )


def _is_form(word: str, other: str) -> bool:
    """Whether two words are one with other endings: they begin alike, as far as half of the longer one."""
    begun = Prefix.similarity(word, other)
    least = _STEM_OF_SYLLABLES if _SYLLABLE.match(word) else _STEM
    return word == other or (begun >= least and 2 * begun >= max(len(word), len(other)))


def pieces(text: str) -> list[str]:
    """Cut `text` into words, numbers, white space and signs."""
    return _PIECE.findall(text)


def sentences(text: str) -> list[str]:
    """Cut `text` after each sentence."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def parts(text: str, least: int) -> Iterator[str]:
    """Cut `text` into parts of `least` characters or somewhat more, after a sentence or, where none ends, a space."""
    start = 0
    while start < len(text):
        far = start + _FAR * least
        end = _SENTENCE_END.search(text, start + least, far) or _SPACE.search(text, far)
        yield text[start : end.end() if end else len(text)]
        start = end.end() if end else len(text)


def keys(pieces: Sequence[str]) -> list[str]:
    """Give of each piece what those that differ in typography only have in common: all signs are one, and all space."""
    return [_key(piece) if len(piece) <= _LONGEST_WORD else _key.__wrapped__(piece) for piece in pieces]


def weight(pieces: Sequence[str]) -> float:
    """How many words pieces are: a word or number 1, a character of an unspaced script a half, other signs 0."""
    return sum(map(_weight, [piece[:2] for piece in pieces]))


@lru_cache(maxsize=1 << 16)
def _key(piece: str) -> str:
    return fold(piece) or (" " if piece.isspace() else ".")


@lru_cache(maxsize=1 << 16)
def _weight(head: str) -> float:
    if not head[0].isalnum():
        return 0
    return 0.5 if len(head) == 1 and _UNSPACED.match(head) else 1
