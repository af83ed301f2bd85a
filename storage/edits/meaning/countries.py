"""The countries that a text names, by the CLDR's names for them and those that a language's file adds."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from storage.edits.meaning import cldr
from storage.edits.meaning.language import Language, language, spelled
from storage.edits.meaning.names import bare
from storage.search.writing_systems import MARKS, UNSPACED

_WORD = re.compile(rf"(?:[^\W\d_][{MARKS}]*)+")
_JOINED = re.compile(rf"[{UNSPACED}\uac00-\ud7a3]")  # Korean joins its particles to words
_MOST_WORDS = 4  # of a name
_CASE = 3  # letters of a case ending
_LEAST = 4  # letters of a stem
_OF_SEVERAL = re.compile(r" [&(-] ?.*")  # "Bosnia & Herzegovina" is called Bosnia too
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def may_name(word: str) -> bool:
    """Whether a word may be one of a country's name: it has a capital, or its script has none."""
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


def countries(text: str, tag: str | None) -> set[str]:
    """Give the codes (ISO 3166) of the countries that `text` names in the language of `tag` (BCP 47).

    Where there are capitals, a name begins with one; where a language has cases, it may end otherwise than in the list.
    """
    known = _names(language(tag))
    found = set()
    rest = spelled(text) if known.anywhere else ""
    for name, code in known.anywhere.items():
        if name in rest:
            found.add(code)
            rest = rest.replace(name, " ")
    return found | set(_called(_WORD.findall(text), known))


def country_words(codes: Collection[str], tag: str | None) -> set[str]:
    """The words, as `names` gives them, of all names of countries: "united", "kingdom" and "uk"."""
    named = _names(language(tag)).words.items()
    return {bare(word) for name, code in named if code in codes for word in name.split(" ")}


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes by names: word by word, with their stems; of scripts that join words to others wherever they stand."""

    words: Mapping[str, str]
    stems: Mapping[str, str]
    anywhere: Mapping[str, str]  # the longest first: 赤道几内亚 is not 几内亚


@cache
def _names(meant: Language) -> _Names:
    named = {
        _OF_SEVERAL.sub("", spelled(name)): code
        for each in meant.codes
        for name, code in cldr.countries(each).items()
        if code not in _NO_COUNTRIES
    }
    named |= meant.countries
    anywhere = sorted(filter(_JOINED.search, named), key=len, reverse=True)
    words = {
        " ".join(_WORD.findall(form)): code
        for name, code in named.items()
        if not _JOINED.search(name)
        for form in _forms(name, meant.prefixes)
    }
    stems = {_stem(name): code for name, code in words.items() if " " not in name} if meant.cases else {}
    return _Names(words, stems, {name: named[name] for name in anywhere})


def _forms(name: str, prefixes: Sequence[str]) -> Iterator[str]:
    """Give a name alone and with each prefix; in Arabic "to" and "the" are written as one."""
    yield name
    for prefix in prefixes:
        yield prefix + (name[1:] if prefix.endswith("ل") and name.startswith("ال") else name)


def _stem(name: str) -> str:
    return name[:-1] if name[-1] in "aeiouyаеиоуыьяюэй" and len(name) > _LEAST else name


def _called(words: Sequence[str], known: _Names) -> Iterator[str]:
    end = 0  # of the last name: in "Papua New Guinea" there is no Guinea
    for start, word in enumerate(words):
        if start < end or word[0].islower():
            continue
        folded = spelled(" ".join(words[start : start + _MOST_WORDS])).split(" ")
        for length in range(_MOST_WORDS, 0, -1):
            if code := known.words.get(" ".join(folded[:length])):
                end = start + length
                yield code
                break
        else:
            yield from (known.stems[stem] for stem in _stems(folded[0]) if stem in known.stems)


def _stems(word: str) -> Iterator[str]:
    """What may be the stem of a word in some case, the longest first."""
    return (word[:end] for end in range(len(word), max(_LEAST, len(word) - _CASE) - 1, -1))
