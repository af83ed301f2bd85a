"""What a reader sees of a page: its text, and its elements without what no reader reads.

BeautifulSoup takes its elements from a *tree builder*. This one walks an lxml element instead of parsing a string,
so markup is parsed once, and only the part that matters ever becomes Python objects.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import cast
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract.pictures.images import picture_address
from crawler.extract.visible import (
    BLOCKS,
    KEPT,
    UNREAD,
    VISUAL,
    VOID,
    embedded_document,
    figures,
    hidden,
    hidden_email,
    in_heading,
    is_struck,
    shifted,
    struck_out,
    unfolds,
    with_tildes,
)
from storage.errors import LayoutError
from storage.records import normal_form

_LINES = BLOCKS | {"br"}
_LEFT_OUT = "left out"  # stands for an element of which the soup hears nothing
_SHIFTED = frozenset({"sub", "sup"})
DEEPEST = 200  # levels of a soup: whatever walks it may call itself so often
_EMBEDDED = frozenset({"embed", "iframe", "object"})
_QUOTES = ("“”", "‘’")  # of a quotation, and of one within it
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Scripts that spell with joiners (Arabic to Myanmar, Khmer, Mongolian): there U+200C and U+200D are read.
_SHAPED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    "\ud801-\udffe\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
    f"|(?<![{_SHAPED}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPED}])"
)


def clean(text: str) -> str:
    """`text` on one line: NFC, every run of whitespace one space, none at the edges, nothing invisible.

    Whitespace is Unicode's, U+3000 and no-break spaces among it. Gone are control characters, zero-width characters,
    soft hyphens, private-use glyphs (icon fonts) and lone surrogates. So are bidi marks: they steer how a line is
    laid out, not what it says, and editors sprinkle them at random. Joiners stay between letters of scripts that
    spell with them. Quotes, dashes, variation selectors and everything else a reader sees are kept. Text that a page
    shows struck out stands between two tildes on either side, as in GitHub's Markdown: "~~struck~~".
    """
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = normal_form("NFC", with_tildes(_INVISIBLE.sub("", text)))
    return " ".join(text.split())


class Element(Tag):
    """A tag of a region, whose `.text` is one line of what a reader sees in it."""

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
    line are such figures (10⁶, CO₂), `<q>` has its marks, and what is struck out has the marks that `clean` spells
    as tildes. A line feed in a string always stands for a line's end
    (`<br>`, a block's edge, a line of `<pre>`); source line breaks are spaces.
    """
    tree = BeautifulSoup("", builder=_Builder(element, base), element_classes={Tag: Element})
    return next(child for child in tree.contents if isinstance(child, Element))


class _Builder(HTMLTreeBuilder):
    """Feeds BeautifulSoup from an lxml element."""

    def __init__(self, root: etree._Element, base: str) -> None:
        super().__init__()
        self._root = root
        self._base = base
        self._quotes = 0  # that are open
        self._shift: dict[int, int] | None = None  # how the figures of `_shifting` are written
        self._shifting: etree._Element | None = None
        self._striking: etree._Element | None = None  # the outermost element of which the text is struck out

    def feed(self, markup: str | bytes) -> None:
        """Hand each element and string under the root to the soup, in order, without recursion."""
        root = self._root
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[str | None] = []
        say = cast(BeautifulSoup, self.soup).handle_data
        for event, element in walk:
            if event == "start":
                tag, attributes = str(element.tag), element.items()
                if element is not root and self._left_out(element, tag, attributes):
                    opened.append(_LEFT_OUT)
                    walk.skip_subtree()
                    continue
                opened.append(self._open(element, tag, attributes))
                if element.text:
                    say(self._shown(element.text if tag == "pre" else _SPACE.sub(" ", element.text)))
            else:
                if (name := opened.pop()) is not _LEFT_OUT:
                    self._close(element, name)
                if element.tail and element is not root:
                    say(self._shown(_SPACE.sub(" ", element.tail)))

    def _left_out(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> bool:
        """Whether nobody reads the element; says what stands in its place, if anything does."""
        if (attributes and hidden(attributes)) or (tag == "dialog" and element.get("open") is None):
            return tag not in VOID
        if tag in _EMBEDDED:
            if url := embedded_document(element):
                soup = cast(BeautifulSoup, self.soup)
                kept = {"href": absolute(self._base, url), "type": "document", "title": element.get("title", "")}
                soup.handle_starttag("a", None, None, kept)
                soup.handle_endtag("a")
            return tag not in VOID
        if attributes and (code := element.get("data-cfemail")):
            cast(BeautifulSoup, self.soup).handle_data(self._shown(hidden_email(code)))
            return True
        return tag in UNREAD and not (tag == "button" and (in_heading(element) or unfolds(element)))

    def _open(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> str | None:
        """Open the element unless it is purely visual; give its name if it was opened."""
        soup = cast(BeautifulSoup, self.soup)
        if self._shift is None and (tag in _SHIFTED or attributes) and (shift := shifted(element, tag)):
            self._shift, self._shifting = shift, element
        elif tag == "q":
            soup.handle_data(self._shown(_QUOTES[self._quotes % 2][0]))
            self._quotes += 1
        if self._striking is None and is_struck(tag, attributes):
            self._striking = element
        if tag == "button" and not in_heading(element):
            tag = "summary"
        kept = {name: value for name, value in attributes if name in KEPT}
        if tag in VOID or (tag in VISUAL and "class" not in kept and "id" not in kept):
            return None
        deep = len(soup.tagStack) > DEEPEST
        if tag in BLOCKS:
            soup.handle_data("\n\n" if deep else "\n")
        if deep:
            return None
        if tag == "a" and not kept.get("href", "#").startswith("#"):
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
            soup.handle_data(self._shown(_QUOTES[self._quotes % 2][1]))
        if element is self._striking:
            self._striking = None
        if name:
            soup.handle_endtag(name)
        if element.tag in _LINES:
            soup.handle_data("\n")

    def _shown(self, text: str) -> str:
        if self._shift is not None:
            text = figures(text, self._shift)
        return text if self._striking is None else struck_out(text)


def inside(node: Tag, name: str) -> Iterator[Tag]:
    """The elements called `name` under `node`, in order; `find_all` asks more and takes three times as long."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name == name)


def absolute(base: str, href: str) -> str:
    """`href` as an absolute address; as it stands where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")
