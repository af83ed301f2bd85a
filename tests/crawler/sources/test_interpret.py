from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from crawl_runner import layout_for_sections, listing_page, release_page, water

from crawler.sources.interpret import read, read_listing, target
from crawler.sources.page import Page
from crawler.sources.source import Source
from storage.records import Capture, Entry, ListingPage, Reading, Release

URL = "https://water.example/press/r1"
AT = datetime(2026, 1, 8, 12, tzinfo=UTC)
SOURCE = water(
    "xx_water",
    ["https://water.example/press"],
    former={date(2025, 12, 31): layout_for_sections},
    former_hosts={"old.example": "water.example"},
)
PAGE = release_page("Release 1")


def reading(
    status: int | None = 200,
    body: bytes | None = PAGE,
    location: str = "",
    reason: str | None = None,
    at: datetime = AT,
    source: Source = SOURCE,
) -> Reading:
    return read(source, capture(status, body, location, reason, at))


def capture(
    status: int | None = 200,
    body: bytes | None = None,
    location: str = "",
    reason: str | None = None,
    at: datetime = AT,
    url: str = URL,
) -> Capture:
    fields = (("Location", location),) if location else ()
    return Capture(url=url, at=at, kind="release", status=status, fields=fields, body=body, reason=reason)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, "read"),
        (204, "refused"),
        (206, "refused"),
        (304, "unchanged"),
        (400, "refused"),
        (403, "refused"),
        (404, "not_found"),
        (410, "gone"),
        (429, "refused"),
        (451, "refused"),
        (500, "failed"),
        (503, "failed"),
        (None, "failed"),
    ],
)
def test_every_status_has_its_verdict(status: int | None, verdict: str) -> None:
    assert reading(status).verdict == verdict


@pytest.mark.parametrize(
    ("location", "verdict", "message"),
    [
        ("/press/r1-new", "redirected", "https://water.example/press/r1-new"),
        ("http://old.example/r1", "redirected", "http://old.example/r1"),
        ("https://elsewhere.example/r1", "refused", "another site"),
        ("https://water.example.evil.example/r1", "refused", "another site"),
        ("//10.0.0.1/r1", "refused", "another site"),
        ("/", "soft_404", "home page"),
        ("https://water.example", "soft_404", "home page"),
        ("/en", "soft_404", "home page"),
        ("/pt-br/", "soft_404", "home page"),
        ("/eng/", "soft_404", "home page"),
        ("/ar/index.php", "soft_404", "home page"),
        ("/Pages/default.aspx", "soft_404", "home page"),
        ("/fr/accueil", "soft_404", "home page"),
        ("/web/guest/home", "soft_404", "home page"),
        ("/index.php?id=41", "redirected", "id=41"),
        ("/eng/41", "redirected", "/eng/41"),
        ("/new", "redirected", "/new"),
        ("/404", "soft_404", "not there"),
        ("/en/page-not-found?from=/press/r1", "soft_404", "not there"),
        ("/Pages/PageNotFoundError.aspx?requestUrl=https://water.example/press/r1", "soft_404", "not there"),
        ("/errors/error404.html", "soft_404", "not there"),
        ("/press/found-not-guilty", "redirected", "guilty"),
        ("/press/4041", "redirected", "4041"),
        ("/press", "soft_404", "the listing"),
        ("http://water.example/press#top", "soft_404", "the listing"),
        ("", "failed", "nowhere"),
        ("javascript:void(0)", "failed", "javascript"),
        ("mailto:press@water.example", "failed", "mailto"),
        ("http://[broken/", "failed", "broken"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_judged_by_where_it_leads(status: int, location: str, verdict: str, message: str) -> None:
    found = reading(status, None, location)
    assert found.verdict == verdict
    assert message in (found.message or "")


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("https://water.example/en", "/en/"),
        ("https://water.example/pt-br/", "/pt-br"),
        ("https://water.example/", "/en/home"),
        ("https://water.example/old/r404", "/press/404"),
        ("https://water.example/press/page/404", "/en/press/page/404/"),
        ("https://water.example/press?id=404&lang=en", "/en/404.html"),
    ],
)
def test_a_home_page_that_was_asked_for_and_a_number_are_no_page_for_the_missing(asked: str, location: str) -> None:
    assert read(SOURCE, capture(302, None, location, url=asked)).verdict == "redirected"


@pytest.mark.parametrize("location", ["/un-day", "/eu_year", "/404"])
def test_an_address_that_a_source_knows_for_a_releases_is_no_home_page(location: str) -> None:
    named = replace(SOURCE, identity=r"//[^/]+/([\w-]+)$")
    assert reading(302, None, location, source=named).verdict == "redirected"
    assert reading(302, None, location).verdict == "soft_404"


def test_an_answer_that_is_not_whole_is_never_read() -> None:
    assert reading(reason="the answer is not whole (truncated)") == Reading(
        "failed", message="the answer is not whole (truncated)"
    )


def test_the_layout_is_that_of_the_captures_day_in_the_sources_zone() -> None:
    former = release_page("Release 1", body="section")
    eve = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    assert reading(body=former).verdict == "unreadable"
    assert reading(body=former, at=eve).verdict == "read"
    assert reading(body=PAGE, at=eve).verdict == "unreadable"


def test_a_page_that_is_not_as_its_layout_says_is_unreadable_and_says_where() -> None:
    found = reading(body=b"<title>Other</title><p>Quite another page than a release.</p>")
    assert (found.verdict, found.release) == ("unreadable", None)
    assert "'article'" in (found.message or "")


def test_a_bug_in_a_layout_costs_one_page() -> None:
    def broken(page: Page) -> Release:
        raise ZeroDivisionError("by zero")

    found = reading(source=_laid_out_by(broken))
    assert (found.verdict, found.message) == ("unreadable", "the layout failed: ZeroDivisionError: by zero")


def test_a_release_of_nothing_is_empty() -> None:
    source = _laid_out_by(lambda page: Release("Title", None, ()))
    assert reading(source=source).verdict == "empty"


def test_a_page_of_countless_tags_is_refused_before_it_is_parsed() -> None:
    found = reading(body=b"<p>x" * 200_000)
    assert (found.verdict, found.release) == ("unreadable", None)
    assert "200000 elements" in (found.message or "")


def test_a_listing_announces_with_identities_and_says_what_stands_elsewhere() -> None:
    page = listing_page([("/press/r1", "One"), ("https://other.example/x", "Two"), ("http://[broken", "Three")])
    day = date(2026, 1, 8)
    entries = (
        Entry(URL, "One", day, URL),
        Entry("https://other.example/x", "Two", day, "https://other.example/x", elsewhere=True),
    )
    said = "1 of its lines cannot be read, first: no address: 'http://[broken'"
    faults = ("no address: 'http://[broken'",)
    listed = ListingPage(entries, faults=faults, listing="https://water.example/press", is_last=True)
    assert _listing(page) == Reading("listing", listing=listed, message=said)


@pytest.mark.parametrize(
    ("body", "status", "verdict"),
    [
        (b"", 200, "empty"),
        (b"<title>Just a moment...</title><p>Wait</p>", 200, "blocked"),
        (b"<title>Other</title><p>Words</p>", 200, "unreadable"),
        (b"", 503, "failed"),
        (b"", 404, "not_found"),
    ],
)
def test_a_listing_that_announces_nothing_has_a_verdict(body: bytes, status: int, verdict: str) -> None:
    found = _listing(body, status)
    assert (found.listing, found.verdict) == (None, verdict)


def test_where_a_redirect_leads() -> None:
    assert target(capture(301, location=" ../r2 ")) == "https://water.example/r2"
    assert target(capture(301)) == ""
    assert target(capture(200, location="/r2")) == ""
    assert target(capture(301, location="http://[broken")) == "http://[broken"


def _listing(body: bytes, status: int = 200) -> Reading:
    return read_listing(SOURCE, SOURCE.listings[0], capture(status, body, url="https://water.example/press"))


def _laid_out_by(made: object) -> Source:
    facts = {name: getattr(SOURCE, name) for name in SOURCE.__dataclass_fields__}
    return Source(**facts | {"layout": made, "former": {}})
