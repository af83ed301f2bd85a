"""One spelling for signs that readers of dates take for the same: capitals, widths, accents, dashes."""

import re
import unicodedata

# A date stands at the head of a text or nowhere; the bound keeps reading fast whatever a page holds.
LIMIT = 10_000

# Accents and vowel signs, the Arabic stretching sign, and what has no width: soft hyphen, joiners, direction marks.
_INVISIBLE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ALIKE = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "’": "'", "ʼ": "'", "،": ",", "〜": "~", "○": "〇"} | dict.fromkeys("‐‒–—―−", "-")
)


def fold(text: str) -> str:
    """`text` in one case and width, without accents, with plain dashes and single spaces; its first 10,000 signs only.

    Full-width and circled signs become plain ones (NFKC), `ı` becomes `i`, so that Turkish capitals match.
    """
    text = text[:LIMIT]
    if text.isascii():
        return " ".join(text.lower().split())
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_ALIKE).split())
