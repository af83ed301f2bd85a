"""Which of a page's elements a reader sees, and in what form."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

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
_STRIKES = frozenset({"del", "s", "strike"})
_DECORATION = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*+:([^;]*+)", re.IGNORECASE)
_STRUCK_CLASS = re.compile(
    r"(?:^|\s)(?:text-decoration-)?(?:line-through|strike-?through|struck)(?:\s|$)", re.IGNORECASE
)
_ZERO = r"(?=[0.])0*+(?:\.0*+)?(?:px|em|rem|pt|%)?"
_HIDDEN_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse)|content-visibility\s*+:\s*+hidden"
    rf"|(?:opacity|font-size)\s*+:\s*+{_ZERO}\s*+(?:;|!|$)|color\s*+:\s*+transparent|transform\s*+:\s*+scale\(0\)"
    # Beyond the page's edge, or cut to nothing.
    r"|(?:left|top|right|text-indent|margin-left)\s*+:\s*+-\d{3,}|clip\s*+:\s*+rect\((?:[01](?:px)?[\s,)]*+){4}"
    r"|clip-path\s*+:\s*+inset\((?:50|100)%)",
    re.IGNORECASE,
)
_ONE_PIXEL = re.compile(r"(?<![\w-])(?:width|height)\s*+:\s*+[01](?:px)?\s*+(?:;|!|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?<![\w-])overflow\s*+:\s*+(?:hidden|clip)", re.IGNORECASE)
# For those who listen to a page instead of seeing it, in the frameworks that public bodies use.
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:(?:u|govuk|nhsuk|usa|is|c|util|cdk|ecl-u|fr|tw|ui-helper)-)?(?:visually-?hidden|sr[-_]only|hidden-accessible"
    r"|screen-reader(?:-text|-only)?|screenreader-only|element-invisible|show-for-sr|wb-inv|a11y-hidden|off-?screen|elementor-screen-only|assistive-text"
    r"|blind)(?:-focusable)?(?:\s|$)",
    re.IGNORECASE,
)
# What plugins set into a text by themselves: buttons that share it, texts like it, counts, icons by their names.
_WIDGET_CLASS = re.compile(
    r"(?:^|\s)(?:sharedaddy|sd-sharing|jp-relatedposts|addtoany_\w+|a2a_kit|addthis_(?:inline_)?\w+|sharethis-[\w-]+|heateor_sss?_\w+"
    r"|ssba(?:-\w+)?|essb_links|mashsb-\w+|shariff|social-shar(?:e|es|ing)(?:-buttons?)?|share-(?:bar|buttons?|links)|yarpp(?:-related)?"
    r"|crp_related|adsbygoogle|rsbtn|post-views|(?:span-|rt-)?reading-time|material-(?:icons|symbols)(?:-\w+)?)(?:\s|$)",
    re.IGNORECASE,
)
# What asks a reader to agree or to subscribe, by class or id; and the roles (WAI-ARIA) of what is beside the text.
_NOTICE = re.compile(
    r"(?:^|\s)(?:cookie-?(?:notice|banner|bar|consent|law|message|popup|policy-\w)[\w-]*+|cookies?|gdpr-[\w-]++|onetrust-[\w-]++|cc-window"
    r"|CybotCookiebot\w*+|cmplz-[\w-]++|newsletter-?(?:signup|form|box|subscribe))(?:\s|$)",
    re.IGNORECASE,
)
_BESIDE = frozenset({"alertdialog", "dialog", "search"})
# Names of asides that are widgets; none is a part of another word: unrelated, shared, socialist, promotion.
_ASIDE = re.compile(
    r"(?i)(?<![a-z])(?:related|recommended|newsletter|subscribe|share(?![dh])|sharing|social(?!i)|promo(?!t)|advert"
    r"|most-?read|trending)"
)
# For nobody, unless a class behind it shows the element again on a wide screen.
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:d-none|hidden|invisible)(?:\s|$)", re.IGNORECASE)
_SHOWN_CLASS = re.compile(r"[-:](?:block|flex|inline|grid|table|visible)", re.IGNORECASE)
_LONGEST_KEPT = 200  # characters; what is longer is not kept in memory
_LONGEST_READ = 65_536  # characters of an element's classes; millions are a trap that would take seconds
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A footnote or a power is no part of the number before it: 2023¹ is not 20231.
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_FLOATS = re.compile(r"(?<![\w-])float\s*+:\s*+(?:left|right|inline)", re.IGNORECASE)  # beside the words that follow
_LIST_STYLE = re.compile(
    r"(?<![\w-])list-style(?:-type)?\s*+:[\s\w-]{0,40}?(?<![\w-])(none|(?:lower|upper)-(?:alpha|latin|roman))(?![\w-])",
    re.IGNORECASE,
)
_LIST_TYPES = {"none": "none", "alpha": "a", "latin": "a", "roman": "i"}
_BLOCK_STYLE = re.compile(r"(?<![\w-])display\s*+:\s*+(?:block|flex|grid|table|list-item)(?![\w-])", re.IGNORECASE)
_LINES_STYLE = re.compile(r"(?<![\w-])white-space\s*+:\s*+(?:pre|break-spaces)", re.IGNORECASE)
_SHIFTED_STYLE = re.compile(r"(?<![\w-])vertical-align\s*+:\s*+(super|sub)(?![\w-])", re.IGNORECASE)


class _Look(NamedTuple):
    """What a style or a class says of an element; `struck` is None where it says nothing of it."""

    hidden: bool
    struck: bool | None
    shift: str = ""
    block: bool = False
    lines: bool = False


@lru_cache(maxsize=2048)  # the same few stand at every tag of a site
def _look_of(style: str) -> _Look:
    decorations, shift = _DECORATION.findall(style), _SHIFTED_STYLE.search(style)
    cut_off = _CUT_OFF.search(style) and _ONE_PIXEL.search(style)
    return _Look(
        bool(_HIDDEN_STYLE.search(style) or cut_off),
        "line-through" in decorations[-1].lower() if decorations else None,
        shift[1].lower() if shift else "",
        bool(_BLOCK_STYLE.search(style) and not _FLOATS.search(style)),
        bool(_LINES_STYLE.search(style)),
    )


@lru_cache(maxsize=2048)
def _class_look_of(names: str) -> _Look:
    shown = max((found.start() for found in _SHOWN_CLASS.finditer(names)), default=0)
    unseen = _UNSEEN_CLASS.search(names) or _HIDDEN_CLASS.search(names, shown)
    return _Look(
        bool(unseen or _WIDGET_CLASS.search(names) or _NOTICE.search(names)), bool(_STRUCK_CLASS.search(names))
    )


def _look(style: str) -> _Look:
    return _look_of(style) if len(style) <= _LONGEST_KEPT else _look_of.__wrapped__(style)


def _class_look(names: str) -> _Look:
    return _class_look_of(names) if len(names) <= _LONGEST_KEPT else _class_look_of.__wrapped__(names[:_LONGEST_READ])


def hidden(attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether an element with these attributes is seen by nobody."""
    for name, value in attributes:  # a loop, not any(): this runs for every tag of every page
        if (name == "hidden" and value.lower() != "until-found") or name == "popover":
            return True
        if (name == "style" and _look(value).hidden) or (name == "class" and _class_look(value).hidden):
            return True
        if (name == "role" and value.lower() in _BESIDE) or (name == "id" and _NOTICE.search(value)):
            return True
    return False


def is_widget(name: str, says: str) -> bool:
    """Whether an element with this name is an `<aside>` that its class or id, which are `says`, call a widget.

    Other asides hold what all should read, and what is called a sidebar may.
    """
    return name == "aside" and _ASIDE.search(says[:_LONGEST_KEPT]) is not None


def stands_beside(element: Tag, node: Tag) -> bool:
    """Whether an element under `node` stands in an aside that is a widget: what is there is none of the release."""
    around = takewhile(lambda parent: parent is not node, element.parents)
    return any(is_widget(one.name, f"{one.get('class', '')} {one.get('id', '')}") for one in around)


def ends_lines(element: etree._Element, tag: str) -> bool:
    """Whether an element that is shown as `tag` stands on lines of its own: for what it is, or by its style."""
    return tag in BLOCKS or bool(tag != "img" and (style := element.get("style")) and _look(style).block)


def keeps_lines(element: etree._Element) -> bool:
    """Whether the lines of an element's source text are those that a reader sees."""
    return element.tag == "pre" or bool((style := element.get("style")) and _look(style).lines)


def list_type(style: str) -> str:
    """The `type` that a list's style stands for (HTML 4.4.5), or "none"; empty where it says nothing of it."""
    found = _LIST_STYLE.search(style)
    side, _, sign = found[1].lower().rpartition("-") if found else ("", "", "")
    kind = _LIST_TYPES.get(sign, "")
    return kind.upper() if side == "upper" else kind


def is_struck(tag: str, attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether the text of an element is shown struck out: by what it is, by its style, or by a class named for it."""
    for name, value in attributes:
        if name == "style" and (struck := _look(value).struck) is not None:
            return struck
        if name == "class" and _class_look(value).struck:
            return True
    return tag in _STRIKES


def in_heading(button: etree._Element) -> bool:
    """Whether a button stands in a heading, or holds one."""
    return next(button.iterancestors(*_HEADINGS), None) is not None or next(button.iter(*_HEADINGS), None) is not None


def unfolds(button: etree._Element) -> bool:
    """Whether a button is itself the heading of what it unfolds, and opens no menu."""
    if button.get("data-toggle") == "collapse" or button.get("data-bs-toggle") == "collapse":
        return True
    parent = button.getparent()
    is_term = parent is not None and parent.tag == "dt"
    return is_term or (
        bool(button.get("aria-expanded") and button.get("aria-controls")) and not button.get("aria-haspopup")
    )


def shifted(element: etree._Element, tag: str) -> dict[int, int] | None:
    """How the figures of a `<sup>` or `<sub>`, or what is styled so, are written; None for other elements."""
    if tag not in ("sub", "sup"):
        style = element.get("style")
        tag = _look(style).shift if style else ""
    return {"sub": _LOWERED, "super": _RAISED, "sup": _RAISED}.get(tag)
