"""Every source against its recorded cases: one folder a case, bytes in, facts beside, expectation out."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from review import digest, stated

from crawler.ministries import own_folders
from crawler.sources import registry
from crawler.sources.interpret import day_of
from crawler.sources.page import Page
from crawler.sources.source import Source
from storage import errors

CASES = [Path(__file__).parent / "ministries", *(Path(folder) / "cases" for folder in own_folders())]
FOLDERS = sorted(path.parent for cases in CASES for path in cases.glob("*/*/expected.json"))
SOURCES = registry.sources()


@cache
def expected(case: Path) -> dict[str, Any]:
    return json.loads((case / "expected.json").read_text("utf-8"))


@cache
def known_of(case: Path) -> dict[str, Any]:
    return json.loads((case / "page.json").read_text("utf-8"))


@cache
def page_of(case: Path) -> Page:
    known = known_of(case)
    (payload,) = (path for path in case.iterdir() if path.name not in ("page.json", "expected.json"))
    at = datetime.fromisoformat(known["fetched_at"])
    return Page(payload.read_bytes(), known["url"], at, known.get("headers"), known.get("encoding"))


def reading(case: Path, page: Page | None = None) -> dict[str, Any]:
    """What the source makes of a case, or of another page: entries where its address is a listing's, else a release."""
    source, page = SOURCES[case.parent.name], page or page_of(case)
    listing = source.listing_of(page.url)
    if listing is not None and "blocks" not in expected(case):
        return listing.read(page).as_json()
    if source.split is not None:
        page = source.split(page)[known_of(case)["item"]]
    release = source.layout_on(day_of(source, page.fetched_at))(page)
    return release.as_json(source=source.name, url=page.url, language=source.language)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_recorded_page_reads_as_expected(case):
    facts = expected(case)
    if "error" in facts:
        with pytest.raises(getattr(errors, facts["error"])) as raised:
            reading(case)
        assert facts["says"] in str(raised.value)
    else:
        assert stated(reading(case)) == stated(facts)


TIMED = [case for case in FOLDERS if "error" not in expected(case) and b"<time" in page_of(case).body]


@pytest.mark.parametrize("case", TIMED, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_time_in_a_time_is_one(case):
    """Drupal's fields of dates print one around the other, the outer with an empty `datetime`."""
    page = page_of(case)
    nested = re.sub(
        rb"<time(?: (?!class)[^>]*)?>.*?</time>", rb'<time datetime="">\g<0>\n</time>', page.body, flags=re.S
    )
    assert stated(reading(case, Page(nested, page.url, page.fetched_at, page.headers))) == stated(expected(case))


@pytest.mark.parametrize("source", [*SOURCES.values()], ids=lambda source: source.name)
def test_a_source_has_a_case_of_a_listing_and_of_every_layout(source: Source):
    cases = [case for case in FOLDERS if case.parent.name == source.name]
    assert any("entries" in expected(case) for case in cases), "no case of a listing"
    read = {source.layout_on(day_of(source, page_of(case).fetched_at)) for case in cases if "blocks" in expected(case)}
    unread = {layout.__name__ for layout in {source.layout, *source.former.values()} - read}
    assert not unread, f"no case is read by {unread}"


@pytest.mark.parametrize("source", [*SOURCES])
def test_a_source_has_a_case_that_must_not_be_read(source: str):
    assert any("error" in expected(case) for case in FOLDERS if case.parent.name == source)


def test_every_expectation_was_reviewed_by_a_person():
    """Who has compared an expectation with its page, field by field, marks it; `communique new` and `parse` do not."""
    unreviewed = [str(case) for case in FOLDERS if known_of(case).get("reviewed") != digest(expected(case))]
    command = "\n".join(["compare with the page, then: python -m tests.review \\", *unreviewed])
    assert not unreviewed, command


def test_the_mark_of_a_review_belongs_to_what_was_reviewed():
    expectation = {"title": "A", "author": None, "blocks": [{"text": "x", "marker": None}], "dates": []}
    same = {"blocks": [{"text": "x"}], "title": "A"}
    assert digest(expectation) == digest(same)
    for other in ({"title": "B"}, {"published": "2026-01-07"}, {"blocks": [{"text": "y"}]}, {"blocks": [{}]}):
        assert digest(expectation) != digest(expectation | other)


def test_every_folder_belongs_to_a_source_and_holds_a_whole_case():
    assert {path.name for cases in CASES for path in cases.glob("*/") if path.is_dir()} <= SOURCES.keys()
    for folder in (path for cases in CASES for path in cases.glob("*/*")):
        assert {"expected.json", "page.json"} < {path.name for path in folder.iterdir()}, folder
