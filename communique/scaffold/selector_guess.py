"""Guesses which selectors read a page, from one page of its kind: a start for a person who writes a ministry's file.

A guess is a selector that matches what it should on this page; whether it does on the next is for the person to see.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from crawler.extract import clean, find_date, iso, numeric_date
from crawler.extract.dates import Order
from crawler.extract.element import Element
from crawler.sources.page import Page
from storage.errors import DateError

_NAME = re.compile(r"[A-Za-z][A-Za-z_-]*(?:[A-Za-z_-]|\d(?!\d))*")  # a name with a number in it belongs to one page
_HEADING = re.compile(r"h[1-6]")
_LONGEST_DATE = 60  # characters of an element that holds a date and nothing else
_SHORTEST_TITLE = 4  # characters of a link that announces a release
_CONTENT = "*:not(nav, nav *, header, header *, footer, footer *, #header *, #footer, #footer *)"
_ORDERS: tuple[Order, ...] = ("dmy", "mdy")
_PARAGRAPHS = ("p", "ul", "ol", "blockquote")


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads a date: a function of `crawler.extract` and its arguments, as they are written in a file."""

    function: str
    arguments: str

    def call(self, text: str) -> str:
        """The call that reads the expression `text`, as source code."""
        return f"{self.function}({text}, {self.arguments})"

    @property
    def function_of_text(self) -> str:
        """The function of one text, as source code."""
        return f"partial({self.function}, {self.arguments})"


@dataclass(frozen=True, slots=True)
class ListingGuess:
    """How a listing may be read: an entry, its link, and its date where every entry has one that can be read."""

    entry: str
    link: str
    date: str | None = None
    printed: DateReader | None = None


@dataclass(frozen=True, slots=True)
class ReleaseGuess:
    """How a release may be read: selectors, and the expression that reads its date; None where nothing gave a hint."""

    title: str | None
    text: str | None
    published: str | None = None


def listing(page: Page, language: str, timezone: str) -> ListingGuess | None:
    """The entries whose links have the most words, all in elements of one kind; None where no two are."""
    body = page.region("body")
    groups: dict[str, dict[int, tuple[Element, Element]]] = defaultdict(dict)
    for link in _some(body, "a[href]"):
        there = urlsplit(str(link["href"]))
        if len(link.text) >= _SHORTEST_TITLE and there.hostname == urlsplit(page.url).hostname and there.path != "/":
            entry = _entry(body, link)
            if _NAME.fullmatch(entry.name):
                groups[_kind(entry)].setdefault(id(entry), (entry, link))
    several = {kind: [*pairs.values()] for kind, pairs in groups.items() if len(pairs) > 1}
    if not several:
        return None
    # Squared, since a menu has more links than a list of releases, but shorter ones.
    kind = max(several, key=lambda name: sum(len(link.text) ** 2 for _, link in several[name]))
    entries = [entry for entry, _ in several[kind]]
    chosen = _link(several[kind])
    for css in dict.fromkeys(_kind(element) for element in _short_elements(entries[0])):
        texts = [text for entry in entries if (text := _date_text(entry, css)) is not None]
        if len(texts) == len(entries) and (reader := _date_reader(texts, language, timezone)):
            return ListingGuess(kind, chosen, css, reader)
    return ListingGuess(kind, chosen)


def release(page: Page, language: str, timezone: str) -> ReleaseGuess:
    """The title by its heading, the text by its paragraphs, the date by the first element that holds nothing else."""
    body = page.region("body")
    text = _text(body)
    within = {id(element) for element in (text, *text.find_all(True))} if text else set[int]()
    found = ReleaseGuess(_title(page, body), _selector(body, text) if text else None)
    for element in _short_elements(body):
        css = _selector(body, element) if id(element) not in within else None
        if css and (reader := _date_reader([_shown(element)], language, timezone)):
            value = f'str(one(body, "{css}")["datetime"])' if element.get("datetime") else f'one(body, "{css}").text'
            return ReleaseGuess(found.title, found.text, reader.call(value))
    return found


def _entry(body: Element, link: Element) -> Element:
    """The largest element around a link that has no link to another address."""
    element = link
    while (around := element.parent) is not None and around is not body:
        if {str(other["href"]) for other in _some(cast(Element, around), "a[href]")} != {str(link["href"])}:
            break
        element = cast(Element, around)
    return element


def _link(pairs: Sequence[tuple[Element, Element]]) -> str:
    """What selects the one link of each entry."""
    if all(len(entry.select("a[href]")) <= 1 for entry, _ in pairs):
        return "a[href]"
    around = pairs[0][1].parent
    return f"{around.name} a[href]" if around is not None and _HEADING.fullmatch(around.name) else _kind(pairs[0][1])


def _title(page: Page, body: Element) -> str | None:
    """The first heading that the page's <title> repeats, else the one h1."""
    stated = clean(page.tree.findtext(".//title") or "")
    repeated = [heading for heading in _some(body, "h1, h2, h3") if heading.text and stated.startswith(heading.text)]
    headings = repeated or _some(body, "h1")
    return _selector(body, headings[0]) if repeated or len(headings) == 1 else None


def _text(body: Element) -> Element | None:
    """The element whose own paragraphs and lists have the most words."""

    def words(element: Element) -> int:
        return sum(len(cast(Element, child).text) for child in element.find_all(_PARAGRAPHS, recursive=False))

    best = max(_some(body, _CONTENT), key=words, default=None)
    return best if best is not None and words(best) else None


def _short_elements(around: Element) -> Iterator[Element]:
    """The elements without children whose text is short enough for a date."""
    for element in _some(around, "*"):
        if 4 <= len(_shown(element)) <= _LONGEST_DATE and not element.find(True) and element.name != "a":
            yield element


def _shown(element: Element) -> str:
    return str(element.get("datetime") or element.text)


def _date_text(entry: Element, css: str) -> str | None:
    found = _some(entry, css)
    return _shown(found[0]) if len(found) == 1 else None


def _date_reader(texts: Sequence[str], language: str, timezone: str) -> DateReader | None:
    """The first reader that reads all of `texts`; digits alone only where just one order of them is possible."""
    orders = [order for order in _ORDERS if _reads(partial(numeric_date, order=order), texts)]
    readers: list[tuple[DateReader, Callable[[str], date | datetime | None]]] = [
        (DateReader("iso", f'timezone="{timezone}"'), lambda text: iso(text, timezone=timezone)),
        (DateReader("long_date", f'language="{language}"'), lambda text: find_date(text, language)),
        (DateReader("numeric_date", 'order="ymd"'), lambda text: numeric_date(text, "ymd")),
    ]
    found = next((reader for reader, read in readers if _reads(read, texts)), None)
    if found or len(orders) != 1:
        return found
    return DateReader("numeric_date", f'order="{orders[0]}"')


def _reads(read: Callable[[str], date | datetime | None], texts: Sequence[str]) -> bool:
    try:
        return bool(texts) and all(read(text) is not None for text in texts)
    except DateError:
        return False


def _selector(body: Element, element: Element) -> str | None:
    """What selects `element` and nothing else: its id, its class, or its place in such an element; or None."""
    if not _NAME.fullmatch(element.name):  # an element of XML, which a selector cannot name
        return None
    for css in (f"#{element.get('id')}" if _NAME.fullmatch(str(element.get("id"))) else "", _kind(element)):
        if css and len(body.select(css)) == 1:
            return css
    around = element.parent
    outer = _selector(body, cast(Element, around)) if around is not None and around is not body else None
    inner = f"{outer} > {_kind(element)}"
    return inner if outer and len(body.select(inner)) == 1 else None


def _kind(element: Element) -> str:
    """The element's tag and first class; without a class, its tag in the element around it, or as it is."""
    names = [name for name in element.get_attribute_list("class") if name and _NAME.fullmatch(name)]
    if names:
        return f"{element.name}.{names[0]}"
    around = element.parent
    outer = [name for name in around.get_attribute_list("class") if name and _NAME.fullmatch(name)] if around else []
    return f".{outer[0]} > {element.name}" if outer else element.name


def _some(element: Element, css: str) -> list[Element]:
    return cast(list[Element], element.select(css))
