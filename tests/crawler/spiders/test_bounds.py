import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from crawl_runner import Crawls, Run, listing_page, release_page, water
from hostile_server import Exchange, HostileServer
from server_faults import TYPED, answer

from crawler.ingest.reparse.run import reparse
from crawler.spiders.robots import LARGEST as ROBOTS_LARGEST
from storage.archive import Archive
from storage.records import SourceInfo
from storage.write.crawls import open_crawl_of

TEXT = {"Content-Type": "text/plain"}


def publish(site: HostileServer, count: int) -> None:
    site.routes["/list"] = answer(listing_page([(f"/r{n}", f"Release {n}") for n in range(count)]))
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(count)}


def test_a_crawl_stops_after_its_requests_and_the_next_ones_do_the_rest(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 9)
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--requests", "6")  # robots.txt and the listing among them
    assert (done.code, done.line["outcome"], done.line["new"], len(site.log)) == (1, "incomplete", 4, 6)
    assert done.line["message"] == [
        "stopped after 6 requests, the most that one crawl may take; the next one continues from here"
    ]
    again = crawls.crawl("xx_water", "--requests", "6")
    assert (again.code, again.line["new"], len(site.log)) == (0, 9, 12)
    assert max(site.counts[f"/r{n}"] for n in range(9)) == 1


def test_a_pager_without_an_end_is_bounded(site: HostileServer, crawls: Crawls) -> None:
    """Each page announces another release, and there is always an older page."""

    async def endless(exchange: Exchange) -> None:
        number = int(exchange.visit.path.rpartition("/")[2] or 0)
        page = listing_page([(f"/r{number}", f"Release {number}")], f"/list/{number + 1}")
        await exchange.reply(200, TYPED, page)

    site.routes = dict.fromkeys([f"/list/{number}" for number in range(99)], endless)
    crawls.source("xx_water", site.url + "/list/0")
    done = crawls.crawl("xx_water", "--backfill", "--requests", "30")
    assert (done.code, len(site.log)) == (1, 30)
    assert "stopped after 30 requests" in done.err


def test_a_crawl_stops_after_its_hours(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 5)
    site.routes["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 2", headers=TEXT)
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", "--hours", "0.001")
    assert (done.code, done.line["outcome"]) == (1, "incomplete")
    assert "stopped after 0.001 hours" in done.err
    assert 0 < len(site.log) < 7


def test_a_robots_txt_without_an_end_is_cut_at_a_line(site: HostileServer, crawls: Crawls) -> None:
    publish(site, 3)
    rule = b"Disallow: /*a*b*c*%d$\n"
    head = b"User-agent: *\nDisallow: /r1\n" + b"".join(rule % number for number in range(25_000))
    head = head[: ROBOTS_LARGEST - 40].rpartition(b"\n")[0] + b"\n"
    cut = b"Disallow: /" + b"r" * (ROBOTS_LARGEST - len(head))  # its beginning alone would forbid everything
    tail = b"".join(rule % number for number in range(1_000_000))
    site.routes["/robots.txt"] = answer(head + cut + b"\n" + tail + b"Disallow: /r2\n", headers=TEXT)
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water", DOWNLOAD_TIMEOUT=20)
    assert (done.code, done.line["new"], site.counts["/r1"]) == (1, 2, 0)
    assert done.megabytes < 300


@pytest.mark.parametrize(("days", "outcome", "code"), [(2, "busy", 0), (4, "failed", 1)])
def test_a_source_is_busy_only_as_long_as_a_crawl_may_take(
    site: HostileServer, crawls: Crawls, days: int, outcome: str, code: int
) -> None:
    publish(site, 1)
    ended = False

    async def held(exchange: Exchange) -> None:
        while not ended:
            await asyncio.sleep(0.02)
        await exchange.reply(200, TYPED, release_page("Release 0"))

    site.routes["/r0"] = held
    crawls.source("xx_water", site.url + "/list")
    running = crawls.start("crawl", "--json", "xx_water", DOWNLOAD_TIMEOUT=100)
    deadline = time.monotonic() + 20
    while not site.counts["/r0"] and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        began = datetime.now(UTC) - timedelta(days)
        crawls.change(f"UPDATE crawl SET started_at = '{began:%Y-%m-%d %H:%M:%S.%f}'")  # noqa: S608 - a time
        second = crawls.crawl("xx_water")
    finally:
        ended = True
    crawls.finish(running)
    assert (second.code, second.line["outcome"]) == (code, outcome)
    assert ("no crawl takes so long" in second.err) == bool(code)


def test_a_source_that_is_read_again_is_not_taken_for_a_crawl_that_died_long_ago(crawls: Crawls) -> None:
    crawls.source("xx_water", "http://127.0.0.1:9/list")
    archive = Archive.open(f"sqlite:///{crawls.path}")
    info = SourceInfo("xx_water", "Ministry of Water", "XX", "en")
    archive.write(open_crawl_of, info, "update", "{}", datetime.now(UTC) - timedelta(days=9))
    found: list[Run] = []
    reparse(
        archive,
        water("xx_water", ["http://127.0.0.1:9/list"]),
        workers=0,
        dry_run=False,
        stopped=lambda: bool(found) or bool(found.append(crawls.crawl("xx_water"))),
    )
    archive.close()
    (beside,) = found
    assert (beside.code, beside.line["outcome"]) == (0, "busy")
