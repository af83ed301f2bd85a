"""What is missing after a crawl, an import or a replay, whatever was asked of it; and what cron is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import warc_files as warcs
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

SITE = "https://water.example"
AT = "2020-07-04T12:30:45Z"


@pytest.fixture
def crawls(tmp_path: Path, sqlite_template: Path) -> Crawls:
    return Crawls(tmp_path, sqlite_template)


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        lines = [(f"/r{number}", f"Release {number}") for number in range(1, 4)]
        running.routes["/list"] = answer(listing_page(lines))
        running.routes |= {address: answer(release_page(title)) for address, title in lines}
        yield running


def missing(crawls: Crawls) -> list[str]:
    """The addresses that `list --missing` names."""
    return ["/" + line["url"].rpartition("/")[2] for line in crawls.run("list", "--missing", "--json").lines]


def verdict(crawls: Crawls, name: str) -> str:
    return crawls.run("sources", name, "--json").line["verdict"]


def test_a_limit_leaves_a_source_incomplete_and_is_no_failure(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--limit", "1")
    assert (done.code, done.line["outcome"], done.line["missing"], done.line["findings"]) == (0, "incomplete", 2, [])
    assert "2 releases announced but not held; `communique list --missing` names them" in done.err
    assert missing(crawls) == ["/r2", "/r3"]
    assert verdict(crawls, "xx_water") == "incomplete"
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], done.line["missing"], missing(crawls)) == (0, "complete", 0, [])
    assert verdict(crawls, "xx_water") == "complete"


def test_a_crawl_that_no_listing_answered_has_failed_whatever_else_it_visited(
    site: HostileServer, crawls: Crawls
) -> None:
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water", "--limit", "1")
    site.routes["/list"] = answer(status=503)
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], done.line["new"], done.line["listed"]) == (1, "failed", 2, 0)
    assert next(finding["kind"] for finding in done.line["findings"]) == "listing"
    assert verdict(crawls, "xx_water") == "failed"


def test_what_a_span_asked_for_and_did_not_get_is_a_failure(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", site.url + "/list")
    del site.routes["/r2"]
    before = crawls.crawl("xx_water", "--since", "2026-02-01")
    assert (before.code, before.line["outcome"], before.line["missing"]) == (0, "incomplete", 3)
    done = crawls.crawl("xx_water", "--since", "2026-01-01")
    assert (done.code, done.line["missing"], missing(crawls)) == (1, 1, ["/r2"])
    assert "1 release announced but not held; `communique list --missing` names them" in done.err


def test_an_import_and_a_replay_of_one_file_agree(crawls: Crawls, tmp_path: Path, sqlite_template: Path) -> None:
    lines = [("/r1", "Release 1"), ("/r2", "Release 2")]
    pages = {"/press": listing_page(lines), "/r1": release_page("Release 1")}
    file = tmp_path / "pages.warc.gz"
    file.write_bytes(warcs.packed([warcs.response(SITE + path, AT, page) for path, page in pages.items()]))
    other = Crawls(tmp_path / "other", sqlite_template)
    for one in (crawls, other):
        one.source("xx_water", SITE + "/press", identity=r"/(r\d+)$")
    replayed, imported = crawls.crawl("xx_water", "--replay", str(file)), other.run("import", "--json", str(file))
    for done, archive in ((replayed, crawls), (imported, other)):
        assert (done.code, done.line["outcome"], done.line["missing"]) == (1, "incomplete", 1)
        assert [finding["kind"] for finding in done.line["findings"]] == ["missing_in_file"]
        assert missing(archive) == ["/r2"]
        assert verdict(archive, "xx_water") == "incomplete"


def test_one_address_makes_no_failed_source_well(site: HostileServer, crawls: Crawls) -> None:
    listing = site.routes.pop("/list")
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["outcome"] == "failed"
    assert crawls.crawl("xx_water", "--url", site.url + "/r1").code == 0
    assert verdict(crawls, "xx_water") == "failed"
    status = crawls.run("status")
    assert (status.code, status.out.splitlines()[0].split(",")[0]) == (1, "xx_water  failed")
    site.routes["/list"] = listing
    crawls.crawl("xx_water")
    assert verdict(crawls, "xx_water") == "complete"


def test_an_address_that_was_asked_for_and_is_not_there_is_a_failure(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--url", site.url + "/nowhere")
    assert (done.code, done.line["outcome"]) == (1, "incomplete")
    assert f"not held: {site.url}/nowhere: not_found" in done.err


def test_cron_hears_nothing_when_all_is_well_and_no_lock_is_left(site: HostileServer, crawls: Crawls) -> None:
    crawls.source("xx_water", site.url + "/list")
    for words in (["--limit", "1"], [], ["--recheck"], ["--all"]):
        done = crawls.run("crawl", "--quiet", *([] if "--all" in words else ["xx_water"]), *words)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert not list(crawls.folder.glob("*lock*"))
    del site.routes["/list"]
    done = crawls.run("crawl", "--quiet", "xx_water")
    assert (done.code, done.out) == (1, "")
    assert done.err
    assert all(line.startswith("warning: xx_water: ") for line in done.err.splitlines())


@pytest.mark.parametrize(
    ("words", "most"),
    [("", 500), ("--budget 900", 900), ("--budget 2", 2), ("--limit 3", 3), ("--budget 900 --limit 700", 700)],
)
def test_a_recheck_visits_as_many_as_it_was_given(site: HostileServer, crawls: Crawls, words: str, most: int) -> None:
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water", "--recheck", *words.split())
    assert crawls.ask("SELECT options FROM crawl") == [(f'{{"limit": "{most}"}}',)]


def test_pages_that_cannot_be_read_are_told_until_they_are(site: HostileServer, crawls: Crawls) -> None:
    site.routes["/r2"] = answer(release_page("Release 2", body="section"))
    crawls.source("xx_water", site.url + "/list")
    first = crawls.crawl("xx_water")
    assert (first.code, first.line["outcome"], first.line["unreadable"]) == (1, "incomplete", 1)
    said = "1 release announced whose pages cannot be read yet; `communique coverage --missing` names them"
    again = crawls.crawl("xx_water")
    assert (again.code, again.line["outcome"], again.line["findings"]) == (0, "incomplete", [])
    assert again.err == f"xx_water: {said}\n"
    assert crawls.crawl("xx_water", "--quiet").err == ""
    status = crawls.run("status")
    assert (status.code, status.out.splitlines()[1:]) == (1, [f"  {said}"])
    line = crawls.run("sources", "xx_water", "--json").line
    assert (line["verdict"], line["missing"]) == ("incomplete", 0)
    assert line["findings"] == [{"kind": "not_read_yet", "count": 1, "example": None, "source": None, "message": said}]
    assert [one["url"][-3:] for one in crawls.run("coverage", "--missing", "--json").lines] == ["/r2"]
    site.routes["/r2"] = answer(release_page("Release 2"))
    crawls.change("UPDATE release SET due_at = found_at")
    assert crawls.crawl("xx_water", "--recheck").code == 0
    assert crawls.run("status").code == 0
    assert verdict(crawls, "xx_water") == "complete"
