"""What a reader sees of a page: its text, and its elements without what no reader reads.

BeautifulSoup takes its elements from a *tree builder*. This one walks an lxml element instead of parsing a string,
so markup is parsed once, and only the part that matters ever becomes Python objects.
"""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, cast

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString
from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.extract import visible
from crawler.extract.html import LONGEST_VALUE, absolute, shown_document
from crawler.extract.pictures.images import (
    AMP,
    LOADED_LATER,
    amp_image,
    background,
    picture_address,
    stands_for_picture,
)
from crawler.extract.style import is_block, is_hidden, is_struck, look, shifted
from crawler.extract.text import clean, hidden_email, seen, squeezed, struck_out, unciphered
from storage.errors import LayoutError

_LEFT_OUT = "left out"  # stands for an element of which the soup hears nothing
_NUMBERED = frozenset({"li", "ol", "ul"})
_SHIFTED = frozenset({"sub", "sup"})
DEEPEST = 200  # levels of a soup: whatever walks it may call itself so often
MOST_CHARACTERS = 6_000_000  # of a region: nearly twice the longest novels, thirty times the longest transcripts
_EMBEDDED = frozenset({"embed", "iframe", "object"})
_selector = cache(partial(CSSSelector, translator="html"))
_QUOTES = ("“”", "‘’")  # of a quotation, and of one within it


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
    document becomes a link to it (`<a type="document">`), and what shows a picture otherwise holds an `<img>`. Purely
    visual inline tags (span, b, font ...) are unwrapped unless a class or id makes them selectable, and so is what
    nests deeper than `DEEPEST`. Figures above or below the line are such figures (10⁶, CO₂), `<q>` has its marks, and
    what is struck out has the marks that `clean` spells as tildes. A line feed in a string always stands for a line's
    end (`<br>`, a block's edge, a line of `<pre>`); source line breaks are spaces.
    """
    tree = BeautifulSoup("", builder=_Builder(element, base), element_classes={Tag: Element, NavigableString: Words})
    return next(child for child in tree.contents if isinstance(child, Element))


class _Builder(HTMLTreeBuilder):
    """Feeds BeautifulSoup from an lxml element."""

    def __init__(self, root: etree._Element, base: str) -> None:
        super().__init__()
        self._root = root
        self._base = base
        self._unfolded = visible.unfolded(root)
        self._left = MOST_CHARACTERS
        self._quotes = 0  # that are open
        self._shift = ""  # how the figures of `_shifting` are written
        self._shifting: etree._Element | None = None
        self._striking: etree._Element | None = None  # the outermost element of which the text is struck out

    def feed(self, markup: str | bytes) -> None:
        """Hand each element and string under the root to the soup, in order, without recursion."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        opened: list[str | None] = []
        written = [False]  # of each open element, whether its white space is seen as it stands
        for event, element in walk:
            if event == "start":
                tag, attributes = str(element.tag), element.items()
                said = look(style).as_written if attributes and (style := element.get("style")) else None
                written.append((written[-1] or tag == "pre") if said is None else said)
                if element is not self._root and self._left_out(element, tag, attributes):
                    opened.append(_LEFT_OUT)
                    walk.skip_subtree()
                else:
                    opened.append(self._open(element, tag, attributes))
                    if element.text:
                        self._say(element.text, as_it_stands=written[-1])
            else:
                if (name := opened.pop()) is not _LEFT_OUT:
                    self._close(element, name)
                written.pop()
                if element.tail and element is not self._root:
                    self._say(element.tail, as_it_stands=written[-1])

    def _left_out(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> bool:
        """Whether nobody reads the element; says what stands in its place, if anything does."""
        if (attributes and is_hidden(element, attributes)) or (tag == "dialog" and element.get("open") is None):
            waits = element.get("id") in self._unfolded or element.get("role") == "tabpanel"  # until it is asked for
            return tag not in visible.VOID and not waits
        if tag in _EMBEDDED:
            if url := shown_document(element, LOADED_LATER, self._base):
                self._put("a", {"href": url, "type": "document", "title": element.get("title", "")})
            return tag not in visible.VOID
        if attributes and (code := element.get("data-cfemail")):
            cast(BeautifulSoup, self.soup).handle_data(self._shown(hidden_email(code)))
            return True
        if tag == "noscript":
            return not stands_for_picture(element, LONGEST_VALUE)
        return tag in visible.UNREAD and not (tag == "button" and visible.is_heading(element))

    def _open(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> str | None:
        """Open the element unless it is purely visual; give its name if it was opened."""
        soup = cast(BeautifulSoup, self.soup)
        shift = not self._shift and (tag in _SHIFTED or attributes) and shifted(element, tag)
        if shift and visible.are_figures(seen(visible.beginning(element))):
            self._shift, self._shifting = shift, element
        elif tag == "q":
            soup.handle_data(self._shown(_QUOTES[self._quotes % 2][0]))
            self._quotes += 1
        if self._striking is None and is_struck(tag, attributes):
            self._striking = element
        if tag == "button" and not visible.in_heading(element):
            tag = "summary"
        elif tag in AMP:
            image = amp_image(element, LONGEST_VALUE)
            self._put("img", image | {"src": image["src"] and absolute(self._base, image["src"])})
            return None
        elif attributes and (role := element.get("role")):
            tag = visible.by_role(tag, role)
        if tag in visible.VOID:
            return None
        kept = self._kept(element, tag, attributes)
        deep = len(soup.tagStack) > DEEPEST
        if tag in visible.BLOCKS or is_block(element, tag):
            soup.handle_data("\n\n" if deep else "\n")
        if deep or (tag in visible.VISUAL and "class" not in kept and "id" not in kept):
            return None
        soup.handle_starttag(tag, None, None, kept)
        if url := background(element, LONGEST_VALUE):
            self._put("img", {"src": absolute(self._base, url), "alt": element.get("aria-label", "")})
        return tag

    def _kept(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> dict[str, str]:
        """The attributes that the soup hears of, with what styles and scripts say of them."""
        kept = {name: value for name, value in attributes if name in visible.KEPT and len(value) <= LONGEST_VALUE}
        style = element.get("style") if attributes else None
        if tag == "a" and (href := kept.get("href", "").strip()) and not href.startswith("#"):
            kept["href"] = unciphered(href) or absolute(self._base, href)
        elif tag == "img":
            url = picture_address(element, LONGEST_VALUE)
            kept = {**(look(style).sizes if style else {}), **kept, "src": url and absolute(self._base, url)}
        elif tag in _NUMBERED and style and (kind := look(style).numbers):
            kept["type"] = kind
        return kept

    def _put(self, tag: str, attributes: dict[str, str]) -> None:
        """Say that an element stands here, which markup has in another form."""
        soup = cast(BeautifulSoup, self.soup)
        soup.handle_starttag(tag, None, None, attributes)
        soup.handle_endtag(tag)

    def _close(self, element: etree._Element, name: str | None) -> None:
        soup = cast(BeautifulSoup, self.soup)
        if element is self._shifting:
            self._shift, self._shifting = "", None
        elif element.tag == "q" and self._quotes:
            self._quotes -= 1
            soup.handle_data(self._shown(_QUOTES[self._quotes % 2][1]))
        if element is self._striking:
            self._striking = None
        if name:
            soup.handle_endtag(name)
        if element.tag == "br" or {name, element.tag} & visible.BLOCKS or is_block(element, str(element.tag)):
            soup.handle_data("\n")

    def _say(self, text: str, *, as_it_stands: bool) -> None:
        self._left -= len(text)
        if self._left < 0:
            raise LayoutError("the page has more text than any that a person wrote")
        cast(BeautifulSoup, self.soup).handle_data(self._shown(text if as_it_stands else squeezed(text)))

    def _shown(self, text: str) -> str:
        if self._shift:
            text = visible.figures(text, self._shift)
        return text if self._striking is None else struck_out(text)


def inside(node: Tag, name: str) -> Iterator[Tag]:
    """The elements called `name` under `node`, in order; `find_all` asks more and takes three times as long."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name == name)
