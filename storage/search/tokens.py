"""The words of the full-text index, in any script.

Text and query go through the same folding, so a word is found however it was typed: `É` as `e`, `ё` as `е`, full-width
`Ａ` as `a`, vowelled Arabic as bare, `हिन्दी` as `हिंदी`, a digit of any script as one of `0` to `9`. Chinese, Japanese
and Korean, and the scripts of South-East Asia that put no space between words, are indexed as overlapping pairs of
characters and the last character of each run: every piece of a run is then found as consecutive words, without a
dictionary.
"""

import re
import unicodedata
from operator import add

from storage.records import normal_form
from storage.search.writing_systems import HANGUL, MARKS, SYMBOLS, UNSPACED

_WORD = re.compile(rf"\w[\w{MARKS}]*")
# What has no width and stands within words: soft hyphens, joiners, places where a line may end, marks of direction.
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u2060\ufeff"
_MAY_HAVE_UNSEEN = re.compile(f"[{_UNSEEN}]")
# Of these U+200C parts Persian words, in which many type a space for it; elsewhere it is about the letters' look.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200d-\u200f\u2060\ufeff]|(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])"
)
_UNFOLDED_WORD = re.compile(rf"[\w{SYMBOLS}][\w{MARKS}{SYMBOLS}{_UNSEEN}]*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_PAIRED = UNSPACED + HANGUL
_ONE_RUN = re.compile(f"[{_PAIRED}]+")
_RUN = re.compile(rf"([{_PAIRED}]+)|[^{_PAIRED}]+")
ONE_PAIRED = re.compile(f"[{_PAIRED}]")
# What readers leave out when they type: marks on Latin and Greek letters, and on Cyrillic ones the two dots of ё and
# the stress; but the marks of й and ї make other letters.
_DIACRITICS = re.compile(
    "(?<=[a-zα-ω])[\u0300-\u036f]+|(?<=[аеиоуыэюяіє])[\u0300\u0301]|(?<=е)\u0308"
    "|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"  # Hebrew points
    "|\u093c"  # the dot below Devanagari letters, as Lucene's HindiNormalizer has it
)
# In Devanagari a nasal before a consonant of its class is written in full or as a dot: हिन्दी, हिंदी (Lucene's
# HindiNormalizer has it, and the moon with the dot).
_NASAL = re.compile("(?:ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|\u0901)")
_DOT = "\u0902"
_MAY_BE_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0901\u093c\u094d]"
)  # one class is searched many times faster
_RAISED = re.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹₀-₉])")  # a footnote or a power: 2023¹ is not 20231
_IOTA_BELOW = "\u0345"  # would be folded into a letter of its own
_OTHER_DIGIT = re.compile(r"[^\x00-\x7f\D]")
# Arabic vowel signs, Koranic marks and tatweel.
TASHKIL = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+")
# Latin letters whose stroke or ligature Unicode does not decompose; Arabic and Persian forms of one letter, as Lucene's
# ArabicNormalizer and PersianNormalizer have them; and the one sign that `\w` counts as a letter.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "_": " "}
_PLAIN |= {**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىی", "ي"), **dict.fromkeys("ةۀە", "ه"), "ک": "ك"}
_PLAIN |= dict.fromkeys("ʹʺʻʼʽʾʿˮ", " ")  # Unicode counts these for letters, and people type them as apostrophes
# One hamza on any seat: Cairo writes شئون and مسئول where Beirut writes شؤون and مسؤول. And the heh of Urdu.
_PLAIN |= {**dict.fromkeys("ؤئ", "ء"), **dict.fromkeys("ہۂۃ", "ه"), **dict.fromkeys("\u0653\u0654\u0655", "")}
_PLAIN |= {"þ": "th", "ð": "d", "ヶ": "ケ", "ヵ": "カ"}
# Letters that were different sounds in Geez, and are one in Amharic, in each of their seven forms or more.
_PLAIN |= {
    chr(first + form): chr(kept + form)
    for first, kept, many in (
        (0x1210, 0x1200, 7),
        (0x1280, 0x1200, 7),
        (0x1220, 0x1230, 8),
        (0x1340, 0x1338, 8),
        (0x12D0, 0x12A0, 7),
    )
    for form in range(many)
} | {**dict.fromkeys("ሃሓኃ", "ሀ"), **dict.fromkeys("ኣዓ", "አ")}
_PLAINER = re.compile(f"[{''.join(_PLAIN)}]")

# What folding leaves as it stands, but for its case: ASCII, Cyrillic, Chinese, kana, Hangul, and signs beside words.
AS_IT_STANDS = re.compile(
    "[ -^`-~А-я\u2014\u2018-\u201d\u2026\u3001\u3002\u3008-\u3011\u3041-\u3096\u30a1-\u30f4\u30f7-\u30fa\u30fc"
    "\u4e00-\u9fff가-힣\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]*+"
)


def tokens(text: str) -> list[str]:
    """Give the words of `text` in order, folded; a run of a paired script gives its pairs and its last character."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    found: list[str] = []
    for word in _WORD.findall(_fold(text)):
        if word.isascii():
            found.append(word)
        else:
            found += _pieces(word)
    return found


def phrase(text: str) -> tuple[list[str], bool]:
    """The words that stand one after another where `text` does, and whether the last of them need only begin so.

    A run of a paired script at its end may go on in the text that is searched.
    """
    words = tokens(text)
    if not words or not ONE_PAIRED.fullmatch(words[-1]):
        return words, False
    is_run = len(words) > 1 and len(words[-2]) == len(ONE_PAIRED.findall(words[-2])) == 2
    return (words[:-1], False) if is_run else (words, True)


def placed_tokens(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of `text`, each with the span of characters that it stands at, as exactly as that can be said."""
    found: list[tuple[str, tuple[int, int]]] = []
    for match in _UNFOLDED_WORD.finditer(text):
        start = match.start()
        if match[0].isascii():
            words = _ASCII_WORD.finditer(match[0].lower())
            found += [(word[0], (start + word.start(), start + word.end())) for word in words]
            continue
        folded = _fold(match[0])
        for word in _WORD.finditer(folded):
            for run in _RUN.finditer(word[0]):
                first = start + word.start() + run.start()
                for place, piece in enumerate(_pieces(run[0])):
                    length = min(2, len(run[0]) - place) if run[1] else len(piece)
                    span = (first + place, first + place + length) if len(folded) == len(match[0]) else match.span()
                    found.append((piece, span))
    return found


def _fold(text: str) -> str:
    if AS_IT_STANDS.fullmatch(text):
        return text.lower()
    if _MAY_HAVE_UNSEEN.search(text):
        text = _INVISIBLE.sub("", text)
    # Unicode's compatibility caseless match (Unicode Standard, 3.13, D146), then what a person leaves out when typing.
    folded = normal_form("NFKD", _RAISED.sub(" ", text)).replace(_IOTA_BELOW, "").casefold()
    folded = TASHKIL.sub("", normal_form("NFKD", folded))
    if _MAY_BE_LEFT_OUT.search(folded):
        folded = _NASAL.sub(_DOT, _DIACRITICS.sub("", folded))
    folded = _PLAINER.sub(lambda found: _PLAIN[found[0]], normal_form("NFC", folded))
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), folded)


def _pieces(word: str) -> list[str]:
    if _ONE_RUN.fullmatch(word):
        return [*map(add, word, word[1:]), word[-1]]
    pieces: list[str] = []
    for match in _RUN.finditer(word):
        run = match[0]
        pieces += [*map(add, run, run[1:]), run[-1]] if match[1] else [run]
    return pieces
