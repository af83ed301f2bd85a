"""What the parts of one word mean: of "vierundzwanzig" 4, "and", 20; of a number with a case ending, the number."""

from functools import lru_cache

from storage.edits.meaning.language import Language, Meanings, Role

_LONGEST = 64  # letters of the longest number that anyone writes as one word
_SHORT = 3  # letters of a month's or day's abbreviation, which may be another word
DATES: tuple[Role, ...] = ("months", "days", "halves")
_PARTS = frozenset({"numbers", "articles", "ordinals", "multipliers", "vague", "fractions", "stems"})
JOINER: Meanings = {}  # a part that means nothing by itself: "und"


@lru_cache(maxsize=1 << 16)
def parts(word: str, language: Language) -> tuple[Meanings, ...]:
    """Give the meanings of the parts of a word, spelled as listed; none where it is no number, month or day."""
    if listed := _listed(word, language):
        return listed
    for suffix in language.suffixes:
        stem = word.removesuffix(suffix)
        if stem != word and (listed := _listed(stem, language)) and not _is_abbreviation(stem, listed):
            return listed
    if "'" in word:  # "d'une", "5'inci", but not "I'm"
        halves = (word.rpartition("'")[2], word.partition("'")[0])
        read = ((half, parts(half, language)) for half in halves if len(half) > 1)
        return next((found for half, found in read if found and not _is_abbreviation(half, found)), ())
    return ()


def _is_abbreviation(word: str, meanings: tuple[Meanings, ...]) -> bool:
    """Whether it is the short form of a month or day, which takes no endings: "arasında" is not of December, Ara."""
    return is_short(word) and meanings[0].keys() <= {*DATES}


def is_short(word: str) -> bool:
    """Whether a word is as short as the abbreviations of months and days are."""
    return len(word) <= _SHORT and word.upper() != word


def _listed(word: str, language: Language) -> tuple[Meanings, ...]:
    if (meaning := language.words.get(word)) and meaning.keys() != {"stems"}:
        return (meaning,)
    if language.compounds and len(word) <= _LONGEST:
        found = _cut(word, language, set()) or ()
        return () if JOINER in found[:1] or JOINER in found[-1:] else found
    return ()


def _cut(word: str, language: Language, dead: set[str]) -> tuple[Meanings, ...] | None:
    """Cut a word into listed ones wholly, the longest first; `dead` are ends of it that cannot be cut."""
    if not word:
        return ()
    if word not in dead:
        for end in range(len(word), 0, -1):
            meaning = JOINER if word[:end] in language.joiners else language.words.get(word[:end])
            if meaning is not None and meaning.keys() <= _PARTS:
                rest = _cut(word[end:], language, dead)
                if rest is not None:
                    return (meaning, *rest)
        dead.add(word)
    return None
