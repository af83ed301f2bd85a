"""Texts as pieces, and what changed between two of them, word by word.

A piece is a word, a number, an address, white space, or one other sign; in scripts without spaces a character, except
that Japanese words in katakana stay whole. The pieces of a text always join to the text.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein

from storage.search.writing_systems import KATAKANA, MARKS, UNSPACED

_LETTER = rf"[^\W\d_{UNSPACED}][{MARKS}]*"
_WORD = rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)*"
_PIECE = re.compile(rf"\s+|https?://[!-~]+|\d+(?:[.,:/]\d+)*|{_WORD}|[{KATAKANA}]+|[{UNSPACED}][{MARKS}]*|.", re.DOTALL)
_UNSPACED = re.compile(f"[{UNSPACED}]")
# A title or an initial before a name ends no sentence; other abbreviations are cut at, the same in both texts.
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Sen", "Rep", "Amb", "St", "Sr", "Sra", "Dra")
_NO_END = "".join(rf"(?<!\b{title}\.)" for title in _TITLES) + r"(?<!\s[A-Z]\.)"
_SENTENCE_END = re.compile(rf"(?:[.!?؟।]{_NO_END}[.!?]{{0,9}}+[\"'”’»)\]]{{0,9}}+\s+)|(?:[。！？]+[」』”’）]*\s*)")
# All but letters, digits and the signs that are read aloud: percent, currencies, arithmetic and the like.
_DRESS = re.compile(rf"[^\w{MARKS}%‰$€£¥₩₽₹₺₴¢§&+=<>±×÷°#@]+|_+")
_APOSTROPHES = re.compile("[‘’‛ʼ′`]")


class Operation(NamedTuple):
    """One step of a rewording; the `before` of all steps join to the old text, the `after` to the new one."""

    op: Literal["equal", "insert", "delete", "replace"]
    before: str
    after: str


class Change(NamedTuple):
    """A stretch of two sequences, given by bounds in each, that is equal or was changed."""

    equal: bool
    start: int
    end: int
    after_start: int
    after_end: int


def plain(text: str) -> str:
    """Give `text` in compatibility form and lower case, with straight apostrophes and minus signs."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text).casefold().replace("−", "-"))


def fold(text: str) -> str:
    """Give the letters, digits and spoken signs of `text` alone: equal for texts that differ in typography only."""
    return _DRESS.sub("", plain(text))


def pieces(text: str) -> list[str]:
    """Cut `text` into words, numbers, white space and signs."""
    return _PIECE.findall(text)


def sentences(text: str) -> list[str]:
    """Cut `text` after each sentence."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


@lru_cache(maxsize=1 << 16)
def key(piece: str) -> str:
    """Give what two pieces that differ in typography only have in common: all signs are one, and all white space."""
    return fold(piece) or (" " if piece.isspace() else ".")


@lru_cache(maxsize=1 << 16)
def weight(piece: str) -> float:
    """How much of a word a piece is: a word or number 1, a character of an unspaced script a half, other signs 0."""
    if not piece[0].isalnum():
        return 0
    return 0.5 if len(piece) == 1 and _UNSPACED.match(piece) else 1


def changes(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[Change]:
    """Give the fewest changes that lead from one sequence to the other, neighbouring ones as one, and what is equal."""
    for equal, run in groupby(Levenshtein.opcodes(before, after), key=lambda step: step.tag == "equal"):
        steps = list(run)
        first, last = steps[0], steps[-1]
        yield Change(equal, first.src_start, last.src_end, first.dest_start, last.dest_end)
