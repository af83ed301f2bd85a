"""Markup to trees, and the addresses that stand in it."""

import re
from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from storage.errors import LayoutError

# libxml2 keeps a bounded number of levels, and cuts the page there: a page cut in silence would be a false reading, so
# it is none. Some hundred tags that nobody closed are common, and browsers show them: it is told to take 2,048.
_TOO_MUCH = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_NO_MEMORY = etree.ErrorTypes.ERR_NO_MEMORY  # lxml gives it as "unknown error", as if of the markup
# It compares each attribute of an element with all others: a tag with a hundred thousand keeps it busy for minutes.
_LONG_TAG = re.compile(rb"<[a-zA-Z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+'){20000,}+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_MOST_SIGNS = 10_000
# Of a page: a tree and a soup of it take two kilobytes of memory for each. Real releases have some thousands; a table
# of fifteen thousand rows and a list of twenty thousand lines are still read.
MOST_ELEMENTS = 75_000
# libxml2 ends these at the next block, `<del>` with what it stands in; browsers strike out the block as well.
_STRIKE = re.compile(rb"<(/?)(?:s|strike)(?=[\s>])", re.IGNORECASE)
_ADDRESSES = frozenset({"src", "data", "movie", "filename", "url"})  # parameters of an object that say what it shows
# Characters of an attribute's value. What is longer is a picture or a font written out (`data:`), or a trap: nothing is
# read from it.
LONGEST_VALUE = 65_536
_ENDING = r"\.(?:pdf|doc[xm]?|odt|rtf|txt|xls[xm]?|ods|csv|ppt[xm]?|pps|odp|odg|hwpx?|wps|ofd|epub|zip|7z|rar)"
# At a path's end, also with what content management systems add to it; or in a parameter of a viewer or a script.
_DOCUMENT = re.compile(
    rf"\A[^?#]*{_ENDING}(?:/(?:view|download|file|at_download/file|@@download(?:/file)?|[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}))?(?:[?#]|\Z)"
    rf"|\A[^?#]*\?(?:[^#]*&)?[^#&=]+=[^#&]*{_ENDING}(?:[&#]|\Z)|\A[^?#]*#file=[^&]*{_ENDING}(?:&|\Z)",
    re.IGNORECASE,
)
_VIEWED = re.compile(
    rf"[?&#][^=&#]+=((?:https?(?::|%3a)|(?:\.\.?)?(?:/|%2f))[^&#]*{_ENDING})(?=[&#]|\Z)", re.IGNORECASE
)
_DOCUMENT_TYPE = re.compile(
    r"application/(?:pdf|rtf|msword|zip|vnd\.(?:ms-|oasis\.opendocument|openxmlformats|hancom))", re.IGNORECASE
)


def parse(markup: str | bytes) -> etree._Element:
    """The tree of an HTML page, without comments; `markup` is text, or bytes in UTF-8.

    Raises LayoutError where there is none, or where it is a trap.
    """
    body = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    elements = body.count(b"<") - body.count(b"</")
    if elements > MOST_ELEMENTS:
        raise LayoutError(f"the page has {elements} elements, more than any that a person reads")
    if len(body) > 10 * _MOST_SIGNS and any(_crowded(tag[0]) for tag in _LONG_TAG.finditer(body)):
        raise LayoutError("the page has a tag with more attributes than any page a person wrote")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    return _tree(_STRIKE.sub(rb"<\1del", body), parser)


def _crowded(tag: bytes) -> bool:
    """Whether a tag, or what looks like one in a script, has more attributes than `_MOST_SIGNS`."""
    bare = _QUOTED.sub(b"", tag)
    return len(bare.split()) + bare.count(b"=") + bare.count(b"/") > _MOST_SIGNS


def _tree(body: bytes, parser: etree.HTMLParser) -> etree._Element:
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from None
        raise LayoutError(f"the page is not markup ({' '.join(str(error).split())})") from None
    if root is None:
        raise LayoutError("the page holds no markup")
    if any(error.type == _TOO_MUCH for error in parser.error_log):
        raise LayoutError("the page nests deeper, or holds a longer string, than any page a person wrote")
    return root


def meta(tree: etree._Element, name: str) -> str | None:
    """The content of the first `<meta>` with this `name` or `property`, or None."""
    found = tree.xpath("//meta[(@name=$name or @property=$name) and @content]/@content", name=name)
    return str(cast(list[str], found)[0]).strip() if found else None


def base(tree: etree._Element, url: str) -> str:
    """The address that relative ones of the page start from: its `<base href>`, else its own."""
    found = cast(list[str], tree.xpath("(//base[@href])[1]/@href"))
    try:
        stated = urljoin(url, found[0].strip()) if found else url
    except ValueError:  # "http://[" and the like
        return url
    return url if stated.lower().startswith(("data:", "javascript:")) else stated  # HTML 4.2.3


def same_language(one: str, other: str) -> bool:
    """Whether two language tags name the same: a shorter one stands for all that begin with it (RFC 4647, 3.3.1).

    "en" is the same as "en-NZ", but "zh-Hant" is not "zh-Hans"; an empty tag names none.
    """
    first, second = f"{one}-".lower(), f"{other}-".lower()
    return bool(one and other) and (first.startswith(second) or second.startswith(first))


def path(url: str) -> str:
    """The path of an address; empty where it has none, or is no address."""
    try:
        return urlsplit(url).path
    except ValueError:  # "http://[node:url]/fr", a template's token that nobody replaced
        return ""


def absolute(base: str, href: str) -> str:
    """`href` as an absolute address; as it stands where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


def shown_document(element: etree._Element, later: Iterable[str], base: str) -> str | None:
    """The address of the document that an `<object>`, `<embed>` or `<iframe>` shows in the page; None for others.

    `later` are the attributes that hold it until a script needs it. Of a viewer it is what that shows.
    """
    stated = [element.get("data" if element.tag == "object" else "src", ""), *map(element.get, later)]
    stated += [param.get("value") for param in element.iter("param") if param.get("name", "").lower() in _ADDRESSES]
    urls = (url.strip() for url in stated if url and len(url) <= LONGEST_VALUE)
    url = next((url for url in urls if not url.startswith("about:")), "")
    if not url or not is_document(url, element.get("type")):
        return None
    shown = absolute(base, url)
    viewed = _VIEWED.search(shown)
    return absolute(shown, unquote(viewed[1]).replace(" ", "%20") if viewed else shown)


def is_document(url: str, media_type: str | None = None) -> bool:
    """Whether an address is that of a document, by its ending or the type that a page states."""
    if media_type and _DOCUMENT_TYPE.match(media_type.strip()):
        return True
    return _DOCUMENT.match(url.strip()) is not None
