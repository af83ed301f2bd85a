"""The names in a text, as far as capitals tell."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from storage.edits.meaning.compounds import parts
from storage.edits.meaning.figures import arabic
from storage.edits.meaning.language import Language, Nouns, language, spelled
from storage.edits.words import fold
from storage.search.writing_systems import KATAKANA

_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")  # of a Latin letter
_LETTER = re.compile(r"[^\W\d_]")


def names(pieces: Sequence[str], places: Collection[int], tag: str | None) -> set[str]:
    """Give those of the pieces of a sentence at `places` that may be names, folded; `tag` is a BCP 47 tag.

    They are capitalized words, at the sentence's head only abbreviations, and katakana words of two or more signs.
    Numbers, months and days are none.
    """
    capital = {place for place in places if pieces[place][0].isupper()}
    found = {pieces[place] for place in places if _KATAKANA_WORD.fullmatch(pieces[place])}
    meant = language(tag)
    if capital:
        words = [place for place, piece in enumerate(pieces) if _LETTER.match(piece)]
        if words and words[0] in capital and _is_abbreviation(pieces, words):
            found.add(pieces[words[0]])
        for before, place, after in zip(words, words[1:], [*words[2:], None], strict=False):
            if place in capital and (not meant.nouns or _is_called(pieces, before, place, after, meant, meant.nouns)):
                found.add(pieces[place])
    return {bare(fold(word)) for word in found if _is_none_else(word, meant)}


def bare(word: str) -> str:
    """A word without accents: "Erdogan" is no other than "Erdoğan"."""
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))


def _is_abbreviation(pieces: Sequence[str], words: Sequence[int]) -> bool:
    """Whether the first word is in capitals, and the next one is not: "OSCE monitors"."""
    head = pieces[words[0]]
    return len(head) > 1 and head.isupper() and not all(pieces[place].isupper() for place in words[1:2])


def _is_none_else(word: str, meant: Language) -> bool:
    """Whether a word is no number, month, day or what else the language's file says is no name."""
    listed = spelled(word)
    return not parts(listed, meant) and arabic(word) == word and listed not in meant.no_names


def _is_called(
    pieces: Sequence[str], before: int, place: int, after: int | None, meant: Language, nouns: Nouns
) -> bool:
    """Whether a capitalized word is a name where nouns are capitalized too: beside another one, or bare."""
    if nouns.little.fullmatch(pieces[place].lower()):
        return False
    if any(_is_beside(pieces, place, other, meant, nouns) for other in (before, after)):
        return True
    if not pieces[before].islower() or nouns.endings.search(pieces[place]):
        return False
    if nouns.prepositions.fullmatch(pieces[before]):
        return bool(nouns.surnames.search(pieces[place])) or not nouns.declined.search(pieces[place])
    return not nouns.before.fullmatch(pieces[before])


def _is_beside(pieces: Sequence[str], place: int, other: int | None, meant: Language, nouns: Nouns) -> bool:
    """Whether only a space stands between a word and another capitalized one, neither little nor a number."""
    if other is None or not pieces[other][0].isupper():
        return False
    if parts(spelled(pieces[other]), meant) or nouns.little.fullmatch(pieces[other].lower()):
        return False
    first, last = sorted((place, other))
    return last - first == 2 and pieces[first + 1].isspace()
