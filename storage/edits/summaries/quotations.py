"""Texts of a page as a sentence about them may hold them: short, on one line, without what a reader does not see."""

import re
from collections.abc import Sequence
from itertools import takewhile

from rapidfuzz.distance import Prefix

from storage.edits.edit import Place
from storage.search.writing_systems import MARKS, UNSPACED

_MOST = 60  # characters of a quotation
_NEAR = 15  # characters that are shown before the place where two long texts begin to differ
_LOOKED_AT = 2_000  # characters, of which a quotation is made
_LONGEST_WORD = 30  # characters
# What a reader sees as one sign (Unicode, UAX 29): marks, joiners and tones of skin go with what stands before them.
_CLINGS = rf"{MARKS}\u1160-\u11ff\u200c\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
_SIGN = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|.(?:[{_CLINGS}]|\u200d.?)*", re.DOTALL)
_IN_WORD = re.compile(rf"(?![{UNSPACED}])[\w{MARKS}'’.,:/-](?![{UNSPACED}])\w")
JOINERS = "\u200c\u200d"  # Persian and Hindi words are spelt with them


def quote(text: str | None) -> str:
    """A text between quotation marks, or its beginning."""
    return f"“{plain(text)}”"


def plain(text: str | None, most: int = _MOST) -> str:
    """A text on one line and not too long, without what a reader does not see."""
    words = " ".join((text or "")[:_LOOKED_AT].split())
    return cut("".join(sign for sign in words if sign.isprintable() or sign in JOINERS), most)


def cut(text: str, most: int) -> str:
    """The beginning of a text, of at most so many characters, and whole words where they are parted by spaces."""
    return text if len(text) <= most else f"{text[: _between(text, most - 2)].rstrip()} …"


def _between(text: str, place: int) -> int:
    """The last place up to `place` that is within no word; of a longer one than anyone writes, within no sign."""
    signs = list(takewhile(lambda end: end <= place, (sign.end() for sign in _SIGN.finditer(text))))
    words = (end for end in reversed(signs) if not _IN_WORD.match(text, end - 1))
    word = next(words, 0)
    return word if word > max(0, place - _LONGEST_WORD) else (signs or [0])[-1]


def apart(before: str | None, after: str | None) -> tuple[str, str]:
    """Two texts, of which the longer ones are shown from where they begin to differ."""
    texts = [plain(text, _LOOKED_AT) for text in (before, after)]
    if max(map(len, texts)) > _MOST:
        same = _between(texts[0], max(Prefix.similarity(*texts) - _NEAR, 0))
        texts = [f"…{text[same:]}" if same else text for text in texts]
    return cut(texts[0], _MOST), cut(texts[1], _MOST)


def stand(places: Sequence[Place]) -> str:
    """Where blocks stand, as a reader counts: point 3, paragraphs 4 and 5, row 2 of table 2."""
    if not places:
        return "the text"
    first, last = places[0], places[-1]
    if _one(first) == _one(last):
        return _one(first)
    if first.kind == last.kind != "heading" and first.table == last.table:
        between = "and" if len(places) == 2 else "to"
        return f"{first.kind}s {_number(first)} {between} {_number(last)}"
    return f"{_one(first)} to {_one(last)}"


def _one(place: Place) -> str:
    if place.kind == "heading":
        return f"heading {quote(place.words)}"
    table = f" of table {place.table}" if place.table > 1 else ""
    return f"{place.kind} {_number(place)}{table}"


def _number(place: Place) -> str:
    return plain(place.marker) or str(place.number)
