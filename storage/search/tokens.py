"""The words of the full-text index, in any script, and a person's query in the same words.

Text and query go through the same folding, so a word is found however it was typed: `É` as `e`, full-width `Ａ` as
`a`, vowelled Arabic as bare. Chinese, Japanese and Korean, and the scripts of South-East Asia that put no space
between words, are indexed as overlapping pairs of characters: every piece of two or more characters is then a run of
consecutive tokens, without a dictionary of words.
"""

import re
from operator import add

from storage.records import normal_form
from storage.search.writing_systems import HANGUL, MARKS, UNSPACED

_WORD = re.compile(rf"\w[\w{MARKS}]*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_PAIRED = UNSPACED + HANGUL
_RUN = re.compile(rf"([{_PAIRED}]+)|[^{_PAIRED}]+")
_LATIN_DIACRITICS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
# Arabic vowel signs, Koranic marks and tatweel; the hamza and madda above a letter (U+0653 to U+0655) belong to it.
_TASHKIL = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+")
# Latin letters whose stroke or ligature Unicode does not decompose; and the one sign that `\w` counts as a letter.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "_": " "}
_UNDECOMPOSED = re.compile(f"[{''.join(_PLAIN)}]")
_DOUBLE_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))


def tokens(text: str) -> list[str]:
    """Give the words of `text` in order, folded; a run of a paired script gives its pairs, a lone character itself."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    found: list[str] = []
    for word in _WORD.findall(_fold(text)):
        if word.isascii():
            found.append(word)
        else:
            found += _pieces(word)
    return found


def query_terms(text: str) -> list[list[str]]:
    """Read a person's query as phrases, each a list of tokens that must stand consecutively; all must be found.

    A bare word is a phrase of its own, words between double quotes of any language are one together. Nothing else
    has a meaning: operators are words, an unclosed quote ends with the query, and punctuation alone gives [].
    """
    phrases: list[str] = []
    for position, part in enumerate(text.translate(_DOUBLE_QUOTES).split('"')):
        phrases += [part] if position % 2 else part.split()
    return [words for words in map(tokens, phrases) if words]


def _fold(text: str) -> str:
    # Unicode's compatibility caseless match (Unicode Standard, 3.13, D146), then what a person leaves out when typing.
    folded = normal_form("NFKD", normal_form("NFKD", text).casefold())
    folded = _UNDECOMPOSED.sub(lambda found: _PLAIN[found[0]], _LATIN_DIACRITICS.sub("", folded))
    return _TASHKIL.sub("", normal_form("NFC", folded))


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for match in _RUN.finditer(word):
        run = match[0]
        pieces += map(add, run, run[1:]) if match[1] and len(run) > 1 else [run]
    return pieces
