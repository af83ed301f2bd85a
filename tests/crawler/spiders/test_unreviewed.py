"""`crawl --generic` and `parse --generic`: a ministry without a file, named as unreviewed."""

import json

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

pytest.importorskip("trafilatura", reason="the extra `generic` is not installed")

WORDS = "The ministers met and spoke about the water of the lake, its fish and the bridge. " * 6
TITLES = {f"/news/{number}": f"The minister opens bridge number {number}" for number in (1, 2)}


def test_a_site_is_crawled_from_its_address_alone(site: HostileServer, crawls: Crawls) -> None:
    site.routes["/news"] = answer(listing_page([*TITLES.items()]))
    site.routes |= {path: answer(release_page(title, WORDS)) for path, title in TITLES.items()}
    done = crawls.crawl("--generic", site.url + "/news")
    assert "unreviewed: nobody has checked how this site is read" in done.err
    assert done.line["source"].startswith("xx_127_0_0_1")
    assert (done.code, done.line["outcome"], done.line["new"]) == (0, "complete", 2)
    assert crawls.ask("SELECT title FROM snapshot ORDER BY title") == [(title,) for title in TITLES.values()]
    (line,) = [line for line in crawls.run("sources", "--json").lines if line["name"] == done.line["source"]]
    assert line["ministry"] == "127.0.0.1 (unreviewed)"
    assert (line["checked_against"], line["detail"]) == ("nobody: generic layout", "unreviewed")
    crawls.change("UPDATE reading SET layout = 'other' WHERE verdict = 'read'")
    again = crawls.run("reparse", "--json", "--workers", "0", "--generic", site.url + "/news")
    assert (again.code, again.line["releases"], again.line["changed"]) == (0, 2, 0)


@pytest.mark.parametrize(
    "words", [[], ["xx_water", "--generic", "https://a.example/"], ["--all", "--generic", "https://a.example/"]]
)
def test_sources_are_named_in_one_way(crawls: Crawls, words: list[str]) -> None:
    crawls.source("xx_water", "https://a.example/")
    done = crawls.crawl(*words)
    assert done.code == 2
    assert "--generic" in done.err


def test_a_saved_page_is_read_without_a_source(crawls: Crawls) -> None:
    file = crawls.folder / "page.html"
    file.write_bytes(release_page(TITLES["/news/1"], WORDS))
    done = crawls.run("parse", str(file), "--generic", "--url", "https://www.mfa.example/news/1")
    assert (done.code, done.line["source"], done.line["title"]) == (0, "xx_www_mfa_example", TITLES["/news/1"])
    assert "unreviewed" in done.err
    file.write_bytes(listing_page([*TITLES.items()]))
    done = crawls.run("parse", str(file), "--generic", "--listing", "--url", "https://www.mfa.example/news")
    assert [entry["title"] for entry in json.loads(done.out)["entries"]] == [*TITLES.values()]
    assert crawls.run("parse", str(file), "--url", "https://www.mfa.example/news").code == 2
