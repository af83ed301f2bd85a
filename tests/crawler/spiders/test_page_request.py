import json

from crawl_runner import Crawls, listing_page, release_page
from hostile_server import Exchange, HostileServer
from server_faults import answer

SEARCH = """
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from crawler.sources.source import PageRequest
from crawl_runner import Index, water

@dataclass(frozen=True)
class Search(Index):
    patience: int = 1

    def request_for(self, url):
        words = parse_qs(urlsplit(url).query)
        body = f'{{"page": {words["page"][0]}}}'.encode()
        return PageRequest("POST", {"Origin": "https://water.example", "Content-Type": "application/json"}, body)

SOURCE = replace(water("xx_water", ["START"]), listings=[Search("START", PATIENCE)])
"""


def put(crawls: Crawls, site: HostileServer, patience: int = 1) -> None:
    """Write the file of a source that is asked by a search form."""
    text = SEARCH.replace("START", f"{site.url}/search?page=1").replace("PATIENCE", str(patience))
    (crawls.ministries / "xx_water.py").write_text(text)


def page_of(site: HostileServer, pages: dict[int, bytes]) -> None:
    """Answer a search with the page that its body asks for, and nothing else."""

    async def act(exchange: Exchange) -> None:
        visit = exchange.visit
        right = visit.method == "POST" and visit.headers["origin"] == "https://water.example"
        await exchange.reply(200 if right else 405, {}, pages[json.loads(visit.body)["page"]] if right else b"")

    site.routes |= {f"/search?page={number}": act for number in pages}


def listed(*numbers: int, older: int | None = None) -> bytes:
    """A page of results."""
    return listing_page([(f"/r{n}", f"Release {n}") for n in numbers], f"/search?page={older}" if older else None)


def test_a_listing_may_say_how_it_is_asked(site: HostileServer, crawls: Crawls) -> None:
    page_of(site, {1: listed(4, 3, older=2), 2: listed(2, 1)})
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(1, 5)}
    put(crawls, site)
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["listed"], done.line["new"]) == (0, 4, 4)
    assert {visit.method for visit in site.log if visit.path.startswith("/r")} == {"GET"}
    assert sorted(crawls.verdicts()) == ["/r1", "/r2", "/r3", "/r4", "/search?page=1", "/search?page=2"]


def test_an_update_of_pages_out_of_order_goes_on_past_what_is_held(site: HostileServer, crawls: Crawls) -> None:
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(1, 6)}
    page_of(site, {1: listed(4, older=2), 2: listed(3, older=3), 3: listed(2, older=4), 4: listed(1)})
    put(crawls, site, patience=2)
    crawls.crawl("xx_water")
    page_of(site, {1: listed(4, older=2), 2: listed(3, 5, older=3), 3: listed(2, older=4), 4: listed(1)})
    site.log.clear()
    assert crawls.crawl("xx_water").line["new"] == 1
    assert {visit.path for visit in site.log} > {"/search?page=1", "/search?page=2", "/search?page=4", "/r5"}
