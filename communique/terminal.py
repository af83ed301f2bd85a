"""Makes text fit for a terminal: nothing in it acts on the terminal, and lines break where a reader expects it."""

import re

from rich.cells import cell_len
from rich.text import Text

# Chinese and Japanese break between any two characters, but no line begins with a closing sign or ends with an opening
# one (JIS X 4051). Rich's own wrapping knows nothing of that, and cuts an address that is longer than a line in pieces,
# which then cannot be copied; hence the pieces below.
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，．：；！？）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = re.compile(rf"[（「『【〔〈《]*[{_WIDE}][{_CLOSING}]*\s*|[^\s{_WIDE}]+\s*|\s+")


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
