import signal

from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer, stall

from storage.write.crawls import COUNTS


def test_a_stopped_crawl_does_not_wait_for_a_server_that_does_not_answer(site: HostileServer, crawls: Crawls) -> None:
    titles = {f"/r{n}": f"Release {n}" for n in range(9, 0, -1)}
    site.routes = {path: answer(release_page(title)) for path, title in titles.items()}
    site.routes |= {"/list": answer(listing_page([*titles.items()])), "/r7": stall}
    crawls.source("xx_water", site.url + "/list")
    running = crawls.start("crawl", "--json", "xx_water", DOWNLOAD_TIMEOUT=600)
    site.wait_for("/r7")
    running.send(signal.SIGTERM)
    stopped = crawls.finish(running)
    assert (stopped.code, stopped.line["outcome"], stopped.line["listed"], stopped.line["new"]) == (
        1,
        "incomplete",
        9,
        2,
    )
    site.routes["/r7"] = answer(release_page("Release 7"))
    assert crawls.crawl("xx_water").line["new"] == 9


def test_the_sources_of_a_stopped_crawl_have_all_their_counts(site: HostileServer, crawls: Crawls) -> None:
    for name in "ab":
        site.routes[f"/{name}"] = answer(listing_page([(f"/{name}1", "Release 1")]))
        crawls.source(f"xx_{name}", f"{site.url}/{name}")
    site.routes["/a1"] = stall
    running = crawls.start("crawl", "--json", "--all", DOWNLOAD_TIMEOUT=600)
    site.wait_for("/a1")
    running.send(signal.SIGINT)
    lines = crawls.finish(running).lines
    assert [line["outcome"] for line in lines] == ["incomplete", "incomplete"]
    assert [[line[name] for name in COUNTS] for line in lines] == [[1, 0, 0, 0, 0, 0, 0, 0], [0] * len(COUNTS)]
