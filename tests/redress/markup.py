"""A page's markup as a tree whose text can be dressed anew, and back to a page."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from crawler.extract.html import parse
from crawler.sources.page import Page

PARAGRAPH = "data-text"  # marks what holds one paragraph of the text, and nothing else
VOID = ("wbr", "source", "track", "embed")
Element = etree._Element


@dataclass(frozen=True, slots=True)
class Markup:
    """The tree of one page, or of one text in a feed or an answer of an API; `text` holds the whole text in it."""

    root: Element
    text: Element

    def copy(self) -> "Markup":
        path = self.root.getroottree().getpath(self.text)
        root = deepcopy(self.root)
        (text,) = root.xpath(path) if self.text is not self.root else (root,)
        return Markup(root, text)

    def paragraphs(self, *tags: str) -> list[Element]:
        """What holds one paragraph of the text each, in order, of these tags; or of all, and the title too."""
        return [one for one in (self.text if tags else self.root).iter(*tags) if one.get(PARAGRAPH) is not None]


def words_of(element: Element) -> str:
    return letters("".join(element.itertext()))


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def texts(element: Element, change: Callable[[str], str]) -> None:
    """Change every string within `element`."""
    for one in element.iter():
        if one.text:
            one.text = change(one.text)
        if one is not element and one.tail:
            one.tail = change(one.tail)


def fragment(markup: str) -> list[Element]:
    """The elements of a piece of markup, each without what follows it."""
    return list(parse(f"<body>{markup}</body>").find("body"))  # type: ignore[arg-type]


def serialized(root: Element) -> str:
    """The tree as HTML; a text in a feed without what the parser put around it."""
    told = etree.tostring(root, method="html", encoding="unicode")
    for name in VOID:
        told = told.replace(f"</{name}>", "")
    if root.tag == "html":
        return f"<!DOCTYPE html>\n{told}"
    return told.partition(">")[2].rpartition("<")[0]


def held(page: Page) -> list[str]:
    """The texts in markup that a page of JSON or XML holds; none where the page is HTML itself."""
    kind = page.body.lstrip()[:1]
    if kind in b"{[" and kind:
        return [text for text in _strings(json.loads(page.body)) if _is_markup(text)]
    if page.body.lstrip().startswith(b"<?xml") or b"<rss" in page.body[:200]:
        return [text for one in etree.fromstring(page.body).iter() if _is_markup(text := one.text or "")]
    return []


def with_texts(page: Page, texts: list[str]) -> Page:
    """The page of JSON or XML with other texts in the place of those of `held`."""
    left = iter(texts)
    if page.body.lstrip()[:1] in b"{[":
        body = json.dumps(_replaced(json.loads(page.body), left)).encode()
    else:
        root = etree.fromstring(page.body)
        for one in root.iter():
            if _is_markup(one.text or ""):
                one.text = next(left)
        body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Page(body, page.url, page.fetched_at, page.headers)


def _is_markup(text: Any) -> bool:
    return isinstance(text, str) and "<" in text and ("<p" in text or "<div" in text or "<br" in text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _replaced(value: Any, left: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, left) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, left) for one in value]
    return next(left) if _is_markup(value) else value
