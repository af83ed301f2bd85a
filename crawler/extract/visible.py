"""Which of a page's elements a reader sees, and in what form."""

import re
from collections.abc import Iterable

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
    "alt class colspan datetime download height href hreflang id itemprop lang name rel reversed rowspan src start"
    " title type value width"
)
# Void elements that libxml2 does not know as such: whatever follows one stands in it, to the end of what it stands in.
VOID = _names("bgsound command embed image keygen source track wbr")
# Scripts that spell with joiners (Arabic to Myanmar, Khmer, Mongolian): there U+200C and U+200D are read.
_SHAPED = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af"
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
    f"|(?<![{_SHAPED}])[\u200c\u200d]|[\u200c\u200d](?![{_SHAPED}])"
)
_HIDDEN_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse)"
    r"|(?:opacity\s*+:\s*+(?=[0.])0*+(?:\.0*+)?|font-size\s*+:\s*+0++(?:px|em|rem|pt|%)?)\s*+(?:;|!|$))",
    re.IGNORECASE,
)
# For those who listen to a page instead of seeing it: Bootstrap, WordPress, Drupal, GOV.UK and those after them.
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:(?:u|govuk|nhsuk|usa|is|c|util)-)?"
    r"(?:visually-?hidden|sr-only|screen-reader-text|screenreader-only|element-invisible)(?:\s|$)",
    re.IGNORECASE,
)
# Where pages keep a picture's address until a script needs it.
_LOADED_LATER = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src", "data-echo")
# Characters of an attribute's value. What is longer is a picture or a font written out (`data:`), or a trap: nothing is
# read from it.
LONGEST_VALUE = 65_536
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A footnote or a power is no part of the number before it: 2023¹ is not 20231.
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_FIGURES = re.compile(r"\A[\s,;*+\-−=()]*+[0-9][0-9\s,;*+\-−=()]*+\Z")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf|xlsx?|ods|csv|pptx?|odp|hwpx?|zip)$", re.IGNORECASE)
_DOCUMENT_TYPE = re.compile(
    r"application/(?:pdf|rtf|msword|zip|vnd\.(?:ms-|oasis\.opendocument|openxmlformats|hancom))", re.IGNORECASE
)


def hidden(attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether an element with these attributes is seen by nobody."""
    for name, value in attributes:  # a loop, not any(): this runs for every tag of every page
        if name == "hidden" and value.lower() != "until-found":
            return True
        if name == "style" and _HIDDEN_STYLE.search(value):
            return True
        if name == "class" and _UNSEEN_CLASS.search(value):
            return True
    return False


def is_heading(button: etree._Element) -> bool:
    """Whether a button is the heading of what it unfolds: it stands in one, or holds one."""
    return next(button.iterancestors(*_HEADINGS), None) is not None or next(button.iter(*_HEADINGS), None) is not None


def shifted(element: etree._Element) -> dict[int, int] | None:
    """How the figures of a `<sup>` or `<sub>` are written; None where it holds words (the "th" of "7th")."""
    if not _FIGURES.match("".join(element.itertext())):
        return None
    return _RAISED if element.tag == "sup" else _LOWERED


def embedded_document(element: etree._Element) -> str | None:
    """The address of the document that an `<object>`, `<embed>` or `<iframe>` shows in the page; None for others."""
    url = (element.get("data") if element.tag == "object" else element.get("src")) or ""
    return url if url and len(url) <= LONGEST_VALUE and is_document(url, element.get("type")) else None


def is_document(url: str, media_type: str | None = None) -> bool:
    """Whether an address is that of a document, by its ending or the type that a page states."""
    if media_type and _DOCUMENT_TYPE.match(media_type.strip()):
        return True
    return _DOCUMENT.search(url.partition("#")[0].partition("?")[0].strip()) is not None


def picture_address(image: etree._Element) -> str:
    """The address of what an `<img>` shows, also where a script loads it later; empty where it has none.

    What stands in `src` meanwhile is a placeholder. Of several sizes the first is taken (HTML, 4.8.4.2.2).
    """
    later = (image.get(name, "") for name in _LOADED_LATER)
    sets = [_first(image.get(name, "")) for name in ("data-srcset", "data-lazy-srcset", "srcset")]
    picture = next(image.iterancestors("picture"), None)
    beside = (_first(source.get("srcset", "")) for source in (() if picture is None else picture.iter("source")))
    found = (*later, *sets[:2], image.get("src", ""), sets[2], *beside)
    urls = (url.strip() for url in found if len(url) <= LONGEST_VALUE)
    return next((url for url in urls if url and not url.startswith("data:")), "")


def _first(candidates: str) -> str:
    """The first address of a `srcset`, which stands before white space or a comma at its end."""
    return next(iter(candidates.split()), "").rstrip(",")


def hidden_email(code: str) -> str:
    """The e-mail address that Cloudflare keeps from robots: each byte is combined with the first by exclusive or.

    Empty where the code is none. https://developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation/
    """
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(key ^ byte for byte in rest).decode("utf-8", "replace")
