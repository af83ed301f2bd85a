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
    "alt class colspan datetime download height href hreflang id itemprop lang name rel reversed role rowspan src start"
    " title type value width"
)
# Void elements that libxml2 does not know as such: whatever follows one stands in it, to the end of what it stands in.
VOID = _names("bgsound command embed image keygen source track wbr")
# Around text that is struck out, until they are spelled as tildes: no page can hold half of a surrogate pair.
STRUCK, UNSTRUCK = "\ud800", "\udfff"
_MARKS = STRUCK + UNSTRUCK
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BETWEEN = re.compile(rf"{UNSTRUCK}(\s*){STRUCK}")
_STRIKE = re.compile(rf"{STRUCK}(\s*+)([^{_MARKS}]*[^{_MARKS}\s])(\s*){UNSTRUCK}")
_LEFT = re.compile(f"[{_MARKS}]")
_STRIKES = frozenset({"del", "s", "strike"})
_DECORATION = re.compile(r"(?<![\w-])text-decoration(?:-line)?\s*+:([^;]*+)", re.IGNORECASE)
_STRUCK_CLASS = re.compile(
    r"(?:^|\s)(?:text-decoration-)?(?:line-through|strike-?through|struck)(?:\s|$)", re.IGNORECASE
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
_ADDRESSES = frozenset(
    {"src", "data", "movie", "filename", "url"}
)  # the parameters of an object that say what it shows
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A footnote or a power is no part of the number before it: 2023¹ is not 20231.
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_FIGURES = re.compile(r"\A[\s,;*+\-−=()]*+[0-9][0-9\s,;*+\-−=()]*+\Z")
_SMALLEST = 48  # pixels; flags in text, icons, spacers and trackers are smaller, photographs larger
_TALL = 150  # pixels; no icon or logo in a text is as high
_ICON = re.compile(
    r"(?:^|[/_.-])(?:icon|ico|spacer|blank|pixel|dot|clear|arrow|bullet|btn|button|logo|share|1x1|transparent|print|sns)"
    r"(?=[/_.\d-]|$)",
    re.IGNORECASE,
)
_PHOTOGRAPH = re.compile(r"\.(?:jpe?g|webp|avif|heic)$", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*$", re.IGNORECASE)
_ICON_ALT = re.compile(
    r"別ウ[ィイ]ンドウ|新しいウ[ィイ]ンドウ|(?:new|another) window|새 ?창|^(?:pdf|icon)$", re.IGNORECASE
)
_ENDING = r"\.(?:pdf|doc[xm]?|odt|rtf|txt|xls[xm]?|ods|csv|ppt[xm]?|pps|odp|odg|hwpx?|wps|ofd|epub|zip|7z|rar)"
# At a path's end, also with what content management systems add to it; or in a parameter of a viewer or a script.
_DOCUMENT = re.compile(
    rf"\A[^?#]*{_ENDING}(?:/(?:view|download|file|at_download/file|@@download(?:/file)?))?(?:[?#]|\Z)"
    rf"|\A[^?#]*\?(?:[^#]*&)?[^#&=]+=[^#&]*{_ENDING}(?:[&#]|\Z)",
    re.IGNORECASE,
)
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


def is_struck(tag: str, attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether the text of an element is shown struck out: by what it is, by its style, or by a class named for it."""
    for name, value in attributes:
        if name == "style" and (decorations := _DECORATION.findall(value)):
            return "line-through" in decorations[-1].lower()
        if name == "class" and _STRUCK_CLASS.search(value):
            return True
    return tag in _STRIKES


def struck_out(text: str) -> str:
    """`text` with the marks of what is struck out around each line of it."""
    return _LINE.sub(rf"{STRUCK}\g<0>{UNSTRUCK}", text)


def with_tildes(text: str) -> str:
    """`text` with two tildes on either side of what is struck out, as GitHub's Markdown spells it."""
    if STRUCK not in text and UNSTRUCK not in text:
        return text
    return _LEFT.sub("", _STRIKE.sub(r"\1~~\2~~\3", _BETWEEN.sub(r"\1", text)))


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
    stated = [element.get("data" if element.tag == "object" else "src", ""), *map(element.get, _LOADED_LATER)]
    stated += [param.get("value") for param in element.iter("param") if param.get("name", "").lower() in _ADDRESSES]
    url = next((url.strip() for url in stated if url and not url.startswith("about:")), "")
    return url if url and is_document(url, element.get("type")) else None


def is_document(url: str, media_type: str | None = None) -> bool:
    """Whether an address is that of a document, by its ending or the type that a page states."""
    if media_type and _DOCUMENT_TYPE.match(media_type.strip()):
        return True
    return _DOCUMENT.match(url.strip()) is not None


def is_icon(url: str, alt: str, width: str, height: str, *, by_name: bool = True) -> bool:
    """Whether a picture belongs to no text: it is small, its alternative text says so or, `by_name`, its file's name.

    A photograph is none for a name that begins like an icon's ("share-the-planet.jpg"), or for a width in per cent.
    """
    sizes = [_PIXELS.match(size) for size in (width, height)]
    if any(size and int(size[1]) < _SMALLEST for size in sizes) or _ICON_ALT.search(alt):
        return True
    name = url.partition("?")[0].rpartition("/")[2]
    if not by_name or not _ICON.search(name) or (sizes[1] and int(sizes[1][1]) >= _TALL):
        return False
    words = [word for word in re.split(r"[_.-]", name)[:-1] if not word.isdecimal()]
    return not _PHOTOGRAPH.search(name) or not words or _ICON.fullmatch(words[-1]) is not None


def picture_address(image: etree._Element) -> str:
    """The address of what an `<img>` shows, also where a script loads it later; empty where it has none.

    What stands in `src` meanwhile is a placeholder. Of several sizes the first is taken (HTML, 4.8.4.2.2).
    """
    later = (image.get(name, "") for name in _LOADED_LATER)
    sets = [_first(image.get(name, "")) for name in ("data-srcset", "data-lazy-srcset", "srcset")]
    picture = next(image.iterancestors("picture"), None)
    beside = (_first(source.get("srcset", "")) for source in (() if picture is None else picture.iter("source")))
    found = (*later, *sets[:2], image.get("src", ""), sets[2], *beside)
    return next((url.strip() for url in found if url.strip() and not url.strip().startswith("data:")), "")


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
