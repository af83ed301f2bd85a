"""A crawl behind the reader's Memento interface reads the archive back: the same releases, versions and verdicts."""

import json
import time
from collections.abc import Iterator

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer, redirect

from tests.reader.served import served

PAGES = [("/1", "Water"), ("/2", "Rain"), ("/3/", "Snow"), ("/moved", "Hail"), ("/gone", "Fog")]
OF_ITEMS = """
from dataclasses import replace

from crawl_runner import water
from crawler.extract import blocks, fragment
from crawler.extract.json_value import JsonValue
from crawler.listings.json_api import JsonList, Offset
from storage.records import Release

SEARCH = JsonList("START", items="items", link="id", prefix="/en/", key="id", paging=Offset("offset"))

def layout(item):
    facts = JsonValue.parse(item.text)
    return Release(facts.text("title"), None, blocks(fragment(facts.markup("body"), item.url)))

SOURCE = replace(water("xx_items", ["START"]), listings=[SEARCH], split=SEARCH.split, layout=layout)
"""
SOURCES = ("xx_water", "xx_items")
VERSIONS = """SELECT name, key, version, content, title, strftime('%s', first_seen) FROM snapshot
    JOIN release ON release.id = release_id JOIN source ON source.id = source_id ORDER BY 1, 2, 3"""
ENDS = "SELECT strftime('%Y%m%d%H%M%S', max(at)) FROM capture GROUP BY crawl_id > 2 ORDER BY 1"


def items(*lines: tuple[str, str]):
    told = [{"id": number, "title": f"Release {number}", "body": f"<p>{words}</p>"} for number, words in lines]
    return answer(json.dumps({"items": told}).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture
def site() -> Iterator[HostileServer]:
    routes = {path: answer(release_page(title)) for path, title in PAGES[:3]}
    routes |= {"/list": answer(listing_page(PAGES)), "/moved": redirect("/3b", 301), "/3b": routes["/3/"]}
    routes |= {"/items": items(("b", "They met."), ("a", "They talked.")), "/items?offset=2": items()}
    with HostileServer(routes) as running:
        yield running


def test_the_same_versions_are_found(site, sqlite_template, tmp_path):
    crawled, again = (Crawls(tmp_path / name, sqlite_template) for name in ("crawled", "again"))
    for one in (crawled, again):
        one.source("xx_water", f"{site.url}/list")
        (one.ministries / "xx_items.py").write_text(OF_ITEMS.replace("START", f"{site.url}/items"))
    began = time.monotonic()
    first = crawl(crawled, *SOURCES, "--backfill")
    # The closest memento is taken, and they are told apart by seconds: the next crawl is further off than this took.
    time.sleep(time.monotonic() - began + 1.001)
    site.routes["/1"] = answer(release_page("Water", "The two sides did not meet."))
    site.routes["/items"] = items(("b", "They did not meet."), ("a", "They talked."))
    second = visited_again(crawled)
    asked = len(site.log)
    with served(f"sqlite:///{crawled.path}") as reader:
        before, since = (f"{reader}web/{at}id_/" for (at,) in crawled.ask(ENDS))
        assert crawl(again, *SOURCES, "--backfill", "--via", before) == first
        assert visited_again(again, "--via", since) == second
    assert len(site.log) == asked
    assert len(crawled.ask(VERSIONS)) == 8
    assert again.ask(VERSIONS) == crawled.ask(VERSIONS)
    assert again.verdicts() == crawled.verdicts()


def crawl(crawls: Crawls, *words: str) -> list[dict[str, object]]:
    """What a crawl counted of each source."""
    names = ("source", "listed", "new", "changed", "revisited", "gone", "missing", "unreadable")
    return [{name: line[name] for name in names} for line in crawls.crawl(*words).lines]


def visited_again(crawls: Crawls, *how: str) -> list[dict[str, object]]:
    crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
    return crawl(crawls, SOURCES[0], "--recheck", *how) + crawl(crawls, SOURCES[1], *how)
