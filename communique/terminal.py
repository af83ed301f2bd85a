"""Makes text fit for a terminal: nothing in it acts on the terminal, and lines break where a reader expects it."""

import re

from rich.cells import cell_len
from rich.text import Text

# What acts on a terminal instead of being read: control characters (ECMA-48), line separators, lone surrogates, and
# the embeddings, overrides and isolates that reorder the text around them (Unicode Standard Annex 9, 2).
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Chinese and Japanese break between any two characters, but no line begins with a closing sign or ends with an opening
# one (JIS X 4051). Rich's own wrapping knows nothing of that, and cuts an address that is longer than a line in pieces,
# which then cannot be copied; hence the pieces below.
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，．：；！？）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = re.compile(rf"[（「『【〔〈《]*[{_WIDE}][{_CLOSING}]*\s*|[^\s{_WIDE}]+\s*|\s+")


def visible(text: str) -> str:
    r"""`text` on one line, harmless: white space is a space, and what would act on a terminal is spelt out (`\x1b`)."""
    return _ACTING.sub(_spelt, text)


def wrapped(text: Text, width: int) -> list[Text]:
    """`text` in lines of at most `width` cells; a word longer than that, such as an address, stays whole."""
    breaks, used = [], 0
    for piece in _PIECE.finditer(text.plain):
        if used and used + cell_len(piece[0].rstrip()) > width:
            breaks.append(piece.start())
            used = 0
        used += cell_len(piece[0])
    lines = text.divide(breaks)
    for line in lines:
        line.rstrip()
    return list(lines)


def _spelt(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
