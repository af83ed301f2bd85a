"""`communique check` on a loopback site and on a file: what looks wrong is said, and nothing is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer
from warc_files import response

from communique.checkup import listing_findings, release_findings
from crawler.ministries import by_mfa_en, kr_mofa_en, my_kln_en
from crawler.sources.source import Source
from storage.read.checkup import Sampled
from storage.records import Block, Entry, Link, Release

LINES = [(f"/r{number}", f"Release {number}") for number in range(5, 0, -1)]


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        running.routes["/list"] = answer(listing_page(LINES))
        running.routes |= {url: answer(release_page(title)) for url, title in LINES}
        yield running


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path)


def test_a_source_that_can_be_read_is_well_and_nothing_is_kept(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", site.url + "/list")
    done = crawls.run("check", "--json", "xx_water")
    assert (done.code, done.line["well"], done.line["wrong"]) == (0, True, [])
    assert done.line["listing"] == {"entries": 5, "titled": 5, "dated": 5}
    assert [release["title"] for release in done.line["releases"]] == ["Release 5", "Release 4", "Release 3"]
    assert done.line["releases"][0] == {
        "url": site.url + "/r5", "verdict": "read", "listed": "2026-01-08", "title": "Release 5",
        "published": "2026-01-08", "blocks": 2, "images": 0, "links": 0, "wrong": [],
    }  # fmt: skip
    assert not crawls.path.exists()
    assert sorted(visit.path for visit in site.log) == ["/list", "/r3", "/r4", "/r5", "/robots.txt"]


def test_what_looks_wrong_is_said_line_by_line_and_ends_with_1(site: HostileServer, crawls: Crawls) -> None:
    site.routes["/r5"] = answer(b"<!DOCTYPE html><title>Redesigned</title><main><h1>Release 5</h1><p>Words.</p></main>")
    site.routes["/r4"] = answer(release_page("Release 4", words="Ð¡ÐµÐ³Ð¾Ð´Ð½Ñ Ð¼Ð¸Ð½Ð¸ÑÑ‚Ñ€ Ð¿Ñ€Ð¸Ð½ÑÐ»"))
    crawls.source("xx_water", site.url + "/list")
    crawls.source("xx_fire", site.url + "/nothing")
    done = crawls.run("check", "xx_water", "xx_fire")
    assert done.code == 1
    assert "xx_water: something looks wrong, listed: 5 releases" in done.err
    assert f"{site.url}/r5: unreadable: region 'article': expected one element, found 0" in done.err
    assert f"{site.url}/r4: wrong letters: UTF-8 read as windows-1252" in done.err
    assert done.err.count("xx_fire: ") == 1  # the first says why nothing else came
    assert f"xx_fire: listing {site.url}/nothing: status 404" in done.err
    assert "Release 3" in done.out


def test_a_file_is_checked_without_the_network(crawls: Crawls) -> None:
    base, at = "http://water.example", "2026-01-08T12:00:00Z"
    pages = [response(f"{base}/list", at, listing_page(LINES))]
    pages += [response(base + url, at, release_page(title)) for url, title in LINES[2:]]  # it lacks the newest two
    file = crawls.folder / "site.warc"
    file.write_bytes(b"".join(pages))
    crawls.source("xx_water", f"{base}/list")
    done = crawls.run("check", "--json", "--releases", "2", "--replay", str(file), "xx_water")
    assert (done.code, [release["url"] for release in done.line["releases"]]) == (0, [f"{base}/r3", f"{base}/r2"])


def test_a_file_that_holds_none_of_the_announced_releases_is_said(crawls: Crawls) -> None:
    file = crawls.folder / "site.warc"
    file.write_bytes(response("http://water.example/list", "2026-01-08T12:00:00Z", listing_page(LINES)))
    crawls.source("xx_water", "http://water.example/list")
    done = crawls.run("check", "--json", "--replay", str(file), "xx_water")
    assert (done.code, done.line["wrong"]) == (1, ["none of the releases looked for could be visited"])


def test_a_source_that_does_not_exist_is_an_error(crawls: Crawls) -> None:
    done = crawls.run("check", "xx_earth")
    assert done.code == 2
    assert "no source is called 'xx_earth'" in done.err


def sample(release: Release | None, listed: str | None = None, verdict: str = "read", message: str = "") -> Sampled:
    return Sampled("https://water.example/1", verdict, message, listed, release)


TWO = (Block("paragraph", "One."), Block("paragraph", "Two."))
PDF = Link("attachment", "https://water.example/1.pdf")


@pytest.mark.parametrize(
    ("sampled", "faults"),
    [
        (sample(Release("T", None, TWO), "2026-01-08"), []),
        (sample(Release("T", None, TWO)), ["no date, neither on its page nor in the listing"]),
        (sample(Release("", None, TWO), "2026-01-08"), ["no title"]),
        (sample(Release("T", None, ()), "2026-01-08"), ["no text"]),
        (sample(Release("T", None, TWO[:1]), "2026-01-08"), ["a text of one line"]),
        (sample(Release("T", None, (), links=(PDF,)), "2026-01-08"), []),
        (
            sample(Release("T\ufffd", None, TWO), "2026-01-08"),
            ["wrong letters: signs that could not be decoded"],
        ),
        (sample(None, verdict="soft_404", message="a not-found page"), ["soft 404: a not-found page"]),
    ],
)
def test_what_is_wrong_with_a_release(sampled: Sampled, faults: list[str]) -> None:
    assert [finding.message for finding in release_findings(sampled)] == faults


def messages(source: Source, entries: list[Entry]) -> list[str]:
    return [finding.message for finding in listing_findings(source, entries)]


def test_a_listing_lacks_dates_only_where_it_is_read_for_them() -> None:
    undated = [Entry("https://water.example/1", "One"), Entry("https://water.example/2", "")]
    assert messages(by_mfa_en.SOURCE, undated[:1]) == []
    assert messages(kr_mofa_en.SOURCE, undated) == ["1 of 2 entries have no title"]
    assert messages(my_kln_en.SOURCE, undated[:1]) == ["only 0 of 1 entries have a date"]
    assert messages(my_kln_en.SOURCE, []) == ["the listing announced nothing"]
