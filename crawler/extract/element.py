"""What a reader sees of a page: its text, and its elements without what no reader reads.

BeautifulSoup takes its elements from a *tree builder*. This one walks an lxml element instead of parsing a string,
so markup is parsed once, and only the part that matters ever becomes Python objects.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString
from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract.html import absolute
from crawler.extract.visible import (
    BLOCKS,
    INVISIBLE,
    KEPT,
    LONGEST_VALUE,
    UNREAD,
    VISUAL,
    VOID,
    embedded_document,
    hidden,
    hidden_email,
    is_heading,
    picture_address,
    shifted,
)
from storage.errors import LayoutError
from storage.records import normal_form

_LINES = BLOCKS | {"br"}
_LEFT_OUT = "left out"  # stands for an element of which the soup hears nothing
_SHIFTED = frozenset({"sub", "sup"})
DEEPEST = 200  # levels of a soup: whatever walks it may call itself so often
MOST_CHARACTERS = 6_000_000  # of a region: nearly twice the longest novels, thirty times the longest transcripts
_EMBEDDED = frozenset({"embed", "iframe", "object"})
_QUOTES = ("“”", "‘’")  # of a quotation, and of one within it
_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")  # all but a single space, which may stay
# A long text is put in order part by part, since its words take ten times its memory. A part ends with white space, or
# in a word longer than any.
_PART = re.compile(r".{1,65536}\S{0,4096}+\s*+", re.DOTALL)
_LONG = 100_000  # characters


def clean(text: str) -> str:
    """`text` on one line: NFC, every run of whitespace one space, none at the edges, nothing invisible.

    Whitespace is Unicode's, U+3000 and no-break spaces among it. Gone are control characters, zero-width characters,
    soft hyphens, private-use glyphs (icon fonts) and lone surrogates. So are bidi marks: they steer how a line is
    laid out, not what it says, and editors sprinkle them at random. Joiners stay between letters of scripts that
    spell with them. Quotes, dashes, variation selectors and everything else a reader sees are kept.
    """
    if len(text) > _LONG:
        parts = ((clean(part[0].strip()), part[0][-1].isspace()) for part in _PART.finditer(text))
        return "".join([f"{words} " if ended else words for words, ended in parts if words]).rstrip()
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = normal_form("NFC", INVISIBLE.sub("", text))
    return " ".join(text.split())


class Words(NavigableString):
    """A string of a region: pages have as many as tags, and with a `__dict__` each would take 400 bytes more."""

    __slots__ = ("hidden", "next_element", "next_sibling", "parent", "previous_element", "previous_sibling")

    def get_text(self, *_: Any, **__: Any) -> str:
        """What it says; BeautifulSoup's own asks for strings of no other class than its own."""
        return str(self)


class Element(Tag):
    """A tag of a region, whose `.text` is one line of what a reader sees in it."""

    MAIN_CONTENT_STRING_TYPES = {Words}  # noqa: RUF012 - as BeautifulSoup declares it

    @property
    def text(self) -> str:
        """The words of the element on one line: NFC, squeezed, inline tags joined, lines and blocks apart."""
        return clean(self.get_text())


def region(tree: etree._Element, css: str, base_url: str) -> Element:
    """The one element that `css` selects, as a reader sees it; the tree itself is not changed.

    Raises LayoutError, naming the selector, where it matches no element or several.
    """
    found = _selector(css)(tree)
    if len(found) != 1:
        raise LayoutError(f"region {css!r}: expected one element, found {len(found)}")
    return cleaned(found[0], base_url)


def cleaned(element: etree._Element, base: str) -> Element:
    """`element` as a BeautifulSoup tag, addresses made absolute by `base`.

    Gone are scripts, styles, form controls, frames, the readings of ruby and whatever is hidden. A frame that shows a
    document becomes a link to it (`<a type="document">`). Purely visual inline tags (span, b, font ...) are unwrapped
    unless a class or id makes them selectable, and so is what nests deeper than `DEEPEST`. Figures above or below the
    line are such figures (10⁶, CO₂), `<q>` has its marks. A line feed in a string always stands for a line's end
    (`<br>`, a block's edge, a line of `<pre>`); source line breaks are spaces.
    """
    tree = BeautifulSoup("", builder=_Builder(element, base), element_classes={Tag: Element, NavigableString: Words})
    return next(child for child in tree.contents if isinstance(child, Element))


class _Builder(HTMLTreeBuilder):
    """Feeds BeautifulSoup from an lxml element."""

    def __init__(self, root: etree._Element, base: str) -> None:
        super().__init__()
        self._root = root
        self._base = base
        self._left = MOST_CHARACTERS
        self._quotes = 0  # that are open
        self._shift: dict[int, int] | None = None  # how the figures of `_shifting` are written
        self._shifting: etree._Element | None = None

    def feed(self, markup: str | bytes) -> None:
        """Hand each element and string under the root to the soup, in order, without recursion."""
        root = self._root
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[str | None] = []
        for event, element in walk:
            if event == "start":
                tag, attributes = str(element.tag), element.items()
                if element is not root and self._left_out(element, tag, attributes):
                    opened.append(_LEFT_OUT)
                    walk.skip_subtree()
                    continue
                opened.append(self._open(element, tag, attributes))
                if element.text:
                    self._say(element.text, as_it_stands=tag == "pre")
            else:
                if (name := opened.pop()) is not _LEFT_OUT:
                    self._close(element, name)
                if element.tail and element is not root:
                    self._say(element.tail)

    def _left_out(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> bool:
        """Whether nobody reads the element; says what stands in its place, if anything does."""
        if attributes and hidden(attributes):
            return tag not in VOID
        if tag in _EMBEDDED:
            if url := embedded_document(element):
                soup = cast(BeautifulSoup, self.soup)
                kept = {"href": absolute(self._base, url), "type": "document", "title": element.get("title", "")}
                soup.handle_starttag("a", None, None, kept)
                soup.handle_endtag("a")
            return tag not in VOID
        if attributes and (code := element.get("data-cfemail")):
            cast(BeautifulSoup, self.soup).handle_data(hidden_email(code))
            return True
        return tag in UNREAD and not (tag == "button" and is_heading(element))

    def _open(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> str | None:
        """Open the element unless it is purely visual; give its name if it was opened."""
        soup = cast(BeautifulSoup, self.soup)
        if tag in _SHIFTED and self._shift is None and (shift := shifted(element)):
            self._shift, self._shifting = shift, element
        elif tag == "q":
            soup.handle_data(_QUOTES[self._quotes % 2][0])
            self._quotes += 1
        kept = {name: value for name, value in attributes if name in KEPT and len(value) <= LONGEST_VALUE}
        if tag in VOID or (tag in VISUAL and "class" not in kept and "id" not in kept):
            return None
        deep = len(soup.tagStack) > DEEPEST
        if tag in BLOCKS:
            soup.handle_data("\n\n" if deep else "\n")
        if deep:
            return None
        if tag == "a" and "href" in kept:
            kept["href"] = absolute(self._base, kept["href"])
        elif tag == "img":
            url = picture_address(element)
            kept["src"] = url and absolute(self._base, url)
        soup.handle_starttag(tag, None, None, kept)
        return tag

    def _close(self, element: etree._Element, name: str | None) -> None:
        soup = cast(BeautifulSoup, self.soup)
        if element is self._shifting:
            self._shift = self._shifting = None
        elif element.tag == "q" and self._quotes:
            self._quotes -= 1
            soup.handle_data(_QUOTES[self._quotes % 2][1])
        if name:
            soup.handle_endtag(name)
        if element.tag in _LINES:
            soup.handle_data("\n")

    def _say(self, text: str, *, as_it_stands: bool = False) -> None:
        self._left -= len(text)
        if self._left < 0:
            raise LayoutError("the page has more text than any that a person wrote")
        text = text if as_it_stands else _squeezed(text)
        cast(BeautifulSoup, self.soup).handle_data(text if self._shift is None else text.translate(self._shift))


def inside(node: Tag, name: str) -> Iterator[Tag]:
    """The elements called `name` under `node`, in order; `find_all` asks more and takes three times as long."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name == name)


def _squeezed(text: str) -> str:
    if len(text) > _LONG:
        return "".join(_SPACE.sub(" ", part[0]) for part in _PART.finditer(text))
    return _SPACE.sub(" ", text)


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")
