"""No pattern of the project takes more than linear time on what a site may send, and none of a ministry's too much."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any

import pytest
from pumped import TooSlowError, at_most, pumped

import communique
import crawler
import storage
from crawler.sources.addresses import LONGEST
from crawler.sources.registry import sources

LONG = 50_000  # characters: where time grows with the square, some ten seconds
ENOUGH = 3.0  # seconds for all texts pumped for a pattern, of which a linear one takes a hundredth
ADDRESSES = frozenset({"identity", "releases", "pages", "archive", "maps", "key", "pattern"})  # facts that are patterns
SOURCES = list(sources().values())


def within(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """The patterns in a module's value, in lists and tables of them too."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from (found for each in value.values() for found in within(each, depth - 1))
    elif depth and isinstance(value, list | tuple | set | frozenset):
        yield from (found for each in value for found in within(each, depth - 1))
    elif depth and is_dataclass(value) and not isinstance(value, type):
        yield from (found for each in fields(value) for found in within(getattr(value, each.name, None), depth - 1))


@cache
def patterns() -> dict[str, re.Pattern[Any]]:
    """All patterns of the project's modules, each once, by where it stands."""
    found: dict[re.Pattern[Any], str] = {}
    for package in (crawler, storage, communique):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                for number, one in enumerate(within(value)):
                    found.setdefault(one, f"{module.name}.{name}.{number}")
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


@pytest.mark.parametrize("place", patterns())
def test_a_pattern_takes_linear_time(place: str) -> None:
    pattern = patterns()[place]
    try:
        with at_most(ENOUGH):
            for text in pumped(pattern.pattern, pattern.flags, LONG):
                subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
                pattern.search(subject)
                pattern.fullmatch(subject)
    except TooSlowError:
        pytest.fail(f"{pattern.pattern!r} is too slow on {text[:60]!r}...")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_ministrys_pattern_takes_little_time_on_the_longest_address(source: Any) -> None:
    for pattern in dict.fromkeys(stated(source)):
        try:
            with at_most(ENOUGH):
                for text in pumped(pattern, 0, LONGEST):
                    re.search(pattern, text)
        except TooSlowError:
            pytest.fail(f"{pattern!r} is too slow on {text[:60]!r}...")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_an_address_of_a_megabyte_is_known_by_itself(source: Any) -> None:
    start = source.listings[0].start
    with at_most(ENOUGH):
        for inside in ("9", "/", "/en/", "-", "a=1&"):
            url = f"{start}/{inside * (10**6 // len(inside))}"
            assert source.key_of(url) == source.canonical(url)
            assert not source.owns(url)
            source.listing_of(url)
