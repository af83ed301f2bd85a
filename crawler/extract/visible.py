"""Which of a page's elements a reader sees, and in what form."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from bs4 import Tag
from lxml import etree


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that end a line; everything else runs on in it.
BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody"
    " td tfoot th thead tr ul"
)
UNREAD = _names(
    "area audio base button canvas datalist frame frameset head iframe input link map meta meter noembed noframes"
    " noscript object option optgroup output param progress rp rt rtc script select style svg template textarea title"
    " video"
)
VISUAL = _names(
    "abbr acronym b bdi bdo big button cite code dfn em font i ins kbd label mark nobr o:p picture q rb ruby s samp"
    " small span st1:date st1:place strike strong sub sup tt u var wbr"
)
KEPT = _names(
    "alt class colspan datetime download height href hreflang id itemprop lang name rel reversed role rowspan src start"
    " title type value width"
)
# Void elements that libxml2 does not know as such: whatever follows one stands in it, to the end of what it stands in.
VOID = _names("bgsound command embed image keygen source track wbr")
_ANY_ROLE = frozenset({"div", "span"})
_ROLES = {"table": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "columnheader": "th", "rowheader": "th"}
# Names of asides that are widgets; none is a part of another word: unrelated, shared, socialist, promotion.
_ASIDE = re.compile(
    r"(?i)(?<![a-z])(?:related|recommended|newsletter|subscribe|share(?![dh])|sharing|social(?!i)|promo(?!t)|advert"
    r"|most-?read|trending)"
)
_LONGEST_NAME = 200  # characters of an aside's class and id that are looked at
_UNFOLDS = re.compile(r"\b(?:accordion|collapsible|expander)(?=\b|_)", re.IGNORECASE)
_NEAR = 20  # levels between a button and the heading that it stands in
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_widget(element: Tag) -> bool:
    """Whether an element is an `<aside>` that its class or id call a widget.

    Other asides hold what all should read, and what is called a sidebar may.
    """
    if element.name != "aside":
        return False
    return _ASIDE.search(f"{element.get('class', '')} {element.get('id', '')}"[:_LONGEST_NAME]) is not None


def stands_beside(element: Tag, node: Tag) -> bool:
    """Whether an element under `node` stands in an aside that is a widget: what is there is none of the release."""
    around = takewhile(lambda parent: parent is not node, element.parents)
    return any(map(is_widget, around))


def by_role(tag: str, role: str) -> str:
    """The element that one with this role (WAI-ARIA) is read as: a table, a row or a cell, or a line of its own."""
    if tag in _ANY_ROLE:
        tag = _ROLES.get(role, tag)
    return "div" if role == "heading" and tag not in BLOCKS else tag


def in_heading(button: etree._Element) -> bool:
    """Whether a button stands in a heading, or holds one."""
    around = islice(button.iterancestors(), _NEAR)
    is_within = any(element.tag in _HEADINGS or element.get("role") == "heading" for element in around)
    return is_within or next(button.iter(*_HEADINGS), None) is not None


def is_heading(button: etree._Element) -> bool:
    """Whether a button is read: it stands in a heading, or is itself that of what it unfolds, and opens no menu."""
    if in_heading(button) or "collapse" in (button.get("data-toggle"), button.get("data-bs-toggle")):
        return True
    parent = button.getparent()
    is_term = parent is not None and parent.tag == "dt"
    says = (button.get("aria-expanded") and button.get("aria-controls")) or _UNFOLDS.search(button.get("class", ""))
    return is_term or bool(says and not button.get("aria-haspopup"))


def unfolded(root: etree._Element) -> frozenset[str]:
    """The ids of what buttons under `root` unfold that are read as its headings: hidden until a reader asks for it."""
    buttons = [button for button in root.iter("button") if is_heading(button)]
    stated = (button.get(name, "") for button in buttons for name in ("aria-controls", "data-target", "data-bs-target"))
    return frozenset(one.lstrip("#") for one in stated if one)


def inside(node: Tag, name: str) -> Iterator[Tag]:
    """The elements called `name` under `node`, in order; `find_all` asks more and takes three times as long."""
    return (child for child in node.descendants if isinstance(child, Tag) and child.name == name)
