"""Assets: the documents that a release links to and its captioned pictures. Which may be asked for, and what came back.

An asset may stand on any host, for the release itself leads there. It is asked for on the ports of the web alone, and
never at an address that stands for no public host.
"""

import re

from crawler.sources.addresses import PORTS, is_public, origin, place
from storage.records import Capture

_LOOKED_AT = 1024  # bytes in which a file says what it is
# How files of documents and pictures begin.
_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP", re.DOTALL)
_KINDS = (
    _PICTURE,
    re.compile(rb"BM|II\*\0|MM\0\*"),
    re.compile(rb"....ftyp(?:avif|avis|heic|heix|mif1|msf1)", re.DOTALL),
    re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|%!PS-Adobe"),  # Office and OpenDocument
    re.compile(
        rb"\A(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--.*?-->\s*+|<!DOCTYPE svg[^>]*>\s*+)*+<svg\b", re.DOTALL
    ),
)
_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:<!--.*?-->\s*+)*+<(?:!doctype|html|head|body|title|meta|script|\?xml)",
    re.I | re.DOTALL,
)
_TEXT = re.compile(r"\.(?:txt|csv|tsv|ics|md|json)$", re.IGNORECASE)  # what has no sign but its name


def is_pdf(body: bytes) -> bool:
    """Whether these are the bytes of a PDF, which may have something before it (ISO 32000-1, annex H.3)."""
    return b"%PDF-" in body[:_LOOKED_AT]


def is_picture(body: bytes) -> bool:
    """Whether these are the bytes of a picture of a kind that is looked at: JPEG, PNG, GIF or WebP."""
    return _PICTURE.match(body) is not None


def refusal(url: str, *, own: bool) -> str:
    """Why an asset at `url` is not asked for; empty where it may be. `own` are addresses that the source visits."""
    found = origin(url)
    if found is None:
        return "it is no address of the web"
    if own:  # on whatever port a listing of the source has
        return ""
    if found[2] not in PORTS.values():
        return f"it stands on port {found[2]}"
    try:
        public = is_public(found[1])
    except ValueError:  # a name, which the resolver looks at
        return ""
    return "" if public else f"{found[1]} is a private address"


def is_asset(capture: Capture) -> bool:
    """Whether a whole answer brought a document or a picture, by its first bytes; a text, by its address too."""
    start = (capture.body or b"")[:_LOOKED_AT]
    if is_pdf(start) or any(kind.match(start) for kind in _KINDS):
        return True
    return bool(start) and not is_markup(start) and _TEXT.search(place(capture.url)[1]) is not None


def is_markup(body: bytes) -> bool:
    """Whether these are the bytes of a page of HTML."""
    return _MARKUP.match(body[:_LOOKED_AT]) is not None
