"""Assets: the documents that a release links to and its captioned pictures. Which may be asked for, and what came back.

An asset may stand on any host, for the release itself leads there. It is asked for on the ports of the web alone, and
never at an address that stands for no public host.
"""

import ipaddress
import re

from crawler.extract.pdf import is_pdf
from crawler.sources.addresses import PORTS, origin, place
from crawler.sources.block_pages import fault
from crawler.sources.interpret import REDIRECTS, fenced, page_of, target, without_answer
from crawler.sources.source import Source
from storage.records import Capture, Reading

_LOOKED_AT = 1024  # bytes in which a file says what it is
# How files of documents and pictures begin.
_KINDS = (
    re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|BM|II\*\0|MM\0\*|RIFF....WEBP", re.DOTALL),
    re.compile(rb"....ftyp(?:avif|avis|heic|heix|mif1|msf1)", re.DOTALL),
    re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|%!PS-Adobe"),  # Office and OpenDocument
    re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg\b", re.DOTALL),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|title|meta|script|\?xml)", re.I | re.DOTALL
)
_TEXT = re.compile(r"\.(?:txt|csv|tsv|ics|md|json)$", re.IGNORECASE)  # what has no sign but its name


def refusal(source: Source, url: str) -> str:
    """Why an asset at `url` is not asked for; empty where it may be."""
    found = origin(url)
    if found is None:
        return "it is no address of the web"
    if source.visits(url):  # on whatever port a listing of the source has
        return ""
    if found[2] not in PORTS.values():
        return f"it stands on port {found[2]}"
    try:
        public = ipaddress.ip_address(found[1]).is_global
    except ValueError:  # a name, which the resolver looks at
        return ""
    return "" if public else f"{found[1]} is a private address"


def read_asset(source: Source, capture: Capture) -> Reading:
    """Say whether a visit brought a document or a picture, or what it brought instead.

    A page of HTML in place of a document is what its words say it is: a challenge, a page that says that there is
    nothing, or else no document. Raises nothing but MemoryError.
    """
    if capture.status in REDIRECTS and capture.reason is None:
        there = target(capture)
        why = refusal(source, there)
        told = f"redirects to {there or 'nowhere'}: {why}"
        return Reading("refused", message=told) if why else Reading("redirected", message=there)
    return without_answer(capture) or fenced("it cannot be read", lambda: _brought(capture))


def _brought(capture: Capture) -> Reading:
    """What stands in a whole answer, by its first bytes."""
    start = (capture.body or b"")[:_LOOKED_AT]
    if not start:
        return Reading("empty", message="it has no bytes")
    if is_pdf(start) or any(kind.match(start) for kind in _KINDS):
        return Reading("asset")
    if _MARKUP.match(start):
        verdict, said = fault(page_of(capture)) or ("unreadable", "a page of HTML")
        return Reading(verdict, message=f"no document, but {said}")
    if _TEXT.search(place(capture.url)[1]):
        return Reading("asset")
    return Reading("unreadable", message="it is no document and no picture by its first bytes")
