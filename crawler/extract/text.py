"""What a reader sees of a text: its words on one line, without what nobody sees."""

import re
import unicodedata
from itertools import islice
from typing import Any

from bs4.element import NavigableString
from lxml import etree

from storage.records import normal_form

# Scripts that spell with joiners (Arabic to Myanmar, Khmer, Mongolian): there U+200C and U+200D are read.
_SHAPED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    "\ud801-\udffe\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_MAY_BE_UNSEEN = re.compile(f"[{_UNSEEN}\u200c\u200d]")  # one class is searched many times faster
_INVISIBLE = re.compile(f"[{_UNSEEN}]|(?<![{_SHAPED}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPED}])")
# Where source text is broken to a new line, until `seen` knows what stands on both sides.
_BREAK = "\r"
# Scripts that are set without spaces, and the signs that are set in them (CSS Text 3, 4.1.3); Hangul is none of them.
_WIDE = "\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\U00020000-\U0003ffff"
_SIGNS = "\u00b7\u2014\u2018\u2019\u201c\u201d\u2025-\u2027"  # as wide as these beside them
_WRAPPED = re.compile(
    rf"(?<=[{_WIDE}]) ?{_BREAK}[ {_BREAK}]*(?=[{_WIDE}{_SIGNS}])|(?<=[{_SIGNS}]) ?{_BREAK}[ {_BREAK}]*(?=[{_WIDE}])"
)
# Around text that is struck out, until they are spelled as tildes: no page can hold half of a surrogate pair.
STRUCK, UNSTRUCK = "\ud800", "\udfff"
_MARKS = STRUCK + UNSTRUCK
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BETWEEN = re.compile(rf"{UNSTRUCK}(\s*){STRUCK}")
_STRIKE = re.compile(rf"{STRUCK}(\s*+)([^{_MARKS}]*[^{_MARKS}\s])(\s*){UNSTRUCK}")
_LEFT = re.compile(f"[{_MARKS}]")
_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")  # all but a single space, which may stay
_LINE_END = re.compile(r"[\r\n\f]")
_CIPHERED = re.compile(r"(?:https?://[^/?#]*+)?/cdn-cgi/l/email-protection(?:#([0-9a-f]*+))?", re.IGNORECASE)
# A long text is put in order part by part, since its words take ten times its memory. A part ends with white space, or
# in a word longer than any.
_PART = re.compile(r".{1,65536}\S{0,4096}+\s*+", re.DOTALL)
_LONG = 100_000  # characters

# A footnote or a power is no part of the number before it: 2023¹ is not 20231.
_SHIFTED = {
    "super": str.maketrans("0123456789+-−–=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾"),
    "sub": str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎"),
}
_FIGURES = re.compile(r"\A[\s.,:;*†‡§#/⁄+\-−–=()]*+\d[\d\s.,:;*†‡§#/⁄+\-−–=()]*+\Z")
_MOST_STRINGS, _MOST_FIGURES = 50, 500  # above or below a line; bounds keep elements within elements cheap
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_QUOTES = ("“”", "‘’")  # of a quotation, and of one within it


def clean(text: str) -> str:
    """One line of text as a reader sees it: NFC, whitespace squeezed, nothing invisible.

    Whitespace is Unicode's, U+3000 and no-break spaces among it. Gone are control characters, zero-width characters,
    soft hyphens, private-use glyphs (icon fonts) and lone surrogates. So are bidi marks: they steer how a line is
    laid out, not what it says, and editors sprinkle them at random. Joiners stay between letters of scripts that
    spell with them. Quotes, dashes, variation selectors and everything else a reader sees are kept. Text that a page
    shows struck out stands between two tildes on either side, as in GitHub's Markdown: "~~struck~~".
    """
    if len(text) > _LONG:
        parts = ((clean(part[0].strip()), part[0][-1].isspace()) for part in _PART.finditer(text))
        return "".join([f"{words} " if ended else words for words, ended in parts if words]).rstrip()
    text = seen(text)
    if not text.isascii():
        text = normal_form("NFC", _with_tildes(text))
    return " ".join(text.split())


def seen(text: str) -> str:
    """`text` without what nobody sees, and with its source line breaks undone; white space stands as it is.

    A line break is a space, except between signs of scripts that are set without spaces, whose source text may be
    broken anywhere (CSS Text 3, 4.1.3).
    """
    if _MAY_BE_UNSEEN.search(text):
        text = _INVISIBLE.sub("", text)
    if _BREAK in text:
        text = (text if text.isascii() else _WRAPPED.sub("", text)).replace(_BREAK, " ")
    return text


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of `text` but white space."""
    begins = text[:1].isalnum() and not _MAY_BE_UNSEEN.match(text)  # U+3164 is a letter, and nothing is seen of it
    return begins or seen(text).strip() != ""


def squeezed(text: str) -> str:
    """`text` with one sign in place of each stretch of source white space: a space, or the mark of a line break."""
    if len(text) > _LONG:
        return "".join(_SPACE.sub(_space, part[0]) for part in _PART.finditer(text))
    return _SPACE.sub(_space, text)


def _space(run: re.Match[str]) -> str:
    return _BREAK if _LINE_END.search(run[0]) else " "


def _struck_out(text: str) -> str:
    """`text` with the marks of what is struck out around each line of it."""
    return _LINE.sub(rf"{STRUCK}\g<0>{UNSTRUCK}", text)


class Words(NavigableString):
    """A string of a region: pages have as many as tags, and with a `__dict__` each would take 400 bytes more."""

    __slots__ = ("hidden", "next_element", "next_sibling", "parent", "previous_element", "previous_sibling")

    def get_text(self, *_: Any, **__: Any) -> str:
        """What it says; BeautifulSoup's own asks for strings of no other class than its own."""
        return str(self)


class Marks:
    """What stands around text shows in it: it is struck out, above or below the line, or in quotation marks."""

    def __init__(self) -> None:
        self._quotes = 0  # that are open
        self._shift = ""  # how the figures of `_shifting` are written
        self._shifting: etree._Element | None = None
        self._striking: etree._Element | None = None  # the outermost element of which the text is struck out

    def begin(self, element: etree._Element, shift: str, *, struck: bool) -> str:
        """Note that an element begins, which is shown shifted ("super", "sub") or struck out: what it begins with."""
        begins = ""
        if shift and not self._shift and _are_figures(seen(_beginning(element))):
            self._shift, self._shifting = shift, element
        elif element.tag == "q":
            begins = self.shown(_QUOTES[self._quotes % 2][0])
            self._quotes += 1
        if struck and self._striking is None:
            self._striking = element
        return begins

    def end(self, element: etree._Element) -> str:
        """Note that an element ends: what it ends with."""
        ends = ""
        if element is self._shifting:
            self._shift, self._shifting = "", None
        elif element.tag == "q" and self._quotes:
            self._quotes -= 1
            ends = self.shown(_QUOTES[self._quotes % 2][1])
        if element is self._striking:
            self._striking = None
        return ends

    def shown(self, text: str) -> str:
        """`text` as it is shown by what is open around it."""
        if self._shift:
            text = _figures(text, self._shift)
        return text if self._striking is None else _struck_out(text)


def _beginning(element: etree._Element) -> str:
    """The text of an element, as far as it can be one of figures."""
    return "".join(islice(element.itertext(), _MOST_STRINGS))[: _MOST_FIGURES + 1]


def _are_figures(text: str) -> bool:
    """Whether what a reader sees above or below a line is no word, as the "th" of "7th" is."""
    return len(text) <= _MOST_FIGURES and _FIGURES.match(text) is not None


def _figures(text: str, shift: str) -> str:
    """`text` with its figures as they stand above ("super") or below the line; those of every script as of ours."""
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text).translate(_SHIFTED[shift])


def _with_tildes(text: str) -> str:
    """`text` with two tildes on either side of what is struck out, as GitHub's Markdown spells it."""
    if STRUCK not in text and UNSTRUCK not in text:
        return text
    return _LEFT.sub("", _STRIKE.sub(r"\1~~\2~~\3", _BETWEEN.sub(r"\1", text)))


def hidden_email(code: str) -> str:
    """The e-mail address that Cloudflare keeps from robots: each byte is combined with the first by exclusive or.

    Empty where the code is none. https://developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation/
    """
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(key ^ byte for byte in rest).decode("utf-8", "replace")


def unciphered(url: str) -> str:
    """The link to an e-mail address of which Cloudflare makes another address at each visit; else empty."""
    found = _CIPHERED.fullmatch(url)
    return f"mailto:{hidden_email(found[1] or '')}" if found else ""
