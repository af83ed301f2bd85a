"""What styles and classes say of an element: whether it is seen, struck out, raised, or on lines of its own."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

_BESIDE = frozenset({"alertdialog", "dialog", "search"})  # roles (WAI-ARIA) of what stands beside the text
# What makes an element more than its tag says, as far as attributes can.
_TELLING = frozenset(
    {*("class", "hidden", "id", "popover", "role", "style"), *("data-bg", "data-background-image", "data-bgset")}
) | {"data-cfemail"}
_STRUCK = re.compile(
    r"(?:^|\s)(?:(?:(?!no-|not-)\w[\w-]*-)?(?:line-through|strike-?(?:through|out))|struck|strike|crossed-out)(?:\s|$)",
    re.IGNORECASE,
)
_SHIFTED = re.compile(r"(?:^|\s)(super|sub)script(?:\s|$)", re.IGNORECASE)
# For those who listen to a page instead of seeing it, in the frameworks that public bodies use.
_UNSEEN = re.compile(
    r"(?:^|\s)(?:(?:u|govuk|nhsuk|usa|is|c|util|cdk|ecl-u|fr|tw|ui-helper|slds|vads-u|au|nsw)-)?(?:visually-?hidden|sr[-_]only"
    r"|hidden-accessible|screen-reader(?:-text|-only)?|screenreader-only|element-invisible|show-for-sr|wb-inv|a11y-hidden|a11y-text"
    r"|accessib(?:ility|ly|le)-hidden|off-?screen|elementor-screen-only|assistive-text|blind)(?:-focusable)?(?:\s|$)",
    re.IGNORECASE,
)
# What plugins set into a text by themselves: buttons that share it, texts like it, counts, icons by their names.
_WIDGET = re.compile(
    r"(?:^|\s)(?:sharedaddy|sd-sharing|jp-relatedposts|addtoany_\w+|a2a_kit|addthis_(?:inline_)?\w+|sharethis-[\w-]+|heateor_sss?_\w+"
    r"|ssba(?:-\w+)?|essb_links|mashsb-\w+|shariff|social-shar(?:e|es|ing)(?:-buttons?)?|share-(?:bar|buttons?|links)|yarpp(?:-related)?"
    r"|crp_related|adsbygoogle|rsbtn|post-views|(?:span-|rt-)?reading-time|material-(?:icons|symbols)(?:-\w+)?)(?:\s|$)",
    re.IGNORECASE,
)
# What asks a reader to agree or to subscribe; by its id as well.
_NOTICE = re.compile(
    r"(?:^|\s)(?:cookie-?(?:notice|banner|bar|consent|law|message|popup|policy-\w)[\w-]*+|cookies?|gdpr-[\w-]++|onetrust-[\w-]++|cc-window"
    r"|CybotCookiebot\w*+|cmplz-[\w-]++|newsletter-?(?:signup|form|box|subscribe))(?:\s|$)",
    re.IGNORECASE,
)
# For nobody, unless a class behind it shows the element again on a wide screen; for nobody but a printer. What is only
# called "is-hidden" is so until a script shows it.
_HIDDEN = re.compile(
    r"(?:^|\s)(?:(?:(?:u|uk|fr|tw|usa|govuk-!|nhsuk-u|ecl-u|ds_u|moj|slds)-)?(?:d-none|hidden|invisible|hide"
    r"|display-none)|visible-print(?:-\w+)?|(?:d-)?print-only|only-print|hidden-(?:xs|sm|md|lg|xl)-up)(?:\s|$)",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?<!print)[-:](?:block|flex|inline|grid|table|visible)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ZERO = r"(?=[.+-]?[0.])[+-]?0*+(?:\.0*+)?(?:[a-z]{2,4}|%)?"
_OFF = r"-\d{3,}"  # pixels or so: beyond the page's edge
_NOTHING = re.compile(_ZERO)
# Values with which a property hides an element from everybody.
_HIDING = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "content-visibility": re.compile(r"hidden"),
    "opacity": _NOTHING,
    "font-size": _NOTHING,
    "font": re.compile(rf"{_ZERO}(?:\s*+/|\s).*"),
    "color": re.compile(
        r"transparent|rgba\((?:[^,)]{0,20},){3}\s*+0*+(?:\.0*+)?%?\s*+\)|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)"
    ),
    "transform": re.compile(rf"scale\(\s*+0\s*+\)|translate(?:x|y|3d)?\(\s*+{_OFF}.*"),
    "clip": re.compile(r"rect\((?:[01](?:px)?[\s,)]*+){4}.*"),
    "clip-path": re.compile(r"inset\((?:50|100)%.*|circle\(0.*|polygon\((?:0(?:px|%)?[\s,)]*+)++"),
    **dict.fromkeys(("left", "top", "right"), re.compile(rf"{_OFF}.*")),
    # Less is half the width of what stands in the middle, or the first line of a paragraph that hangs.
    **dict.fromkeys(("margin-left", "text-indent"), re.compile(r"-(?:\d{4,}|9\d\d|\d{3}(?:r?em|%)).*")),
}
# What an element within may state anew (CSS Cascade 4, 7.1), unless it states it by what is stated around it.
_INHERITED = frozenset({"color", "font-size", "visibility"})
_AS_AROUND = re.compile(r"inherit|unset|revert|[\d.+]*(?:em|%)|")
_CUT_OFF = re.compile(r"hidden|clip")
_ONE_PIXEL = re.compile(r"[01](?:px)?")
_PADDING = ("padding", "padding-top", "padding-bottom")  # of a box that has its height by its width, for a picture
_BLOCK = re.compile(r"block|flex|grid|table|list-item")
_FLOATS = ("left", "right", "inline-start", "inline-end")  # beside the words that follow
_LENGTH = re.compile(r"(\d{1,6})(?:\.\d*+)?(px|em)")
_PIXELS = {"px": 1, "em": 16}  # of the usual size of letters
_POSITION = re.compile(r"\b(?:inside|outside)\b|url\([^)]*+\)")  # of a bullet, or its picture
_MOST_WITHIN = 50  # elements in one that is hidden, among which is the first that shows again
_LONGEST_KEPT = 200  # characters; what is longer is not kept in memory
_LONGEST_WITHIN = 2_000  # characters of a style that may show an element again
_LONGEST_READ = 65_536  # characters of an element's classes; millions are a trap that would take seconds


class Look(NamedTuple):
    """What attributes say of an element; of what they do not speak it says None, or nothing.

    `shift` is "super" or "sub" for what stands above or below the line, `as_written` whether white space is seen as it
    stands, `numbers` a `list-style-type`, `sizes` the width and height in pixels, as far as they are stated.
    `undone_by` are the properties that alone hide it, where an element within may state all of them anew. An element
    that is `plain` is no more than its tag says: all of this is as usual, but for its size, and it shows no picture.
    """

    hidden: bool = False
    struck: bool | None = None
    shift: str = ""
    block: bool = False
    as_written: bool | None = None
    numbers: str = ""
    sizes: Mapping[str, str] = MappingProxyType({})
    undone_by: frozenset[str] = frozenset()
    plain: bool = True


_PLAIN = Look()


def look(attributes: Iterable[tuple[str, str]]) -> Look:
    """What the attributes of an element say of it."""
    stated, is_short = [], True
    for name, value in attributes:  # a loop, not a comprehension: this runs for every tag of every page
        if name in _TELLING and (name != "id" or _NOTICE.search(value)):  # ids are many, and next to none says anything
            stated.append((name, value))
            is_short = is_short and len(value) <= _LONGEST_KEPT
    if not stated:
        return _PLAIN
    return _look(tuple(stated)) if is_short else _look.__wrapped__(tuple(stated))


def is_hidden(element: etree._Element, seen: Look) -> bool:
    """Whether an element that looks so is seen by nobody, nor what stands in it."""
    if not seen.hidden or not seen.undone_by:
        return seen.hidden
    within = (one.get("style", "") for one in islice(element.iterdescendants(), _MOST_WITHIN))
    return not any(shows_again(inner, seen.undone_by) for inner in within if inner)


def shows_again(style: str, hiding: frozenset[str]) -> bool:
    """Whether the style of an element states anew all the properties by which one around it is hidden."""
    said = declarations(style[:_LONGEST_WITHIN])
    return all(not _AS_AROUND.fullmatch(said.get(name, "")) for name in hiding) and not _hiding(said)


def declarations(style: str) -> dict[str, str]:
    """The properties of a style attribute in lower case, each with the value that counts (CSS Cascade 4, 6.4).

    That is the last, or the last important one; they stand in that order.
    """
    found: dict[str, str] = {}
    important = set[str]()
    for declaration in (_COMMENT.sub("", style) if "/*" in style else style).lower().split(";"):
        name, _, value = declaration.partition(":")
        value, mark, _ = value.partition("!")
        name = name.strip()
        if mark:
            important.add(name)
        if mark or name not in important:
            found.pop(name, None)
            found[name] = value.strip()
    return found


@lru_cache(maxsize=2048)  # the same few stand at every tag of a site
def _look(attributes: tuple[tuple[str, str], ...]) -> Look:
    stated = dict(attributes)
    style, names = stated.get("style", ""), stated.get("class", "")[:_LONGEST_READ]
    of_style, of_class = _of_style(style), _of_class(names)
    is_hidden = (
        of_class.hidden
        or "popover" in stated
        or stated.get("hidden", "until-found").lower() != "until-found"
        or stated.get("role", "").lower() in _BESIDE
        or "id" in stated
    )
    seen = of_style._replace(
        hidden=is_hidden or of_style.hidden,
        struck=of_class.struck if of_style.struck is None else of_style.struck,
        shift=of_style.shift or of_class.shift,
        undone_by=frozenset() if is_hidden else of_style.undone_by,
    )
    more = stated.keys() - {"class", "style"}
    return seen._replace(plain=not more and "url(" not in style.lower() and seen._replace(sizes=_PLAIN.sizes) == _PLAIN)


def _of_class(names: str) -> Look:
    shown = max((found.start() for found in _SHOWN.finditer(names)), default=0)
    unseen = _UNSEEN.search(names) or _HIDDEN.search(names, shown)
    shift = _SHIFTED.search(names)
    is_hidden = bool(unseen or _WIDGET.search(names) or _NOTICE.search(names))
    return Look(is_hidden, bool(_STRUCK.search(names)) or None, shift[1].lower() if shift else "")


def _of_style(style: str) -> Look:
    said = declarations(style)
    decoration = [value for name, value in said.items() if name in ("text-decoration", "text-decoration-line")]
    shift, space = said.get("vertical-align", ""), said.get("white-space", "")
    sizes = {name: _LENGTH.fullmatch(said.get(name, "")) for name in ("width", "height")}
    hiding = _hiding(said)
    return Look(
        bool(hiding),
        "line-through" in decoration[-1] if decoration else None,
        shift if shift in ("super", "sub") else "",
        bool(_BLOCK.fullmatch(said.get("display", "")) and said.get("float") not in _FLOATS),
        space.startswith(("pre", "break-spaces")) if space else None,
        _POSITION.sub("", (said.get("list-style-type") or said.get("list-style", ""))[:_LONGEST_KEPT]).strip(),
        {name: str(int(size[1]) * _PIXELS[size[2]]) for name, size in sizes.items() if size},
        hiding if hiding <= _INHERITED else frozenset(),
    )


def _hiding(said: dict[str, str]) -> frozenset[str]:
    """The properties by which a style hides an element from everybody."""
    is_cut = any(_CUT_OFF.match(said.get(name, "")) for name in ("overflow", "overflow-x", "overflow-y"))
    sizes = (name for name in ("width", "height") if is_cut and _ONE_PIXEL.fullmatch(said.get(name, "")))
    found = {name for name, value in said.items() if (hiding := _HIDING.get(name)) and hiding.fullmatch(value)}
    if said.get("background-clip", said.get("-webkit-background-clip")) == "text":  # it is seen through the letters
        found.discard("color")
    return frozenset(found if any(name in said for name in _PADDING) else found.union(sizes))
