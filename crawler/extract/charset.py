"""Bytes to text, by the evidence that a body, its headers and its markup give."""

import codecs
import re
from contextlib import suppress

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

# What a page without any declaration is read as: the WHATWG's default for most of the world.
_LAST_RESORT = "cp1252"
# Names that Python decodes but no page means; some of them take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})


def _trail(codec: str) -> str:
    """A pattern for what the trailing bytes of UTF-8 (0x80-0xBF) look like when read in a one-byte `codec`."""
    shown = "".join(bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0xC0))
    return f"[{re.escape(shown)}\x80-\x9f]"


# Signs of the wrong charset, and how many of them prove it: no language writes such sequences again and again.
_MOJIBAKE = (
    ("UTF-8 read as windows-1252", re.compile(f"[ÂÃÐÑ]{_trail('cp1252')}|[à-ï]{_trail('cp1252')}{{2}}"), 3),
    ("UTF-8 read as windows-1251", re.compile(f"(?:[РС]{_trail('cp1251')}){{3}}"), 3),
    ("UTF-8 read as GBK", re.compile("[鈥銆锛]|锟斤拷"), 3),
    ("bytes that the charset lacks", re.compile("\ufffd{3}|(?:\ufffd[^\ufffd]{0,3}){6}"), 1),
)


def decode(body: bytes, content_type: str | None = None, override: str | None = None) -> str:
    """The text of `body`; never raises, since what cannot be decoded becomes U+FFFD.

    The order of evidence is the WHATWG's (override, byte-order mark, HTTP header, XML prolog or `<meta>`), with two
    exceptions that real sites force. Bytes that are valid UTF-8 and use it beyond ASCII are UTF-8 whatever a
    legacy declaration says; and a declaration that the bytes contradict gives way to one that they do not. Names of
    old charsets mean their supersets, as in browsers: gb2312 is gb18030, euc-kr cp949, shift_jis cp932.
    """
    if override:
        return _first([resolve_encoding(override) or override], body)
    marked, bom = read_bom(body)
    if marked is not None and bom is not None:
        return _first([marked], body[len(bom) :])
    if (text := _utf_8(body)) is not None:
        return text
    in_markup = html_body_declared_encoding(body)
    if in_markup is not None and in_markup.startswith(("utf-16", "utf-32")):
        in_markup = "utf-8"  # markup that could be read to say so is not what it says (WHATWG, 13.2.3.2)
    declared = (http_content_type_encoding(content_type), in_markup)
    return _first([name for name in declared if name], body)


def utf_8(body: bytes, content_type: str | None = None, override: str | None = None) -> bytes:
    """The same text in UTF-8: the bytes themselves where they are that, so that a long page is not copied."""
    if not override and read_bom(body)[0] is None and not body.isascii():
        with suppress(UnicodeDecodeError):
            body.decode()
            return body
    return decode(body, content_type, override).encode("utf-8", "replace")


def mojibake(text: str) -> str | None:
    """What went wrong where `text` was decoded with the wrong charset ("UTF-8 read as windows-1252"), else None.

    It takes several of the sequences that only such a mistake leaves, so that a text which quotes one is none.
    """
    for name, sign, enough in _MOJIBAKE:
        if len(sign.findall(text, 0, 100_000)) >= enough:
            return name
    return None


def _utf_8(body: bytes) -> str | None:
    """`body` as UTF-8 where it is valid and not mere ASCII; a character cut off at the very end is no contradiction."""
    if body.isascii():
        return None
    try:
        text, read = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return None
    return (text if read == len(body) else text + "\ufffd") if text else None


def _first(names: list[str], body: bytes) -> str:
    """`body` by the first of `names` that it does not contradict, else by the first known, with replacements."""
    names = [name for name in names if name not in _NO_CHARSETS] or [_LAST_RESORT]
    for errors in ("strict", "replace"):
        for name in names:
            try:
                return body.decode(name, errors)
            except (UnicodeError, LookupError):
                continue
    return body.decode(_LAST_RESORT, "replace")
