"""The names in a text, as far as capitals tell."""

import re
from collections.abc import Collection, Sequence

from storage.edits.meaning.compounds import parts
from storage.edits.meaning.figures import arabic
from storage.edits.meaning.language import Language, Nouns, language, spelled
from storage.edits.words import fold
from storage.search.writing_systems import KATAKANA

_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")
_LETTER = re.compile(r"[^\W\d_]")


def names(pieces: Sequence[str], places: Collection[int], tag: str | None) -> set[str]:
    """Give those of the pieces of a sentence at `places` that may be names, folded; `tag` is a BCP 47 tag.

    They are capitalized words, but not at the sentence's head, and katakana words of two or more signs. Numbers, months
    and days are none.
    """
    meant = language(tag)
    words = [place for place, piece in enumerate(pieces) if _LETTER.match(piece)]
    found = set()
    for before, place, after in zip([None, *words], words, [*words[1:], None], strict=False):
        word = pieces[place]
        if place not in places or not (_KATAKANA_WORD.fullmatch(word) or (before is not None and word[0].isupper())):
            continue
        if parts(spelled(word), meant) or arabic(word) != word or spelled(word) in meant.no_names:
            continue
        if meant.nouns and not _is_called(pieces, before, place, after, meant, meant.nouns):
            continue
        found.add(fold(word))
    return found


def _is_called(
    pieces: Sequence[str], before: int | None, place: int, after: int | None, meant: Language, nouns: Nouns
) -> bool:
    """Whether a capitalized word is a name where nouns are capitalized too: beside another one, or bare."""
    if nouns.little.fullmatch(pieces[place].lower()):
        return False
    if any(_is_beside(pieces, place, other, meant, nouns) for other in (before, after)):
        return True
    if before is None or not pieces[before].islower() or nouns.endings.search(pieces[place]):
        return False
    if nouns.prepositions.fullmatch(pieces[before]):
        return not nouns.declined.search(pieces[place])
    return not nouns.before.fullmatch(pieces[before])


def _is_beside(pieces: Sequence[str], place: int, other: int | None, meant: Language, nouns: Nouns) -> bool:
    """Whether only a space stands between a word and another capitalized one, neither little nor a number."""
    if other is None or not pieces[other][0].isupper():
        return False
    if parts(spelled(pieces[other]), meant) or nouns.little.fullmatch(pieces[other].lower()):
        return False
    first, last = sorted((place, other))
    return last - first == 2 and pieces[first + 1].isspace()
