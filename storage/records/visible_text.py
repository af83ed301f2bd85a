"""Texts as they can be shown: nothing in them acts on what shows them, be it a terminal or a browser."""

import re

# What acts instead of being read: control characters (ECMA-48), line separators, lone surrogates, and the embeddings,
# overrides and isolates that reorder the text around them (Unicode Standard Annex 9, 2).
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""`text` on one line, harmless: white space is a space, and what would act is spelt out (`\x1b`)."""
    return _ACTING.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    character = found[0]
    if character in "\t\n\v\f\r\x85\u2028\u2029":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
