"""What a reader sees of a page: its text, and its elements without what no reader reads.

BeautifulSoup takes its elements from a *tree builder*. This one walks an lxml element instead of parsing a string,
so markup is parsed once, and only the part that matters ever becomes Python objects.
"""

from collections.abc import Sequence
from functools import cache, partial
from typing import cast

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
    shown_image,
    stands_for_picture,
)
from crawler.extract.style import Look, is_hidden, look
from crawler.extract.text import Marks, Words, clean, hidden_email, squeezed, unciphered
from storage.errors import LayoutError

_Attributes = Sequence[tuple[str, str]]
_LEFT_OUT = ("left out", False)  # stands for an element of which the soup hears nothing
_NUMBERED = frozenset({"li", "ol", "ul"})
_STRUCK = frozenset({"del", "s", "strike"})
_SHIFTED = {"sub": "sub", "sup": "super"}
DEEPEST = 200  # levels of a soup: whatever walks it may call itself so often
MOST_CHARACTERS = 6_000_000  # of a region: nearly twice the longest novels, thirty times the longest transcripts
_EMBEDDED = frozenset({"embed", "iframe", "object"})
# What is read of them depends on what stands around them, or in them.
_LOOKED_AT = visible.UNREAD | visible.VOID | _STRUCK | _SHIFTED.keys() | {"a", "button", "dialog", "img", "q", *AMP}
_selector = cache(partial(CSSSelector, translator="html"))


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
        self._marks = Marks()

    def feed(self, markup: str | bytes) -> None:
        """Hand each element and string under the root to the soup, in order, without recursion."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        opened: list[tuple[str | None, bool]] = []  # the name of each open element in the soup; is it on its own lines?
        written = [False]  # of each open element, whether its white space is seen as it stands
        for event, element in walk:
            if event == "start":
                tag, attributes = str(element.tag), element.items()
                seen = look(attributes)
                written.append((written[-1] or tag == "pre") if seen.as_written is None else seen.as_written)
                if seen.plain and tag not in _LOOKED_AT:
                    opened.append(self._begin(tag, _kept(attributes), on_lines=tag in visible.BLOCKS))
                elif element is not self._root and self._left_out(element, tag, seen):
                    opened.append(_LEFT_OUT)
                    walk.skip_subtree()
                else:
                    opened.append(self._open(element, tag, attributes, seen))
                if element.text and opened[-1] is not _LEFT_OUT:
                    self._say(element.text, as_it_stands=written[-1])
            else:
                if (known := opened.pop()) is not _LEFT_OUT:
                    self._close(element, *known)
                written.pop()
                if element.tail and element is not self._root:
                    self._say(element.tail, as_it_stands=written[-1])

    def _left_out(self, element: etree._Element, tag: str, seen: Look) -> bool:
        """Whether nobody reads the element; says what stands in its place, if anything does."""
        if is_hidden(element, seen) or (tag == "dialog" and element.get("open") is None):
            waits = element.get("id") in self._unfolded or element.get("role") == "tabpanel"  # until it is asked for
            return tag not in visible.VOID and not waits
        if tag in _EMBEDDED:
            if url := shown_document(element, LOADED_LATER, self._base):
                self._put("a", {"href": url, "type": "document", "title": element.get("title", "")})
            elif image := shown_image(element, LONGEST_VALUE):
                self._put("img", image | {"src": absolute(self._base, image["src"])})
            return tag not in visible.VOID
        if code := element.get("data-cfemail"):
            cast(BeautifulSoup, self.soup).handle_data(self._marks.shown(hidden_email(code)))
            return True
        if tag == "noscript":
            return not stands_for_picture(element, LONGEST_VALUE)
        return tag in visible.UNREAD and not (tag == "button" and visible.is_heading(element))

    def _open(self, element: etree._Element, tag: str, attributes: _Attributes, seen: Look) -> tuple[str | None, bool]:
        """Open the element with what shows that it begins: its name in the soup, and if it stands on its own lines."""
        struck = tag in _STRUCK if seen.struck is None else seen.struck
        if begins := self._marks.begin(element, _SHIFTED.get(tag) or seen.shift, struck=struck):
            cast(BeautifulSoup, self.soup).handle_data(begins)
        if tag == "button" and not visible.in_heading(element):
            tag = "summary"
        elif tag in AMP:
            image = amp_image(element, LONGEST_VALUE)
            self._put("img", image | {"src": image["src"] and absolute(self._base, image["src"])})
        elif role := element.get("role"):
            tag = visible.by_role(tag, role)
        on_lines = tag in visible.BLOCKS or (seen.block and tag != "img")
        if tag in visible.VOID or tag in AMP:
            return None, on_lines
        opened = self._begin(tag, self._stated(element, tag, attributes, seen), on_lines=on_lines)
        if opened[0] and (url := background(element, LONGEST_VALUE)):
            self._put("img", {"src": absolute(self._base, url), "alt": element.get("aria-label", "")})
        return opened

    def _begin(self, tag: str, kept: dict[str, str], *, on_lines: bool) -> tuple[str | None, bool]:
        """Open an element in the soup, unless it is purely visual or too deep."""
        soup = cast(BeautifulSoup, self.soup)
        is_deep = len(soup.tagStack) > DEEPEST
        if on_lines:
            soup.handle_data("\n\n" if is_deep else "\n")
        if is_deep or (tag in visible.VISUAL and "class" not in kept and "id" not in kept):
            return None, on_lines
        soup.handle_starttag(tag, None, None, kept)
        return tag, on_lines

    def _stated(self, element: etree._Element, tag: str, attributes: _Attributes, seen: Look) -> dict[str, str]:
        """The attributes that the soup hears of, with what styles and scripts say of them."""
        kept = _kept(attributes)
        if tag == "a" and (href := kept.get("href", "").strip()) and not href.startswith("#"):
            kept["href"] = unciphered(href) or absolute(self._base, href)
        elif tag == "img":
            url = picture_address(element, LONGEST_VALUE)
            kept = {**seen.sizes, **kept, "src": url and absolute(self._base, url)}
        elif tag in _NUMBERED and seen.numbers:
            kept["type"] = seen.numbers
        return kept

    def _put(self, tag: str, attributes: dict[str, str]) -> None:
        """Say that an element stands here, which markup has in another form."""
        soup = cast(BeautifulSoup, self.soup)
        soup.handle_starttag(tag, None, None, attributes)
        soup.handle_endtag(tag)

    def _close(self, element: etree._Element, name: str | None, on_lines: bool) -> None:
        soup = cast(BeautifulSoup, self.soup)
        if ends := self._marks.end(element):
            soup.handle_data(ends)
        if name:
            soup.handle_endtag(name)
        if on_lines or element.tag == "br":
            soup.handle_data("\n")

    def _say(self, text: str, *, as_it_stands: bool) -> None:
        self._left -= len(text)
        if self._left < 0:
            raise LayoutError("the page has more text than any that a person wrote")
        cast(BeautifulSoup, self.soup).handle_data(self._marks.shown(text if as_it_stands else squeezed(text)))


def _kept(attributes: _Attributes) -> dict[str, str]:
    return {name: value for name, value in attributes if name in visible.KEPT and len(value) <= LONGEST_VALUE}
