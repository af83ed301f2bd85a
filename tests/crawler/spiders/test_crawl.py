import asyncio
import re
import signal
from collections.abc import Sequence

import pytest
import server_faults
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import Act, Exchange, HostileServer
from server_faults import answer, in_turn, redirect, tagged

SUMMARY = ["source", "mode", "outcome", "listed", "new", "changed", "revisited", "gone", "missing", "unreadable"]


def publish(site: HostileServer, listing: str, numbers: Sequence[int], older: str | None = None, **page: str) -> None:
    """Put a listing of releases on the site, and the releases."""
    lines = [(f"/r{n}", f"Release {n}") for n in numbers]
    site.routes[listing] = tagged(listing_page(lines, older, **page), etag=f'"{listing} {len(lines)}"')
    site.routes |= {f"/r{n}": tagged(release_page(f"Release {n}")) for n in numbers}


def asked(site: HostileServer) -> list[str]:
    """What was asked since the last look, robots.txt apart."""
    paths = [visit.path for visit in site.log if visit.path != "/robots.txt"]
    site.log.clear()
    return paths


def test_a_crawl_holds_all_that_is_announced_and_the_next_asks_for_the_listing_alone(
    site: HostileServer, crawls: Crawls
) -> None:
    publish(site, "/list", range(6, 3, -1), older="/list2")
    publish(site, "/list2", range(3, 0, -1))
    crawls.source("xx_water", site.url + "/list")
    first = crawls.crawl("xx_water")
    assert (first.code, first.err) == (0, "")
    assert list(first.line) == [*SUMMARY, "failed", "seconds", "message", "findings"]
    assert [first.line[name] for name in SUMMARY] == ["xx_water", "update", "complete", 6, 6, 0, 0, 0, 0, 0]
    visited = asked(site)
    assert sorted(visited) == ["/list", "/list2", "/r1", "/r2", "/r3", "/r4", "/r5", "/r6"]
    assert [path for path in visited if "r" in path] == ["/r6", "/r5", "/r4", "/r3", "/r2", "/r1"]
    assert crawls.ask("SELECT count(*) FROM snapshot") == [(6,)]

    again = crawls.crawl("xx_water")
    assert (again.code, again.line["listed"], again.line["new"]) == (0, 3, 0)
    assert [(visit.path, visit.status) for visit in site.log] == [("/robots.txt", 404), ("/list", 304)]
    assert crawls.verdicts()["/list"] == ["listing", "unchanged"]
    seen_again = "SELECT count(*) FROM entry JOIN capture ON capture.id = last_capture_id WHERE status = 304"
    assert crawls.ask(seen_again) == [(3,)]


def test_an_update_stops_at_the_page_on_which_all_is_held(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/list", [4, 3], older="/list2")
    publish(site, "/list2", [2], older="/list3")
    publish(site, "/list3", [1])
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water")
    asked(site)
    publish(site, "/list", [5, 4, 3], older="/list2")
    assert crawls.crawl("xx_water").line["new"] == 1
    assert set(asked(site)) == {"/list", "/r5", "/list2"}
    assert crawls.crawl("xx_water", "--backfill").code == 0
    assert set(asked(site)) == {"/list", "/list2", "/list3"}


def test_listings_that_repeat_one_another_do_not_end_the_first_crawl(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/index", [4, 3], older="/2026-01")
    publish(site, "/2026-01", [4, 3], older="/2025-12")
    publish(site, "/2025-12", [2, 1])
    crawls.source("xx_water", site.url + "/index", site.url + "/2025-12")
    assert crawls.crawl("xx_water").line["new"] == 4


def test_a_pager_without_end_stops(site: HostileServer, crawls: Crawls) -> None:
    for n in range(40):
        publish(site, f"/list?page={n}", [min(n, 2)], older=f"/list?page={n + 1}")
    crawls.source("xx_water", site.url + "/list?page=0")
    assert crawls.crawl("xx_water").line["new"] == 3
    assert site.counts["/list?page=6"] == 1
    assert site.counts["/list?page=7"] == 0


def test_a_listing_of_which_every_page_is_the_first_is_a_finding(site: HostileServer, crawls: Crawls) -> None:
    listings = {
        "xx_deaf": ([[4, 3], [4, 3], [4, 3]], 2),  # a server that ignores the number
        "xx_index": ([[4, 3], [4, 3], [2, 1]], 0),  # an archive whose newest month is the index
        "xx_endless": ([[4, 3], [2, 1], [2, 1]], 0),  # a pager that goes on beyond the end
        "xx_part": ([[4, 3], [4]], 0),
    }
    for name, (pages, _) in listings.items():
        for n, numbers in enumerate(pages):
            publish(site, f"/{name}?page={n}", numbers, f"/{name}?page={n + 1}" if n + 1 < len(pages) else None)
        crawls.source(name, f"{site.url}/{name}?page=0")
    done = crawls.crawl(*listings, "--backfill")
    assert done.code == 1
    for line in done.lines:
        found = [(one["kind"], one["count"], one["example"]) for one in line["findings"]]
        said = listings[line["source"]][1]
        assert found == [("repeats", said, f"{site.url}/{line['source']}?page=1")] * bool(said)
        assert line["outcome"] == ("incomplete" if said else "complete")
    assert len(done.lines) == len(listings)


def test_a_listing_read_to_its_end_is_held_against_what_the_site_states(site: HostileServer, crawls: Crawls) -> None:
    for name, total in (("xx_short", "1-2 of 5"), ("xx_whole", "4 releases"), ("xx_mute", "")):
        publish(site, f"/{name}", [4, 3], f"/{name}?page=2", total=total)
        publish(site, f"/{name}?page=2", [2, 1], total=total)
        crawls.source(name, f"{site.url}/{name}")
    publish(site, "/xx_with_videos", [4, 3], "/xx_with_videos?page=2", total="5")
    publish(site, "/xx_with_videos?page=2", [2], "/xx_with_videos?page=3")  # and a video
    publish(site, "/xx_with_videos?page=3", [1], total="5")
    crawls.source("xx_with_videos", f"{site.url}/xx_with_videos")
    done = crawls.crawl("xx_short", "xx_whole", "xx_mute", "xx_with_videos", "--backfill").lines
    assert [one["kind"] for source in done for one in source["findings"]] == ["fewer_announced"]
    short = done[0]
    start = f"{site.url}/xx_short"
    (said,) = short["message"]
    assert said == f"fewer releases announced than the site states: {start} states 5, its pages announce 4"
    told = [line for line in crawls.run("coverage", "--json").lines if line["period"] is None]
    assert [(one["source"], one["known"], one["verdict"]) for one in told] == [
        ("xx_short", 4, "incomplete"),
        ("xx_whole", 4, "complete"),
        ("xx_with_videos", 4, "unknown"),
    ]
    assert (told[0]["listing"], told[0]["stated"]["least"], told[0]["stated"]["most"]) == (start, 5, 5)
    assert f"{start}: the site states 5 (" in crawls.run("coverage", "xx_short").out
    for total, is_told in (("1-2 of 5", True), ("1-2 of 4", False)):
        page = listing_page([("/r4", "Release 4"), ("/r3", "Release 3")], "/xx_short?page=2", total=total)
        site.routes["/xx_short"] = answer(page)  # an update reads no other
        (line,) = crawls.crawl("xx_short").lines
        assert line["message"] == [said] * is_told
        (state,) = crawls.run("status", "xx_short", "--json").lines
        assert state["well"] is not is_told
    publish(site, "/xx_short", [5, 4, 3], "/xx_short?page=2", total="1-3 of 5")
    assert crawls.crawl("xx_short").code == 0
    assert crawls.run("coverage", "xx_short", "--json").lines[-1]["verdict"] == "complete"


def test_since_until_and_limit_bound_what_is_visited(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/list", [6, 5], older="/list2", day="2026-03-03")
    publish(site, "/list2", [4, 3], older="/list3", day="2026-02-02")
    publish(site, "/list3", [2, 1], older="/list4", day="2026-01-01")
    publish(site, "/list4", [0], day="2025-12-12")
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--since", "2026-02-01", "--until", "2026-02-28")
    assert (done.code, set(asked(site))) == (0, {"/list", "/list2", "/list3", "/r4", "/r3"})
    assert crawls.crawl("xx_water", "--limit", "1").line["new"] == 1
    assert crawls.crawl("xx_water", "--backfill", "--since", "2026-01-01").line["new"] == 3
    assert crawls.crawl("xx_water", "--backfill").line["new"] == 1


def test_one_address_is_visited_listed_or_not_and_a_move_gives_it_another_address(
    site: HostileServer, crawls: Crawls
) -> None:
    publish(site, "/list", [1])
    site.routes |= {"/old": redirect("/new", 301), "/new": answer(release_page("Moved"))}
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--url", site.url + "/old")
    assert (done.code, done.line["mode"], done.line["new"], asked(site)) == (0, "address", 1, ["/old", "/new"])
    assert crawls.verdicts() == {"/old": ["redirected"], "/new": ["read"]}
    assert [path for (path,) in crawls.ask("SELECT url FROM address WHERE release_id = 1 ORDER BY id")] == [
        site.url + "/old",
        site.url + "/new",
    ]


def test_a_listing_that_has_moved_within_the_site_is_followed(site: HostileServer, crawls: Crawls) -> None:
    site.routes["/list"] = redirect("/press/", 301)
    site.routes["/press/"] = answer(listing_page([("r1", "Release 1")]))
    site.routes["/press/r1"] = answer(release_page("Release 1"))
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["new"] == 1
    assert crawls.verdicts() == {"/list": ["redirected"], "/press/": ["listing"], "/press/r1": ["read"]}


def test_a_source_broken_in_one_listing_goes_on_with_the_others(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/good", [2, 1])
    site.routes |= {"/broken": answer(b"<title>News</title><p>Quite another page than it was before.</p>")}
    crawls.source("xx_water", site.url + "/broken", site.url + "/missing", site.url + "/good")
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"], done.line["new"]) == (1, "incomplete", 2)
    assert [re.sub(r"http\S+(/\w+)", r"\1", line) for line in done.line["message"]] == [
        "listing /broken: region 'main.list': expected one element, found 0",
        "listing /missing: status 404",
    ]
    assert done.err.count("warning: xx_water: listing") == 2


@pytest.mark.parametrize(
    "act",
    [answer(listing_page([])), server_faults.reset, answer(status=503)],
    ids=["an empty list", "a reset", "status 503"],
)
def test_a_source_that_yields_nothing_fails_loudly(site: HostileServer, crawls: Crawls, act: Act) -> None:
    site.routes["/list"] = act
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"]) == (1, "failed")
    assert "no listing announced anything" in done.err


def test_sources_that_share_a_host_never_ask_it_at_once_and_others_run_beside_them(crawls: Crawls) -> None:
    under_way: dict[str, int] = {}
    most: dict[str, int] = {}

    def slow(host: str, body: bytes) -> Act:
        async def act(exchange: Exchange) -> None:
            for name in (host, "all"):
                under_way[name] = under_way.get(name, 0) + 1
                most[name] = max(most.get(name, 0), under_way[name])
            await asyncio.sleep(0.04)
            await exchange.reply(200, server_faults.TYPED, body)
            for name in (host, "all"):
                under_way[name] -= 1

        return act

    with HostileServer() as one, HostileServer(host="127.0.0.2") as other:
        for site, names in ((one, "ab"), (other, "c")):
            for name in names:
                lines = [(f"/{name}{n}", f"Release {name}{n}") for n in range(6)]
                site.routes[f"/{name}"] = slow(site.host, listing_page(lines))
                site.routes |= {path: slow(site.host, release_page(title)) for path, title in lines}
                crawls.source(f"xx_{name}", f"{site.url}/{name}")
        done = crawls.crawl("--all")
    assert [line["new"] for line in done.lines] == [6, 6, 6]
    assert most == {"127.0.0.1": 1, "127.0.0.2": 1, "all": 2}


def test_a_full_disk_ends_the_crawl_with_one_line_and_the_next_goes_on(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/list", range(60, 0, -1))
    for n in range(1, 61):
        site.routes[f"/r{n}"] = answer(release_page(f"Release {n}", " ".join(str(n * k) for k in range(3000))))
    crawls.source("xx_water", site.url + "/list")
    full = crawls.crawl("xx_water", largest=200)
    assert (full.code, full.line["outcome"]) == (1, "failed")
    assert [(full.line["listed"], full.line["new"])] == crawls.ask("SELECT listed, new FROM crawl")
    assert len(full.line["message"]) == 1
    assert "database or disk is full" in full.line["message"][0]
    assert "Traceback" not in full.err
    freed = crawls.crawl("xx_water")
    assert (freed.code, freed.line["outcome"], freed.line["new"]) == (0, "complete", 60)
    assert crawls.ask("SELECT count(*) FROM crawl") == [(1,)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_crawl_ends_in_order_and_the_next_goes_on(site: HostileServer, crawls: Crawls, number: int) -> None:
    publish(site, "/list", range(20, 10, -1), older="/list2")
    publish(site, "/list2", range(10, 0, -1))
    for n in range(1, 21):
        site.routes[f"/r{n}"] = server_faults.drip(release_page(f"Release {n}"), pause=0.0003)
    crawls.source("xx_water", site.url + "/list")
    running = crawls.start("crawl", "--json", "xx_water", DOWNLOAD_TIMEOUT=20)  # a busy machine drips slowly
    site.wait_for("/r17")
    running.send(number)
    stopped = crawls.finish(running)
    assert (stopped.code, stopped.line["outcome"]) == (1, "incomplete")
    assert stopped.line["message"] == ["stopped before its end; the next crawl continues from here"]
    assert 0 < stopped.line["new"] < 20
    assert crawls.verdicts().keys() == {visit.path for visit in site.log} - {"/robots.txt"}
    whole = crawls.crawl("xx_water", DOWNLOAD_TIMEOUT=20)
    assert (whole.code, whole.line["new"], whole.line["outcome"]) == (0, 20, "complete")
    assert max(count for path, count in site.counts.items() if path != "/robots.txt") == 1


def test_a_recheck_visits_all_that_is_due_once_and_pays_for_no_payload(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/list", range(70, 0, -1))
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water")
    with_payload = crawls.ask("SELECT count(payload_id) FROM capture")
    site.routes["/r7"] = in_turn(answer(release_page("Release 7", "The two sides parted.")))
    long_ago(crawls)
    asked(site)
    done = crawls.crawl("xx_water", "--recheck")
    assert (done.code, done.line["revisited"], done.line["changed"]) == (0, 69, 1)
    assert {visit.status for visit in site.log if visit.path not in ("/r7", "/robots.txt")} == {304}
    assert sorted(asked(site)) == sorted(f"/r{n}" for n in range(1, 71))
    assert crawls.ask("SELECT count(payload_id) FROM capture") == [(with_payload[0][0] + 1,)]
    assert crawls.crawl("xx_water", "--recheck").line["revisited"] == 0


def test_what_failed_is_visited_again_when_it_is_due_not_in_the_same_crawl(site: HostileServer, crawls: Crawls) -> None:
    publish(site, "/list", [2, 1])
    site.routes["/r1"] = in_turn(answer(status=404), answer(release_page("Release 1")))
    crawls.source("xx_water", site.url + "/list")
    first = crawls.crawl("xx_water")
    assert (first.code, first.line["new"], first.line["gone"], first.line["missing"]) == (1, 1, 1, 1)
    assert crawls.crawl("xx_water").line["new"] == 0
    long_ago(crawls)
    later = crawls.crawl("xx_water")
    assert (later.code, later.line["new"]) == (0, 1)
    assert crawls.verdicts()["/r1"] == ["not_found", "read"]


def long_ago(crawls: Crawls) -> None:
    """Let everything be due."""
    crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
