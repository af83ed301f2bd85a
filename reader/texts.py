"""Texts of the archive as HTML: nothing in them is markup, and none changes how what stands beside it is read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from storage.records import Block, InlineLink, visible

# Languages that are written from right to left (Unicode CLDR, characterOrder).
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"})
_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_STRUCK = re.compile("~~(.+?)~~", re.DOTALL)  # as `storage.records.Block` has it


class Span(NamedTuple):
    """A stretch of a text, by characters, and the element that holds it."""

    start: int
    end: int
    tag: str


def direction(language: str) -> str:
    """What `dir` says of texts in a language."""
    return "rtl" if language.casefold().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def language_tag(language: str) -> str | None:
    """A language as programs read it (RFC 5646, 2.1); None for a page's own word that is no such tag."""
    return language if _TAG.fullmatch(language) else None


def web_address(url: str) -> str | None:
    """An address that may be followed from a page; None for any but those of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def inline(text: str, marked: Sequence[tuple[int, int]] = (), links: Sequence[InlineLink] = ()) -> Markup:
    """A text with its lines, what is struck out, its links, and what of it is `marked` since a query found it."""
    spans = [Span(start, end, "mark") for start, end in marked]
    struck, hidden = _struck(text)
    spans += struck
    html, place = Markup(), 0
    for start, end, url in _placed(text, links):
        html += _runs(text, place, start, spans, hidden)
        html += Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(
            url, _runs(text, start, end, spans, hidden)
        )
        place = end
    return html + _runs(text, place, len(text), spans, hidden)


def block(of: Block, marked: Sequence[tuple[int, int]] = ()) -> Markup:
    """The text of a block."""
    return inline(of.text, marked, of.links)


def _struck(text: str) -> tuple[list[Span], frozenset[int]]:
    """What is struck out, and the tildes that say so, which are not shown."""
    found = list(_STRUCK.finditer(text))
    hidden = {place for one in found for place in (one.start(), one.start() + 1, one.end() - 2, one.end() - 1)}
    return [Span(one.start(1), one.end(1), "s") for one in found], frozenset(hidden)


def _placed(text: str, links: Sequence[InlineLink]) -> Iterator[tuple[int, int, str]]:
    """Where the words of links stand, as far as they do, one after the other."""
    place = 0
    for link in links:
        start = text.find(link.text, place) if link.text else -1
        if start >= 0 and web_address(link.url):
            place = start + len(link.text)
            yield start, place, link.url


def _runs(text: str, start: int, end: int, spans: Sequence[Span], hidden: frozenset[int]) -> Markup:
    """A stretch of a text in runs that the same elements hold."""
    steps = defaultdict[int, Counter[str]](Counter)  # at each seam, how many spans of a tag begin, less those that end
    for first, last, tag in spans:
        if first < end and last > start and first < last:
            steps[max(first, start)][tag] += 1
            steps[min(last, end)][tag] -= 1
    seams = {start, end, *steps}
    places = sorted(seams | {place + step for place in hidden for step in (0, 1) if start < place + step < end})
    runs, open_spans = list[str](), Counter[str]()
    for first, last in pairwise(places):
        if first in steps:
            open_spans.update(steps[first])
        if first in hidden:
            continue
        run = "<br>".join(str(escape(visible(line))) for line in text[first:last].split("\n"))
        for tag in sorted(tag for tag, number in open_spans.items() if number):
            run = f"<{tag}>{run}</{tag}>"
        runs.append(run)
    return Markup("".join(runs))  # noqa: S704 - escaped, and the tags are ours


def shortened(text: str, most: int = 300) -> str:
    """A text for a line of a list: its beginning, where it is longer than `most` characters."""
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


def day(published: date | datetime | str | None) -> str:
    """A day as people write it, "7 January 2025"; a text that is no date as it is."""
    try:
        value = date.fromisoformat(published[:10]) if isinstance(published, str) else published
    except ValueError:
        return str(published)
    return f"{value.day} {value:%B %Y}" if value else "undated"


def month(of: date) -> str:
    """A month as people write it, "January 2025"."""
    return f"{of:%B %Y}"


def minute(at: datetime | None) -> str:
    """A time to the minute: "7 January 2025, 14:30 UTC"."""
    return f"{day(at)}, {at:%H:%M} UTC" if at else "never"
