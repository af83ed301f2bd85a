"""From lxml's tree to BeautifulSoup's, without what no reader reads.

BeautifulSoup takes its elements from a *tree builder*. This one walks an lxml element instead of parsing a string,
so markup is parsed once, and only the part that matters ever becomes Python objects.
"""

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from lxml import etree

from crawler.extract import text


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that end a line; everything else runs on in it.
BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody"
    " td tfoot th thead tr ul"
)
_UNREAD = _names(
    "area audio base button canvas datalist embed frame frameset head iframe input link map meta meter noembed"
    " noframes noscript object option optgroup output param progress script select source style svg template textarea"
    " title track video"
)
_VISUAL = _names(
    "abbr acronym b bdi bdo big cite code dfn em font i ins kbd label mark nobr o:p picture s samp small span st1:date"
    " st1:place strike strong tt u var wbr"
)
_KEPT = _names(
    "alt class colspan data-original data-src datetime height href hreflang id itemprop lang name rel reversed rowspan"
    " src start title type value width"
)
_ADDRESSED = frozenset({"a", "img"})
_ADDRESSES = frozenset({"data-original", "data-src", "href", "src"})
_LINES = BLOCKS | {"br"}
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Element(Tag):
    """A tag of a region, whose `.text` is one line of what a reader sees in it."""

    @property
    def text(self) -> str:
        """The words of the element on one line: NFC, squeezed, inline tags joined, lines and blocks apart."""
        return text.clean(self.get_text())


def cleaned(element: etree._Element, base: str) -> Element:
    """`element` as a BeautifulSoup tag, addresses made absolute by `base`.

    Gone are scripts, styles, form controls, frames and whatever is hidden by `hidden` or `display: none`. Purely visual
    inline tags (span, b, font ...) are unwrapped unless a class or id makes them selectable. A line feed in a string
    always stands for a line's end (`<br>`, a block's edge, a line of `<pre>`); source line breaks are spaces.
    """
    tree = BeautifulSoup("", builder=_Builder(element, base), element_classes={Tag: Element})
    return next(child for child in tree.contents if isinstance(child, Element))


class _Builder(HTMLTreeBuilder):
    """Feeds BeautifulSoup from an lxml element."""

    def __init__(self, root: etree._Element, base: str) -> None:
        super().__init__()
        self._root = root
        self._base = base

    def feed(self, markup: str | bytes) -> None:
        """Hand each element and string under the root to the soup, in order, without recursion."""
        root = self._root
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[str | None] = []
        soup = cast(BeautifulSoup, self.soup)
        say = soup.handle_data
        for event, element in walk:
            if event == "start":
                tag = str(element.tag)
                attributes = element.items()
                if (tag in _UNREAD or (attributes and _hidden(attributes))) and element is not root:
                    opened.append(None)
                    walk.skip_subtree()
                    continue
                opened.append(self._open(soup, tag, attributes))
                if element.text:
                    say(element.text if tag == "pre" else _SPACE.sub(" ", element.text))
            else:
                if name := opened.pop():
                    soup.handle_endtag(name)
                    if name in _LINES:
                        say("\n")
                if element.tail and element is not root:
                    say(_SPACE.sub(" ", element.tail))

    def _open(self, soup: BeautifulSoup, tag: str, attributes: list[tuple[str, str]]) -> str | None:
        """Open the element unless it is purely visual; give its name if it was opened."""
        kept = {name: value for name, value in attributes if name in _KEPT}
        if tag in _VISUAL and "class" not in kept and "id" not in kept:
            return None
        if tag in BLOCKS:
            soup.handle_data("\n")
        elif tag in _ADDRESSED:
            for name in kept.keys() & _ADDRESSES:
                kept[name] = absolute(self._base, kept[name])
        soup.handle_starttag(tag, None, None, kept)
        return tag


def inside(node: Tag, name: str) -> Iterator[Tag]:
    """The elements called `name` under `node`, in order; `find_all` asks more and takes three times as long."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name == name)


def absolute(base: str, href: str) -> str:
    """`href` as an absolute address; as it stands where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


def _hidden(attributes: list[tuple[str, str]]) -> bool:
    for name, value in attributes:  # noqa: SIM110 - a loop, not any(): this runs for every tag of every page
        if name == "hidden" or (name == "style" and _DISPLAY_NONE.search(value)):
            return True
    return False
