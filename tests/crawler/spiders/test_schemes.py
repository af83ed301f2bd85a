from pathlib import Path

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer, redirect

PRIVATE = "Not for the public"
SCHEMES = ("file", "ftp", "s3", "data", "gopher", "javascript")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A page of this machine, which a layout could read."""
    file = tmp_path / "secret.html"
    file.write_bytes(release_page(PRIVATE))
    return file


def held(crawls: Crawls) -> list[str]:
    return sorted(title for (title,) in crawls.ask("SELECT title FROM snapshot"))


def test_only_the_web_is_visited_wherever_an_address_stands(site: HostileServer, crawls: Crawls, secret: Path) -> None:
    strange = [f"{scheme}://127.0.0.1{secret}" for scheme in SCHEMES]
    lines = [*((address, "Strange") for address in [*strange, f"file://{secret}"]), ("/r1", "Release 1")]
    hops = {f"/hop{n}": redirect(address) for n, address in enumerate(strange)}
    site.routes["/list"] = answer(listing_page([*lines, *((path, "Hop") for path in hops)], older=strange[0]))
    site.routes |= hops | {"/r1": answer(release_page("Release 1"))}
    crawls.source("xx_water", site.url + "/list", strange[0])
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], held(crawls)) == (1, "incomplete", ["Release 1"])
    assert "it is not a page of this source" in done.err
    assert {verdict for path, (verdict,) in crawls.verdicts().items() if "hop" in path} == {"failed"}
    assert "Traceback" not in done.err
    assert held(crawls) == ["Release 1"]


def test_a_base_and_robots_txt_lead_to_no_file(site: HostileServer, crawls: Crawls, secret: Path) -> None:
    page = listing_page([(secret.name, "Release 1")]).replace(
        b"<main", f"<base href='file://127.0.0.1{secret}'><main".encode()
    )
    site.routes["/list"] = answer(page)
    crawls.source("xx_water", site.url + "/list")
    assert (crawls.crawl("xx_water").code, held(crawls)) == (1, [])
    site.routes["/robots.txt"] = redirect(f"file://127.0.0.1{secret}")
    done = crawls.crawl("xx_water")
    assert (done.code, site.counts["/list"]) == (1, 1)
    assert "robots.txt cannot be read: it is not a page of this source" in done.err


def test_a_port_is_visited_where_a_listing_or_a_person_names_it(site: HostileServer, crawls: Crawls) -> None:
    with HostileServer() as other:
        other.routes |= {"/r2": redirect("/r3"), "/r3": answer(release_page("Release 3"))}
        lines = [("/r1", "Release 1"), (other.url + "/r2", "Release 2"), ("http://127.0.0.1:0/r4", "Release 4")]
        site.routes |= {"/list": answer(listing_page(lines)), "/r1": redirect(other.url + "/r3")}
        crawls.source("xx_water", site.url + "/list")
        done = crawls.crawl("xx_water")
        assert (done.code, done.line["failed"], held(crawls), other.log) == (1, 3, [], [])
        ((told,),) = crawls.ask("SELECT message FROM reading WHERE verdict = 'refused'")
        assert told == f"redirects to a port that nobody asked for: {other.url}/r3"
        typed = crawls.crawl("xx_water", "--url", other.url + "/r2")
        assert (typed.code, held(crawls)) == (0, ["Release 3"])
        crawls.source("xx_water", site.url + "/list", other.url + "/list")
        crawls.change("UPDATE release SET due_at = NULL")
        assert crawls.crawl("xx_water").line["revisited"] == 0
        assert crawls.verdicts()["/r3"] == ["read"] * 2


@pytest.mark.parametrize("leads", ["port", "file", "site", "nonsense"])
def test_an_archive_leads_to_its_own_site_alone(site: HostileServer, crawls: Crawls, secret: Path, leads: str) -> None:
    with HostileServer() as other:
        wanted = "https://water.example/r1"
        other.routes[f"/{wanted}"] = answer(release_page(PRIVATE))
        there = {
            "port": f"{other.url}/{wanted}",
            "file": f"file://{secret}?{wanted}",
            "site": wanted,
            "nonsense": f"http://[/{wanted}",
        }
        site.routes["/https://water.example/list"] = answer(listing_page([("/r1", "Release 1"), ("/r2", "Release 2")]))
        site.routes[f"/{wanted}"] = redirect(there[leads])
        site.routes["/https://water.example/r2"] = redirect("/again/https://water.example/r2")
        site.routes["/again/https://water.example/r2"] = answer(release_page("Release 2"))
        crawls.source("xx_water", "https://water.example/list")
        done = crawls.crawl("xx_water", "--via", site.url + "/")
        assert (done.code, held(crawls), other.log) == (1, ["Release 2"], [])
        refused = f"1 refused, first {wanted}: the archive leads to another site"
        assert (f"redirects to {there[leads]}" if leads == "file" else refused) in done.err
