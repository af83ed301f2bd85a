"""Selections that say how many elements they expect, and fail on their own line where a page has another number."""

import re
from html import unescape
from typing import cast

from bs4 import Tag

from crawler.extract import html
from crawler.extract.element import Element, region
from crawler.extract.text import clean, squeezed
from crawler.extract.visible import stands_beside
from storage.errors import LayoutError

_NO_TAG = re.compile(
    r"<(?!/?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|br|center|cite|code|del|dfn|div|em|figure|font|h[1-6]|hr|i|img|ins"
    r"|kbd|li|mark|nobr|ol|p|pre|q|rb|rp|rt|ruby|s|samp|script|small|span|strike|strong|style|sub|sup|svg|table|tbody|td"
    r"|th|tr|tt|u|ul|var|wbr)(?=[\s/>])|!--)",
    re.IGNORECASE,
)

# A sign of typography that is still a reference: nobody means to write one out.
_ESCAPED_TWICE = re.compile(r"&(?:#[0-9]{2,6}|#x[0-9a-f]{2,5}|amp|apos|quot|nbsp|[lr][sd]quo|[mn]dash|hellip);", re.I)


def fragment(markup: str, base_url: str) -> Element:
    """A piece of HTML that a feed or an API holds, as a region is. Raises LayoutError where it is none."""
    return region(html.parse(f"<body>{markup}</body>"), "body", base_url)


def words(line: str) -> str:
    """What a reader sees of a line that may be HTML, as in feeds. A "<" that begins no tag of HTML is one."""
    if "&" not in line and "<" not in line:
        return clean(squeezed(line))
    shown = fragment(_NO_TAG.sub("&lt;", line), "").text
    return clean(unescape(shown)) if _ESCAPED_TWICE.search(shown) else shown


def one(node: Tag, css: str) -> Element:
    """The one element under `node` that `css` selects. Raises LayoutError where there is none, or several."""
    found = _select(node, css)
    if len(found) != 1:
        raise LayoutError(f"{css!r}: expected one element, found {len(found)} in {_name(node)}")
    return found[0]


def maybe(node: Tag, css: str) -> Element | None:
    """The element under `node` that `css` selects, or None. Raises LayoutError where there are several."""
    found = _select(node, css)
    if len(found) > 1:
        raise LayoutError(f"{css!r}: expected one element or none, found {len(found)} in {_name(node)}")
    return found[0] if found else None


def some(node: Tag, css: str) -> list[Element]:
    """All elements under `node` that `css` selects, at least one. Raises LayoutError where there is none."""
    found = _select(node, css)
    if not found:
        raise LayoutError(f"{css!r}: expected some elements, found none in {_name(node)}")
    return found


def _select(node: Tag, css: str) -> list[Element]:
    return [found for found in cast(list[Element], node.select(css)) if not stands_beside(found, node)]


def _name(node: Tag) -> str:
    """The element as a selector would name it, for a message."""
    identity = f"#{node['id']}" if node.get("id") else ""
    return f"<{node.name}{identity}{''.join(f'.{name}' for name in node.get_attribute_list('class') if name)}>"
