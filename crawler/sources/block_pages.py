"""Pages that answer 200 and are not what was asked for: challenges, maintenance, consent walls, soft 404s.

Each is named before any layout sees the page, kept as a capture, and never read. A mark counts only on a page too short
to be a release, and where the page itself says it: a release may well speak of maintenance, or quote what a page said.
"""

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from crawler.extract.visible import BLOCKS
from crawler.sources.block_marks import (
    ADDRESSES,
    CHALLENGES,
    MAINTENANCE_SENTENCES,
    MAINTENANCE_TITLES,
    REQUESTS,
    SCRIPTS,
    SENTENCES,
    TITLES,
    WORDS,
    Mark,
)
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Release, Verdict

# Characters of a page's own text. Challenge stubs have under 300, the shortest real release about 700.
FEW_WORDS, LONG = 600, 2400
VERY_FEW = 200  # no release says so little
HARDLY_ANY = 300  # a notice of maintenance says little else, nor does a page that wants scripts
_NOT_OWN = frozenset(
    {"a", "aside", "button", "footer", "form", "head", "iframe", "nav", "noscript", "script", "select", "style", "svg"}
)
_EDGES = BLOCKS | {"br"}
_HEADINGS = frozenset({"h1", "h2", "h3"})
_SEPARATOR = re.compile(r" [|–—·»-] |\|")
_SENTENCE = re.compile(r"(?<=[.!?।۔։።။។])\s+|(?<=[。！？])")
_BEGINNING = 4_000  # characters in which a document says what it is
_GZIP = b"\x1f\x8b"
# JSON, a feed or a sitemap: none of them is a page that a guard or an error would send.
_NO_PAGE = re.compile(
    r"\s*+(?:[{\[]|(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>\s*+)*+"
    r"<(?:[\w.-]+:)?(?:rss|RDF|feed|urlset|sitemapindex|channel)[\s>])",
    re.DOTALL,
)
# Japan's words on a page that is there before its text is.
_ANNOUNCED = re.compile(r"\W*The text will be coming soon\W*", re.IGNORECASE)


def fault(page: Page) -> tuple[Verdict, str] | None:
    """The verdict on a page that is not what was asked for, and its name; None for a page worth reading."""
    if not page.body.strip():
        return "empty", "the answer has no body"
    if page.body[:2] == _GZIP or _NO_PAGE.match(page.text[:_BEGINNING]):
        return None
    try:
        title = " ".join((page.tree.findtext(".//title") or "").split())
    except LayoutError:
        title = None  # the layout says better what is wrong
    return _first(ADDRESSES, [page.url]) or (None if title is None or _is_long(page) else _telling(page, title))


def _telling(page: Page, title: str) -> tuple[Verdict, str] | None:
    """What a page says of itself. The less it says besides, the more marks are believed."""
    lines = _own_lines(page)
    own = sum(len(line) for line, _ in lines)
    titles = [title, *_SEPARATOR.split(title)]
    telling = _first(TITLES, titles) if own < LONG else None
    if telling is None and own < FEW_WORDS:
        headings = [line for line, is_heading in lines if is_heading]
        sentences = [one for line, is_heading in lines if not is_heading for one in _SENTENCE.split(line)]
        telling = _first(TITLES, headings) or _first(SENTENCES, sentences)
        if telling is None and own < HARDLY_ANY:
            telling = _first(MAINTENANCE_TITLES, [*titles, *headings]) or _first(MAINTENANCE_SENTENCES, sentences)
        is_headed = any(map(title.startswith, headings))
        telling = telling or _first(CHALLENGES if is_headed or own >= VERY_FEW else SCRIPTS, [page.text])
        words = WORDS if own >= HARDLY_ANY else (*WORDS, *REQUESTS)
        telling = telling or _first(words, [" ".join(line for line, _ in lines)])
    return telling or (None if own or _has_words(page) else ("empty", "the page has no words"))


def only_announced(release: Release) -> bool:
    """Whether a release's whole text is a promise that there will be one: no version of it, nothing to compare with."""
    return bool(release.blocks) and all(_ANNOUNCED.fullmatch(block.text) for block in release.blocks)


def _first(marks: Sequence[Mark], texts: Iterable[str]) -> tuple[Verdict, str] | None:
    return next(((verdict, name) for text in texts for pattern, verdict, name in marks if pattern.search(text)), None)


def _is_long(page: Page) -> bool:
    """Whether the paragraphs alone are longer than any stub; most pages are told by that."""
    length = 0
    for paragraph in page.tree.iter("p"):
        length += len(paragraph.text or "") + sum(len(child.tail or "") for child in paragraph)
        if length > LONG:
            return True
    return False


def _own_lines(page: Page) -> list[tuple[str, bool]]:
    """The lines of a page's own text, as far as they tell a stub from a release; and whether each is a heading.

    Own is what stands outside links, menus and margins: an error page has as much of those as any.
    """
    body = page.tree.find(".//body")
    walk = etree.iterwalk(page.tree if body is None else body, events=("start", "end"))
    lines: list[tuple[str, bool]] = []
    line, heading, length = list[str](), False, 0
    for event, element in walk:
        tag, begins = element.tag, event == "start"
        if tag in _EDGES:
            if line and (words := " ".join(" ".join(line).split())):
                lines.append((words, heading))
                length += len(words)
                if length > LONG:
                    return lines
            line, heading = [], begins and tag in _HEADINGS
        if begins and tag in _NOT_OWN:
            walk.skip_subtree()
        elif text := element.text if begins else element.tail:
            line.append(text)
    return [*lines, *([(words, False)] if (words := " ".join(" ".join(line).split())) else [])]


def _has_words(page: Page) -> bool:
    body = page.tree.find(".//body")
    for element in (page.tree if body is None else body).iter("*"):
        unread = element.tag in ("script", "style", "noscript")
        if any(text and text.strip() for text in (None if unread else element.text, element.tail)):
            return True
    return False
