"""What the lines of feeds say, in every dialect: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom.

A feed is a window on the newest items, never a backfill. A release that is updated comes again: `updated` is no date of
publication.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta

from lxml import etree

from crawler.extract.dates import iso, rfc822
from crawler.extract.html import absolute
from crawler.extract.selections import fragment, words
from crawler.extract.text import clean
from crawler.listings.lines import entry_of, listed
from crawler.sources import xml_document
from crawler.sources.addresses import search
from crawler.sources.page import Page
from storage.errors import DateError, LayoutError
from storage.records import Entry, ListingPage

ATOM = "{http://www.w3.org/2005/Atom}"
# What dates a feed: RSS 2.0's last change, Atom's (RFC 4287, 4.2.15), RSS 2.0's publication, Dublin Core's.
_OWN_DATES = ("lastBuildDate", "updated", "pubDate", "date")
_AHEAD = timedelta(days=1)  # what is dated further ahead than clocks are wrong says nothing of its age
_Forms = tuple[Callable[[str], date | datetime], ...]
_DATES: dict[str, _Forms] = {
    "pubDate": (rfc822, iso),
    "published": (iso, rfc822),
    "issued": (iso, rfc822),
}  # many confuse the two forms
_DUBLIN_CORE = ("{http://purl.org/dc/", "dc:", "dcterms:")  # also where nobody has declared the prefix
_ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")  # the same (RFC 4287, 4.2.7.2)
_EMAIL = re.compile(r"\A[^\s@]+@[^\s@(]+(?:\s*\((.+)\))?\Z")
_LITERAL = frozenset({"", "text", "text/plain"})  # types of an Atom text that is no markup (RFC 4287, 3.1.1.1)


def lines(page: Page) -> list[etree._Element]:
    """The items or entries of a feed. Raises LayoutError where there is none: a feed without items is a broken feed."""
    root = xml_document.name(page.xml)
    if root.lower() not in ("rss", "rdf", "feed"):
        raise LayoutError(f"{page.url}: expected a feed, found <{root}>")
    found = [element for element in page.xml.iter() if xml_document.name(element) in ("item", "entry")]
    if not found:
        raise LayoutError(f"{page.url}: the feed has no item")
    return found


def listing(page: Page, key: str | None = None, key_in: str = "guid") -> ListingPage:
    """The lines of a feed as entries, top first; `key` and `key_in` as `item_key` has them."""

    def read(item: etree._Element) -> Entry:
        found = item_key(item, key, key_in) if key else None
        shown = title(item)
        missing = "" if shown else "an item of the feed has no title"
        return entry_of(address(item, page.url), shown, lambda: published(item), found, missing)

    return replace(listed(lines(page), read, faults=page.xml_faults, undated=True), dated=own_date(page))


def own_date(page: Page) -> datetime | None:
    """When a feed says that it was built or changed last: what tells an older copy of it from a newer one.

    None where it does not say, or cannot know. Raises LayoutError where it is not XML.
    """
    channel = next((child for child in page.xml if xml_document.name(child) == "channel"), page.xml)
    stated = {xml_document.name(child): (child.text or "").strip() for child in reversed(channel)}
    for printed in filter(None, map(stated.get, _OWN_DATES)):
        with suppress(DateError):
            at = _read_date(printed, (rfc822, iso))
            if isinstance(at, datetime) and at <= page.fetched_at + _AHEAD:
                return at
    return None


def text(item: etree._Element, name: str) -> str:
    """The text of an item's element. Raises LayoutError where there is none."""
    found = next((shown for child in _own(item, name) if (shown := (child.text or "").strip())), "")
    if not found:
        raise LayoutError(f"an item of the feed has no <{name}>")
    return found


def title(item: etree._Element) -> str:
    """What a reader sees of an item's title; empty where it has none."""
    return next((shown for child in _own(item, "title") if (shown := _shown(child))), "")


def creator(item: etree._Element) -> str:
    """Who wrote an item, as a reader sees it, by Dublin Core or its own vocabulary; empty where nobody is named.

    Several are joined by commas. RSS states an address of e-mail, and often a name behind it.
    """
    stated = _dublin_core(item, "creator") or [(_own(one, "name") or [one])[0] for one in _own(item, "author")]
    shown = (_EMAIL.sub(lambda found: found[1] or "", _shown(one)) for one in stated)
    return ", ".join(dict.fromkeys(filter(None, shown)))


def address(item: etree._Element, url: str) -> str:
    """Where an item of the feed at `url` leads: its link, else its guid, id or `rdf:about`, if that is an address.

    Raises LayoutError where it leads nowhere.
    """
    linked = sorted((*_own(item, "link"), *item.iterchildren(f"{ATOM}link")), key=_preferred)
    # What FeedBurner and Pheedo led to while they counted who follows a link.
    stated = [(child, child.text) for child in item if xml_document.name(child) == "origLink"]
    stated += [(link, link.get("href") or link.text) for link in linked if link.get("rel", "alternate") in _ALTERNATE]
    named: list[tuple[etree._Element, str | None]] = [
        (item, about) for key, about in item.items() if key.endswith("}about")
    ]
    named += [(element, element.text) for key in ("guid", "id") for element in _own(item, key)]
    stated += [(element, one.partition("#")[0]) for element, one in named if one and one.strip().startswith("http")]
    for element, one in stated:
        if one and one.strip():
            found = absolute(xml_document.base(element, url), one)
            if found.lower().startswith(("http://", "https://")):
                return found
    raise LayoutError(f"{url}: an item of the feed leads nowhere")


def published(item: etree._Element) -> date | datetime | None:
    """When an item was published, or None where it does not say. Raises DateError where that cannot be read."""
    stated = [(child, forms) for name, forms in _DATES.items() for child in _own(item, name)]
    stated += [(child, (iso, rfc822)) for name in ("date", "issued", "created") for child in _dublin_core(item, name)]
    for child, forms in stated:
        if printed := (child.text or "").strip():
            return _read_date(printed, forms)
    return None


def item_key(item: etree._Element, pattern: str, key_in: str = "guid") -> str:
    """The group of `pattern` in an element of an item. Raises LayoutError where it is not found there."""
    stated = text(item, key_in)
    found = search(pattern, stated)
    if found is None:
        raise LayoutError(f"the {key_in} {stated!r} is not as {pattern!r} expects")
    return found[1]


def _read_date(printed: str, forms: _Forms) -> date | datetime:
    wrong: list[DateError] = []
    for read in forms:
        try:
            return read(printed)
        except DateError as error:
            wrong.append(error)
    raise wrong[0]


def _own(item: etree._Element, name: str) -> list[etree._Element]:
    """The elements of an item that are called so in the feed's own vocabulary, not in that of an extension."""
    space, mark, _ = str(item.tag).rpartition("}")
    return [child for child in item if child.tag == f"{space}{mark}{name}"]


def _dublin_core(item: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in item if xml_document.name(child) == name and str(child.tag).startswith(_DUBLIN_CORE)]


def _preferred(link: etree._Element) -> bool:
    return link.get("type", "text/html") not in ("text/html", "application/xhtml+xml")


def _shown(element: etree._Element) -> str:
    """The words of an element: markup in it or escaped, unless it says that it is plain text."""
    if len(element):
        copy = deepcopy(element)
        for each in copy.iter(etree.Element):
            each.tag = xml_document.name(each) or "span"  # "<dc:>", of a broken document
        copy.tag, copy.tail = "div", None
        return fragment(etree.tostring(copy, encoding="unicode", method="html"), "").text
    held = element.text or ""
    plain = str(element.tag).startswith(ATOM) and element.get("type", "") in _LITERAL
    return clean(held) if plain else words(held)
