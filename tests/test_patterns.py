"""No pattern of the project takes more than linear time on what a site may send, and none of a ministry's too much."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any

import pytest
from lxml import etree
from processor_time import TooSlowError, at_most
from pumped import pumped

import communique
import crawler
import storage
from crawler.extract import html
from crawler.extract.element import region
from crawler.extract.pictures.images import picture_address
from crawler.extract.style import look
from crawler.listings.feeds import creator
from crawler.sources import xml_document
from crawler.sources.addresses import LONGEST
from crawler.sources.registry import sources
from storage.edits.classify import Judgement
from storage.edits.meaning import negated, same_numbers
from storage.edits.struck import text_edits

LONG = 10_000  # characters: where time grows with the square, a quarter of a second of the processor's and more
ENOUGH = 0.25  # seconds of it for one text, of which a linear pattern takes a thousandth
ADDRESSES = frozenset({"identity", "releases", "pages", "archive", "maps", "key", "pattern"})  # facts that are patterns
SOURCES = list(sources().values())
# Patterns that are only ever tried at one place of a text, which does what an anchor would.
AT_ONE_PLACE = frozenset(
    {
        *("crawler.extract.body._INDENT", "crawler.extract.points.markers._DATE", "crawler.families.mid._CALENDAR"),
        *("crawler.ministries.in_mea_en.HINDI", "crawler.sources.block_pages._ANNOUNCED"),
        *("storage.content_encoding._MARKUP", "storage.warc.http_message._CHUNK"),
        *("storage.warc.scan.record_head.WARC.head", "storage.warc.scan.record_head.ARC.head"),
        *("storage.warc.scan.record_head.ARC.beginning", "communique.demo.ministry.VIA"),
        "storage.records.picture_address._ADDRESS",
    }
)
# Patterns that are only ever tried on so many characters: the reach of a date, a window over a recording, a name.
BOUNDED = {
    "crawler.extract.dates.words._MONTH_BEFORE": 100,
    "crawler.sources.block_pages._NO_PAGE": 4_000,
    "storage.warc.scan.record_head.WARC.search": 4_000,
    "communique.scaffold.selector_guess._NAME": 2_000,
}


def within(value: Any, name: str, depth: int = 4) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns in a value, in lists and tables of them too, each with where it stands."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list | tuple):
        inner = enumerate(value)
    elif is_dataclass(value) and not isinstance(value, type):
        inner = ((each.name, getattr(value, each.name, None)) for each in fields(value))
    if depth:
        for key, each in inner:
            yield from within(each, f"{name}.{key}", depth - 1)


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """All patterns of the project's modules, each once, by where it stands."""
    found: dict[re.Pattern[Any], str] = {}
    for package in (crawler, storage, communique):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for place, one in within(value, f"{module.name}.{name}"):
                    found.setdefault(one, place)
    return {place: one for one, place in found.items()}


def stated(value: Any, depth: int = 4) -> Iterator[str]:
    """The patterns that a source states as text: of its identity, its listings, and the functions they are given."""
    if isinstance(value, partial):
        yield from (str(text) for name, text in value.keywords.items() if name in ADDRESSES)
    elif depth and isinstance(value, list | tuple):
        yield from (found for each in value for found in stated(each, depth - 1))
    elif depth and is_dataclass(value):
        for each in fields(value):
            inner = getattr(value, each.name)
            if each.name in ADDRESSES and isinstance(inner, str):
                yield inner
            else:
                yield from stated(inner, depth - 1)


def tried(pattern: re.Pattern[Any], length: int, *, anywhere: bool) -> None:
    """Try a pattern on what is pumped for it."""
    for text in pumped(pattern.pattern, pattern.flags, length):
        subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
        try:
            with at_most(ENOUGH):
                pattern.fullmatch(subject)
                pattern.search(subject) if anywhere else pattern.match(subject)
        except TooSlowError:
            pytest.fail(f"{pattern.pattern!r} is too slow on {text[:40]!r}...{text[-10:]!r}")


def test_a_pattern_that_goes_back_again_and_again_is_found_out() -> None:
    for pattern in (r"(\d+)/?$", r"(a+)+$"):
        with pytest.raises(pytest.fail.Exception, match="is too slow"):
            tried(re.compile(pattern), 2 * LONG, anywhere=True)


@pytest.mark.parametrize("place", patterns())
def test_a_pattern_takes_linear_time(place: str) -> None:
    tried(patterns()[place], BOUNDED.get(place, LONG), anywhere=place not in AT_ONE_PLACE)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_ministrys_pattern_takes_little_time_on_the_longest_address(source: Any) -> None:
    for pattern in dict.fromkeys(stated(source)):
        tried(re.compile(pattern), LONGEST, anywhere=True)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_an_address_longer_than_any_is_known_by_itself(source: Any) -> None:
    start = source.listings[0].start
    url = f"{start}/{'/en/9-' * 10_000}"
    assert source.key_of(url) == source.canonical(url)
    assert not source.owns(url)


# What takes time by the square without any one pattern's fault, or on texts that are not pumped from it.
HOSTILE: dict[str, Callable[[], object]] = {
    "negations that never end": lambda: [negated("n'" * LONG, tag) for tag in ("fr", None)],
    "digits that never end": lambda: [same_numbers("1" * LONG + " million", "億" * LONG, tag) for tag in ("en", "zh")],
    "strokes without an end": lambda: [
        *text_edits("block", "reworded", "~~a " * LONG, "", lambda *_: Judgement("wording"))
    ],
    "classes that hide, and one that shows": lambda: look([("class", "hidden " * LONG + "md:block")]),
    "a placeholder's path": lambda: picture_address(image(f"src='{'-blank' * LONG}/a.svg'"), LONG),
    "an attribute with addresses": lambda: [
        picture_address(image(f"data-a='{sign * LONG} '"), LONG) for sign in (".jpg?", ".jpg#")
    ],
    "a list's style that never ends": lambda: look([("style", f"list-style: {'url(' * 4 * LONG}")]),
    "an author's many addresses": lambda: creator(etree.fromstring(f"<item><author>{'a@' * LONG} b</author></item>")),
    "buttons at a great depth": lambda: shown("<div>" * 1_500 + "<button>a</button>" * 1_000),
    "words raised within words": lambda: shown("<sup>" * 300 + "word " * 80_000),
    "a line of a feed that holds what does not end": lambda: xml_document.parse(
        f"<rss><channel><item>{'<title/>' * LONG}<b></c></item></channel></rss>"
    ),
}


def shown(markup: str) -> Any:
    return region(html.parse(f"<body>{markup}"), "body", "")


def image(attributes: str) -> Any:
    return html.parse(f"<img {attributes}>").find(".//img")


@pytest.fixture(scope="module")
def languages() -> None:
    """The words of all languages, which are loaded once."""
    for tag in ("en", "fr", "zh", None):
        negated("not", tag)
        same_numbers("1", "2", tag)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_values_take_linear_time(name: str, languages: None) -> None:
    with at_most(ENOUGH):
        HOSTILE[name]()
