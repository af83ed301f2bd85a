"""What the parts of one word mean: of "vierundzwanzig" 4, "and", 20; of a number with a case ending, the number."""

from functools import lru_cache

from storage.edits.meaning.language import Language, Meanings

_LONGEST = 64  # letters of the longest number that anyone writes as one word
_PARTS = frozenset({"numbers", "articles", "ordinals", "multipliers", "vague", "fractions", "stems"})
JOINER: Meanings = {}  # a part that means nothing by itself: "und"


@lru_cache(maxsize=1 << 16)
def parts(word: str, language: Language) -> tuple[Meanings, ...]:
    """Give the meanings of the parts of a word, spelled as listed; none where it is no number, month or day."""
    if listed := _listed(word, language):
        return listed
    for suffix in language.suffixes:
        if word.endswith(suffix) and (listed := _listed(word.removesuffix(suffix), language)):
            return listed
    if "'" in word:  # "d'une", "5'inci"
        return parts(word.rpartition("'")[2], language) or parts(word.partition("'")[0], language)
    return ()


def _listed(word: str, language: Language) -> tuple[Meanings, ...]:
    if (meaning := language.words.get(word)) and meaning.keys() != {"stems"}:
        return (meaning,)
    if language.compounds and len(word) <= _LONGEST:
        return _cut(word, language, set()) or ()
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
