"""Atom (RFC 4287)."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from reader.feeds.feed import Feed, FeedEntry
from reader.texts import language_tag, web_address
from storage.records import escaped, visible

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", _ATOM)


def atom(feed: Feed) -> bytes:
    """A feed as an Atom document."""
    root = Element(f"{{{_ATOM}}}feed", {_LANG: "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _time(feed.updated))
    _element(root, "link", rel="self", type=MEDIA_TYPE, href=feed.url)
    _element(root, "link", rel="alternate", type="text/html", href=feed.page)
    _text(root, "generator", "Communique")
    for entry in feed.entries:
        _entry(root, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: Element, entry: FeedEntry) -> None:
    element = _element(root, "entry", **({_LANG: tag} if (tag := language_tag(entry.language)) else {}))
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", _time(entry.updated))
    if entry.published:
        _text(element, "published", _time(entry.published))
    _text(_element(element, "author"), "name", entry.author)
    _element(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.original and (original := web_address(entry.original)):
        _element(element, "link", rel="via", href=escaped(original))
    content = _element(element, "content", type="html")
    content.text = str(entry.content)


def _element(parent: Element, name: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{_ATOM}}}{name}", attributes)


def _text(parent: Element, name: str, text: str) -> None:
    _element(parent, name).text = visible(text)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
