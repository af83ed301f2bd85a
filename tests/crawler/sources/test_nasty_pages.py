"""Whatever value a page, a redirect or a listing of any kind holds, reading it gives a verdict, and never an error."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import nasty_sources
import pytest
from nasty_sources import DAY, KINDS_OF_LISTING, release_page, source
from nasty_values import DATES, JSON_VALUES, VALUES

from crawler.sources.interpret import items_of, read, read_item, read_listing, target
from crawler.sources.source import Source
from storage.records import Capture, Fields

SITE = "https://water.example"
NOW = datetime(2026, 1, 8, tzinfo=UTC)


def capture(body: bytes, status: int = 200, fields: Fields = (), at: datetime = NOW) -> Capture:
    return Capture(url=f"{SITE}/r1", at=at, kind="release", status=status, body=body, fields=fields)


@pytest.fixture(scope="module")
def html() -> Source:
    return source("html", SITE)


def test_a_value_anywhere_in_a_page_costs_no_more_than_that_page(html: Source) -> None:
    read_well = 0
    for value in VALUES:
        assert read(html, capture(release_page(value, base=value))).verdict == "read", value
        read_well += read(html, capture(release_page("Words.", day=value))).verdict == "read"
    assert 0 < read_well < len(DATES)


def test_a_redirect_to_anywhere_has_a_verdict(html: Source) -> None:
    for value in VALUES:
        answer = capture(b"", 302, (("Location", value),))
        assert read(html, answer).verdict in {"redirected", "failed", "refused", "soft_404"}
        assert isinstance(target(answer), str)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_capture_at_an_end_of_the_calendar_is_read(html: Source, year: int) -> None:
    for at in (datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)):
        assert read(html, capture(release_page("Words."), at=at)).verdict == "read"


@pytest.mark.parametrize("kind", KINDS_OF_LISTING)
def test_a_value_in_a_line_costs_that_line(kind: str) -> None:
    """One listing for each value, which holds it in every place of a line, above and below good ones."""
    found = source(kind, SITE)
    (one,) = found.listings
    good = [(f"{SITE}/{kind}/good{n}", f"A good release with a good title {n}", DAY) for n in (1, 2, 3)]
    fields: Mapping[str, Any] = {"url": f"{SITE}/r9", "title": "Another release of that day", "date": DAY}
    for value in VALUES + JSON_VALUES if kind in ("json", "answer") else VALUES:
        nasty = [tuple({**fields, name: value}.values()) for name in fields]
        body = nasty_sources.listing(kind, [good[0], *nasty, *good[1:]])
        seen = Capture(url=one.start, at=NOW, kind="listing", status=200, body=body)
        shown = read_listing(found, one, seen)
        assert shown.listing is not None, (value, shown.message)
        assert {entry.url for entry in shown.listing.entries} >= {url for url, _, _ in good}, value
        if found.split is not None:
            items, feed = items_of(found, seen)
            assert feed.verdict == "listing"
            assert len([key for key, item in items.items() if read_item(found, key, item).verdict == "read"]) >= 3
