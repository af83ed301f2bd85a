"""Text for a terminal: nothing in it acts on the terminal, and lines break where a reader would break them."""

import re

from rich.cells import cell_len
from rich.text import Text

# What acts on a terminal instead of being read: control characters (ECMA-48), line separators, half characters, and
# the embeddings, overrides and isolates that reorder whatever stands beside them (Unicode Standard Annex 9, 2).
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Chinese and Japanese break between any two characters, but no line begins with a closing sign or ends with an opening
# one (JIS X 4051).
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，．：；！？）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = re.compile(rf"[（「『【〔〈《]*[{_WIDE}][{_CLOSING}]*\s*|[^\s{_WIDE}]+\s*|\s+")


def visible(text: str) -> str:
    r"""`text` on one line, harmless: white space is a space, and what would act on a terminal is spelt out (`\x1b`)."""
    return _ACTING.sub(_spelt, text)


def wrapped(text: Text, width: int) -> list[Text]:
    """`text` in lines of at most `width` cells; a word longer than that, such as an address, stays whole."""
    lines = text.divide(_breaks(text.plain, width))
    for line in lines:
        line.rstrip()
    return list(lines)


def _spelt(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _breaks(text: str, width: int) -> list[int]:
    """Where lines end, as offsets."""
    found, used = [], 0
    for piece in _PIECE.finditer(text):
        size = cell_len(piece[0].rstrip())
        if used and used + size > width:
            found.append(piece.start())
            used = 0
        used += cell_len(piece[0])
    return found
