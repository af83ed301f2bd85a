"""XML to trees: what a feed or a sitemap says, however carelessly it was written.

No entity is expanded, nothing is fetched. What is no XML and yet means one thing only (HTML's entities, a bare
ampersand, control characters, anything before the first tag, a prefix that is declared nowhere) is read as what it
means. Any other fault costs the line that it stands in: each is then parsed for itself.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from html.entities import html5
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from storage.errors import LayoutError

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(x[0-9a-f]{1,6}|[0-9]{1,7});|([a-z][a-z0-9]{0,31};))?",
    re.DOTALL | re.IGNORECASE,
)
# A number of Windows-1252, which XML takes for a control character and HTML for a letter or a quotation mark.
_NO_LETTER = re.compile(r"&#(?:0{0,5}1[2-5][0-9]|x0{0,4}[89][0-9a-f]);", re.IGNORECASE)
# A sign beyond 65,535 as the two halves that Java and JavaScript keep of it.
_HALVES = re.compile(
    r"&#(?:5[56][0-9]{3}|x[dD][89a-fA-F][0-9a-fA-F]{2});&#(?:5[67][0-9]{3}|x[dD][c-fC-F][0-9a-fA-F]{2});"
)
_OWN = frozenset({"amp;", "apos;", "gt;", "lt;", "quot;"})
_PROLOG = re.compile(r"(?:[^<]++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<((?:[\w.-]++:)?+([\w.-]++))(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>")
MOST_TAGS = 1_000_000  # of the largest sitemap allowed (sitemaps.org): 50,000 lines of a few elements
MOST_LINES = 50_000  # that are parsed one by one; as many as a sitemap may have
# Characters: what stands before a declaration is a server's warning, no document; and a root's tag is no longer.
_DECLARED_WITHIN = 4096
# What a document is made of, by the name of its root.
_LINES = {"rss": "item", "rdf": "item", "channel": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
# The elements that hold HTML, which is often not escaped.
_OPENING = r"<((?:\w{1,20}:)?(?:title|description|encoded|summary|content))\b([^<>]*+)>"
_HTML = re.compile(rf"{_OPENING}(?!\s*<!\[CDATA\[)(.*?)</\1\s*+>", re.DOTALL)
_MARKED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<[\w:.-]+\s[^<>]*+>", re.DOTALL)
# A value without quotes, as HTML allows it.
_BARE = re.compile(r"(?<=[\w\"'\s])(\s[\w:.-]+=)([^\s\"'<>=`]+)(?=[\s>]|/>)")
_MOST_HELD = 100  # of these in one line; the end of each is sought, perhaps in vain, to the line's end


class Document(NamedTuple):
    """The root of a tree, and what is wrong with each line of it that is not well-formed."""

    root: etree._Element
    faults: tuple[str, ...] = ()


def parse(text: str) -> Document:
    """The tree of an XML payload. Raises LayoutError where it is none, or too large."""
    if text.count("<") > MOST_TAGS:
        raise LayoutError(f"the payload has more than {MOST_TAGS} tags")
    text = _from_root(text)
    root, problem = (None, None) if _NO_LETTER.search(text) else _tree(text)
    if problem is not None or root is None:  # mending takes several times as long as parsing, and most need none
        text = _mended(text)
        root, problem = _tree(text)
    if problem is None and root is not None:
        return Document(root)
    whole = _line_by_line(text)
    if whole is None:
        raise LayoutError(f"the page is not markup ({problem or 'it holds none'})")
    return whole


def name(element: etree._Element) -> str:
    """An element's name without namespace or prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def base(element: etree._Element, url: str) -> str:
    """The address that relative ones in an element of the document at `url` start from (XML Base, 4)."""
    for around in (*reversed([*element.iterancestors()]), element):
        with suppress(ValueError):  # "http://[" and the like
            url = urljoin(url, around.get(_BASE, "").strip())
    return url


def _from_root(text: str) -> str:
    """The document without what stands before its root."""
    declared = text.find("<?xml", 0, _DECLARED_WITHIN)
    if declared > 0 and "<![CDATA[" not in text[:declared]:
        text = text[declared:]
    prolog = _PROLOG.match(text)
    return text[prolog.end() :] if prolog else text


def _mended(text: str) -> str:
    """The document with characters and references as XML has them."""
    text = _NO_CHARACTER.sub("", text)
    return _REFERENCE.sub(_reference, _HALVES.sub(_joined, text)) if "&" in text else text


def _joined(halves: re.Match[str]) -> str:
    codes = (int(f"0{one}", 16) if one[0] in "xX" else int(one) for one in halves[0][2:-1].split(";&#"))
    with suppress(UnicodeDecodeError):
        return b"".join(code.to_bytes(2, "big") for code in codes).decode("utf-16-be")
    return halves[0]


def _reference(found: re.Match[str]) -> str:
    number, named = found.groups()
    if named in _OWN or found[0].startswith("<"):
        return found[0]
    meant = unescape(f"&#{number};").replace("\ufffd", "") if number else html5.get(named or "")
    if meant is None:
        return f"&amp;{found[0][1:]}"
    return "".join(f"&#{ord(one)};" for one in _NO_CHARACTER.sub("", meant))


def _tree(text: str) -> tuple[etree._Element | None, str | None]:
    """The tree of what can be read, and the first thing that is wrong. Raises LayoutError where it is too large."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        return None, " ".join(str(error).split())
    wrong = [error for error in parser.error_log if error.domain != etree.ErrorDomains.NAMESPACE]
    if any(error.type == etree.ErrorTypes.ERR_NO_MEMORY for error in wrong):
        raise MemoryError
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in wrong):
        raise LayoutError("the page nests deeper, or holds a longer string, than any page a person wrote")
    return root, wrong[0].message if wrong else None


def _line_by_line(text: str) -> Document | None:
    """The document with each line of it parsed for itself; None where it has none. LayoutError where they are many."""
    opening = _TAG.match(text)
    line = _LINES.get(opening[2].lower()) if opening else None
    if opening is None or line is None or len(opening[0]) > _DECLARED_WITHIN:
        return None
    starts = [found.start() for found in re.finditer(rf"<(?:[\w.-]+:)?{line}(?=[\s>])", text)]
    if len(starts) > MOST_LINES:
        raise LayoutError(f"the payload is not well-formed, and has more than {MOST_LINES} lines")
    root = _tree(text[: starts[0]])[0] if starts else None
    if root is None:
        return None
    place = next((child for child in root if name(child) == "channel"), root) if line == "item" else root
    faults = []
    for piece in _pieces(text, starts, line):
        if piece is None:
            faults.append(f"the last {line} is cut off")
            continue
        shown, problem = _tree(f"{opening[0]}{piece}</{opening[1]}>")
        if problem:
            faults.append(f"the {line} is not well-formed: {problem}")
            plain = _tree(f"{opening[0]}{_with_values_quoted(_with_html_escaped(piece))}</{opening[1]}>")
            shown = plain[0] if plain[1] is None else shown
        place.extend([child for child in shown if name(child) == line][:1] if shown is not None else [])
    return Document(root, tuple(faults))


def _pieces(text: str, starts: list[int], line: str) -> Iterator[str | None]:
    """The lines of a document, from tag to tag; None for the last where it is cut off."""
    end = re.compile(rf"</(?:[\w.-]+:)?{line}\s*+>")
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        closed = end.search(text, start, following)
        yield text[start : closed.end() if closed else following] if closed or following < len(text) else None


def _with_html_escaped(piece: str) -> str:
    few = next(islice(re.finditer(_OPENING, piece), _MOST_HELD, None), None) is None
    return _HTML.sub(_escaped, piece) if few else piece


def _with_values_quoted(piece: str) -> str:
    """A line with quotes around the values of attributes; what is held by CDATA stands as it is."""
    return _MARKED.sub(lambda found: _BARE.sub(r'\1"\2"', found[0]) if found[0][1] != "!" else found[0], piece)


def _escaped(found: re.Match[str]) -> str:
    held = found[3].replace("<![CDATA[", "").replace("]]>", "")
    return f"<{found[1]}{found[2]}><![CDATA[{held}]]></{found[1]}>"
