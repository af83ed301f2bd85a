"""Text as a reader sees it: one spelling for what looks the same, and nothing that cannot be seen."""

import re
import unicodedata

# Scripts that spell with joiners (Arabic to Myanmar, Khmer, Mongolian): there U+200C and U+200D are read.
_SHAPED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
    f"|(?<![{_SHAPED}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPED}])"
)


def clean(text: str) -> str:
    """`text` on one line: NFC, every run of whitespace one space, none at the edges, nothing invisible.

    Whitespace is Unicode's, U+3000 and no-break spaces among it. Gone are control characters, zero-width characters,
    soft hyphens, private-use glyphs (icon fonts) and lone surrogates. So are bidi marks: they steer how a line is
    laid out, not what it says, and editors sprinkle them at random. Joiners stay between letters of scripts that
    spell with them. Quotes, dashes, variation selectors and everything else a reader sees are kept.
    """
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())
