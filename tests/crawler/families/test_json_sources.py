"""Every source that reads JSON, fed a wrong type at every place: a release, entries, or a LayoutError."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import json_value
from crawler.listings.json_api import JsonList
from crawler.sources.page import Page
from crawler.sources.registry import sources
from crawler.sources.source import Source
from storage.errors import LayoutError
from storage.records import ListingPage, Release

CASES = Path(__file__).parents[2] / "ministries"
WRONG = (None, True, 0, -1.5, "", "x", "[", [], {}, [None], [[]], ["x"], {"a": 1}, {"title": {"title": []}}, "\ud800")
KINDS = (None, True, "x", [None], {"a": 1})  # of each type, in turn, where every place that is asked for is tried
SOURCES = [found for found in sources().values() if any(isinstance(each, JsonList) for each in found.listings)]


def payloads(source: Source) -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Name, page.json and JSON of each of a source's cases that hold JSON."""
    for case in sorted((CASES / source.name).iterdir()):
        (file,) = (path for path in case.iterdir() if path.name not in ("page.json", "expected.json"))
        if file.suffix == ".json":
            yield case.name, json.loads((case / "page.json").read_text()), json.loads(file.read_bytes())


def read(source: Source, known: Mapping[str, Any], value: Any) -> list[ListingPage | Release]:
    """All that the source makes of an answer: entries where its address is a listing's, and releases."""
    page = Page(json.dumps(value).encode(), known["url"], datetime.fromisoformat(known["fetched_at"]))
    listing = source.listing_of(page.url)
    if listing is None:
        return [source.layout(page)]
    items = source.split(page).values() if source.split else ()
    return [listing.read(page), *(source.layout(item) for item in items)]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all values within a value; of a list those of its first and its last element."""
    yield path
    ends = {0: value[0], len(value) - 1: value[-1]} if isinstance(value, list) and value else {}
    for name, each in (value if isinstance(value, dict) else ends).items():
        yield from places(each, (*path, name))


def replaced(value: Any, path: tuple[str | int, ...], wrong: Any) -> Any:
    if not path:
        return wrong
    changed = deepcopy(value)
    within(changed, path[:-1])[path[-1]] = wrong
    return changed


def inserted(value: dict[str, Any], expression: str, wrong: Any) -> dict[str, Any]:
    """The object with `wrong` at a place that a layout asks for, whether or not the case has it."""
    changed = deepcopy(value)
    inner = changed
    *around, last = expression.split(".")
    for name in around:
        if not isinstance(inner.get(name), dict):
            inner[name] = {}
        inner = inner[name]
    inner[last] = wrong
    return changed


@cache
def expressions(name: str) -> frozenset[str]:
    """Every plain path that the source's listings and layout ask for, in any of its cases."""
    asked: set[str] = set()
    source = sources()[name]
    compiled = json_value.compiled
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_value, "compiled", lambda expression: asked.add(expression) or compiled(expression))
        for _, known, value in payloads(source):
            try:
                read(source, known, value)
            except LayoutError:
                continue
    plain = {part.strip() for expression in asked for part in expression.split("||")}
    return frozenset(part for part in plain if part.replace(".", "").replace("_", "").isalnum())


def objects(value: Any) -> dict[tuple[str, ...], tuple[str | int, ...]]:
    """The paths of the objects within a value, one of each kind: by the path without the places in lists."""
    found: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in places(value):
        if isinstance(within(value, path), dict):
            found[tuple(step for step in path if isinstance(step, str))] = path
    return found


def within(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def harmless(source: Source, known: Mapping[str, Any], value: Any) -> bool:
    """Whether the answer is read, or refused with an error that says why. Raises whatever else it leads to."""
    try:
        return all(isinstance(found, ListingPage | Release) for found in read(source, known, value))
    except LayoutError as error:
        return bool(str(error))


def test_there_are_sources_of_json_and_paths_that_they_ask_for():
    assert {source.name for source in SOURCES} >= {"gb_fcdo", "ch_eda_en", "ca_gac_en", "de_aa_en"}
    assert expressions("gb_fcdo") >= {
        "title",
        "details.change_history",
        "withdrawn_notice.withdrawn_at",
        "sources.s960",
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_wrong_type_at_any_place_is_an_error_of_the_page(source: Source) -> None:
    for name, known, value in payloads(source):
        for path in places(value):
            for wrong in WRONG:
                assert harmless(source, known, replaced(value, path, wrong)), (name, path, wrong)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_wrong_type_at_any_place_that_is_asked_for_is_an_error_of_the_page(source: Source) -> None:
    for name, known, value in payloads(source):
        for path in objects(value).values():
            inner = within(value, path)
            for expression, wrong in zip(sorted(expressions(source.name)), cycle(KINDS), strict=False):
                changed = replaced(value, path, inserted(inner, expression, wrong))
                assert harmless(source, known, changed), (name, path, expression, wrong)
