import itertools
import signal
import time
from datetime import date

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import Act, Exchange, HostileServer
from server_faults import TYPED, answer, busy, in_turn, redirect

from communique.demo.ministry import DemoMinistry

TEXT = {"Content-Type": "text/plain"}


def publish(site: HostileServer, count: int) -> None:
    site.routes["/list"] = answer(listing_page([(f"/r{n}", f"Release {n}") for n in range(count)]))
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(count)}


def robots(rules: str) -> Act:
    return answer(rules.encode(), headers=TEXT)


def gaps(site: HostileServer) -> list[float]:
    """The seconds between one request and the next."""
    return [after.at - before.at for before, after in itertools.pairwise(site.log)]


def test_robots_is_read_first_and_what_it_forbids_is_not_visited(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 3)
    site.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /r1\n\nUser-agent: Otherbot\nDisallow: /\n")
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water")
    assert [visit.path for visit in site.log][:2] == ["/robots.txt", "/list"]
    assert site.counts == {"/robots.txt": 1, "/list": 1, "/r0": 1, "/r2": 1}
    assert (done.code, done.line["new"], done.line["missing"], done.line["failed"]) == (1, 2, 1, 1)
    assert "1 refused, first " + site.url + "/r1: robots.txt asks not to visit it" in done.err
    assert "Communique/" in site.log[0].headers["user-agent"]


@pytest.mark.parametrize(
    "rules",
    [answer(status=503), busy(500)],
    ids=["503", "500"],
)
def test_a_site_whose_robots_cannot_be_read_is_left_alone(site: HostileServer, crawls: Crawls, rules: Act) -> None:
    publish(site, 1)
    site.routes["/robots.txt"] = rules
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], set(site.counts)) == (1, "failed", {"/robots.txt"})
    assert "robots.txt cannot be read: status 50" in done.err


def test_robots_is_followed_through_redirects_within_the_site(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 2)
    site.routes |= {"/robots.txt": redirect("/rules"), "/rules": robots("User-agent: communique\nDisallow: /r1")}
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["new"] == 1
    assert site.counts["/r1"] == 0


def test_crawl_delay_is_kept_between_any_two_requests(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 4)
    site.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.4")
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", AUTOTHROTTLE_ENABLED=True, AUTOTHROTTLE_START_DELAY=0.0)
    assert done.line["new"] == 4
    assert len(site.log) == 6
    # robots.txt is the first request of a connection, and may be delivered late: that shortens the gap behind it.
    behind_robots, *others = gaps(site)
    assert behind_robots > 0.3
    assert min(others) > 0.38
    assert sum(gaps(site)) > 5 * 0.4 - 0.05


@pytest.mark.parametrize("as_date", [False, True])
def test_after_retry_after_nobody_asks_the_host_until_then(site: HostileServer, crawls: Crawls, as_date: bool) -> None:
    publish(site, 12)
    site.routes["/r6"] = in_turn(busy(429, seconds=2, as_date=as_date), answer(release_page("Release 6")))
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["new"] == 12
    refused = next(place for place, visit in enumerate(site.log) if visit.path == "/r6")
    assert gaps(site)[refused] > (0.9 if as_date else 1.9)
    assert site.counts["/r6"] == 2


def test_a_host_that_asks_for_hours_is_left_to_the_next_crawl(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 5)
    site.routes["/r2"] = busy(503, seconds=7200)
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"]) == (1, "incomplete")
    assert [visit.path for visit in site.log][-1] == "/r2"
    assert "127.0.0.1 asks to be left alone for 7" in done.err
    assert done.line["new"] + done.line["missing"] == 5


def test_one_request_at_a_time_whatever_fails(site: HostileServer, crawls: Crawls) -> None:
    """The server sees a request only once it has answered the one before."""
    under_way = most = 0

    def alone(inner: Act) -> Act:
        async def act(exchange: Exchange) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            try:
                await inner(exchange)
            finally:
                under_way -= 1

        return act

    publish(site, 10)
    site.routes |= {"/r3": answer(status=500), "/r4": redirect("/r5"), "/r7": in_turn(busy(429), site.routes["/r7"])}
    site.routes = {path: alone(act) for path, act in site.routes.items()}
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water")
    assert most == 1


def test_an_error_page_is_asked_three_times_and_a_missing_one_once(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 2)
    site.routes |= {"/r0": answer(status=502), "/r1": answer(status=404)}
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water")
    assert (site.counts["/r0"], site.counts["/r1"]) == (3, 1)
    assert crawls.verdicts()["/r0"] == ["failed"]


def test_private_addresses_are_reached_by_no_name_and_no_redirect(site: HostileServer, crawls: Crawls) -> None:
    with HostileServer(host="127.0.0.3") as inside:
        publish(site, 1)
        site.routes["/r0"] = redirect(inside.url + "/secret")
        crawls.source("xx_water", site.url + "/list")
        done = crawls.crawl("xx_water")
        assert "redirects to another site" in done.err
        crawls.source("xx_named", f"http://localhost:{site.port}/list")
        named = crawls.crawl("xx_named")
        assert (named.code, named.line["outcome"]) == (1, "failed")
        assert "localhost leads to the private address 127.0.0.1, where only --generic, --url and --via" in named.err
        crawls.source("xx_number", inside.url + "/list")
        crawls.settings["COMMUNIQUE_ASKED_HOSTS"] = []
        numbered = crawls.crawl("xx_number")
        assert numbered.line["outcome"] == "failed"
        assert "127.0.0.3 leads to the private address 127.0.0.3" in numbered.err
        assert inside.log == []
    asked = crawls.crawl("xx_named", COMMUNIQUE_ASKED_HOSTS=["localhost"])
    assert asked.line["listed"] == 1


def test_cookies_of_the_first_answer_are_brought_back(site: HostileServer, crawls: Crawls) -> None:
    async def with_cookie(exchange: Exchange) -> None:
        await exchange.reply(200, {**TYPED, "Set-Cookie": "visit=1; Path=/"}, listing_page([("/r0", "Release 0")]))

    site.routes |= {"/list": with_cookie, "/r0": answer(release_page("Release 0"))}
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["new"] == 1
    assert site.log[-1].headers["cookie"] == "visit=1"


def test_a_source_is_crawled_behind_a_prefix(crawls: Crawls) -> None:
    with DemoMinistry(30, today=date(2026, 1, 8), crawl_delay=0) as ministry:
        done = crawls.crawl("jp_mofa_en", "--via", ministry.url + "/", real=True)
        assert (done.code, done.line["outcome"], done.line["new"]) == (0, "complete", 30)
        assert all(visit.path.startswith("/https://www.mofa.go.jp/") for visit in ministry.log)
        ministry.log.clear()
        before, _ = ministry.edit(ministry.newest)
        crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
        again = crawls.crawl("jp_mofa_en", "--recheck", "--via", ministry.url + "/", real=True)
    assert (again.line["changed"], again.line["revisited"]) == (1, 29)
    assert {visit.status for visit in ministry.log} == {200, 304}
    assert crawls.ask("SELECT DISTINCT substr(url, 1, 22) FROM address") == [("https://www.mofa.go.jp",)]
    assert [text for (text,) in crawls.ask("SELECT text FROM block")].count(before) == 1


def test_a_memento_dates_its_capture_and_the_archives_own_404_says_nothing(site: HostileServer, crawls: Crawls) -> None:
    dated = {**TYPED, "Memento-Datetime": "Sat, 04 Jul 2020 12:30:45 GMT"}
    page = listing_page([("/r1", "Release 1"), ("/r2", "Release 2"), ("/r3", "Release 3")])
    place = "/web/2020id_/http://water.example"
    site.routes |= {
        f"{place}/list": redirect(f"/web/20200704123045id_{place[13:]}/list"),
        f"/web/20200704123045id_{place[13:]}/list": answer(page, headers=dated),
        f"{place}/r1": answer(release_page("Release 1"), headers=dated),
        f"{place}/r3": answer(b"gone then", status=404, headers=dated),
    }
    crawls.source("xx_water", "http://water.example/list")
    done = crawls.crawl("xx_water", "--via", f"{site.url}/web/2020id_/")
    assert (done.code, done.line["new"], done.line["gone"], done.line["missing"]) == (1, 1, 1, 2)
    assert crawls.verdicts() == {"/list": ["listing"], "/r1": ["read"], "/r3": ["not_found"]}
    assert crawls.ask("SELECT DISTINCT substr(at, 1, 19) FROM capture") == [("2020-07-04 12:30:45",)]
    assert site.counts[f"{place}/r2"] == 1


def test_a_crawl_that_waits_for_a_site_is_stopped_at_once(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 5)
    site.routes["/r2"] = busy(429, seconds=60)
    crawls.source("xx_water", site.url + "/list")
    running = crawls.start("crawl", "--json", "xx_water")
    deadline = time.monotonic() + 20
    while not site.counts["/r2"] and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send(signal.SIGTERM)
    stopped = crawls.finish(running, patience=15)
    assert (stopped.code, stopped.line["outcome"]) == (1, "incomplete")
    assert "stopped before its end" in stopped.err
    site.routes["/r2"] = answer(release_page("Release 2"))
    assert crawls.crawl("xx_water").line["new"] == 5
