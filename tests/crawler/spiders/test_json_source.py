"""A source whose interface is both listing and content, from the first request to the archive."""

import json

from crawl_runner import Crawls
from hostile_server import Exchange, HostileServer

SOURCE = """
from dataclasses import replace
from datetime import date

from crawler.listings.json_api import JsonList, Offset
from crawler.extract import blocks, fragment
from crawler.extract.json_value import JsonValue
from crawl_runner import water
from storage.records import Release

SEARCH = JsonList("START", items="items", link="id", prefix="/en/", key="id", paging=Offset("offset"),
                  headers={"Origin": "https://water.example"})

def layout(item):
    facts = JsonValue.parse(item.text)
    return Release(facts.text("title"), None, blocks(fragment(facts.markup("body"), item.url)))

SOURCE = replace(water("xx_water", ["START"]), listings=[SEARCH], split=SEARCH.split, layout=layout)
"""


def serve(site: HostileServer, *pages: list[tuple[int, str]]) -> None:
    """Answer searches with these pages of (number, text), and with an empty one after them."""
    offset = 0
    for page in (*pages, []):
        items = [{"id": f"r{n}", "title": f"Release {n}", "body": f"<p>{words}</p>"} for n, words in page]
        body = json.dumps({"items": items}).encode()

        async def act(exchange: Exchange, body: bytes = body) -> None:
            assert exchange.visit.headers["origin"] == "https://water.example"
            await exchange.reply(200, {"Content-Type": "application/json"}, body)

        site.routes[f"/search?lang=en&offset={offset}" if offset else "/search?lang=en"] = act
        offset += len(page)


def test_releases_are_read_from_the_answers_and_an_edit_is_a_version(site: HostileServer, crawls: Crawls) -> None:
    (crawls.ministries / "xx_water.py").write_text(SOURCE.replace("START", f"{site.url}/search?lang=en"))
    serve(site, [(3, "They met."), (2, "They talked.")], [(1, "They agreed.")])
    first = crawls.crawl("xx_water")
    assert (first.code, first.line["listed"], first.line["new"], first.err) == (0, 3, 3, "")
    assert {visit.path for visit in site.log} == {
        "/robots.txt", "/search?lang=en", "/search?lang=en&offset=2", "/search?lang=en&offset=3",
    }  # fmt: skip
    serve(site, [(3, "They did not meet."), (2, "They talked.")], [(1, "They agreed.")])
    again = crawls.crawl("xx_water")
    assert (again.code, again.line["changed"]) == (0, 1)
    held = crawls.ask("SELECT key, version FROM snapshot JOIN release ON release.id = release_id ORDER BY key, version")
    assert held == [("r1", 1), ("r2", 1), ("r3", 1), ("r3", 2)]
