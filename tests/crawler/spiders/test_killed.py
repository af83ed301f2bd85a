import asyncio
import random
import signal
import time
from pathlib import Path

import server_faults
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import Act, Exchange, HostileServer

KILLS = 20
PAGES, EACH = 16, 9  # listing pages, releases announced on each


def slowly(body: bytes) -> Act:
    """An answer after some milliseconds, so that a kill finds every stage of a crawl under way."""

    async def act(exchange: Exchange) -> None:
        await asyncio.sleep(0.01)
        await exchange.reply(200, server_faults.TYPED, body)

    return act


def build(site: HostileServer) -> None:
    """Listings that overlap, releases under two addresses, and some that cannot be had."""
    for page in range(PAGES):
        numbers = range(page * EACH, (page + 1) * EACH + 2)
        older = f"/list{page + 1}" if page + 1 < PAGES else None
        lines = [(f"/r{n}", f"Release {n}") for n in numbers]
        site.routes[f"/list{page}"] = slowly(listing_page(lines, older))
        site.routes |= {path: slowly(release_page(title)) for path, title in lines}
    site.routes |= {f"/r{n}": server_faults.redirect(f"/moved{n}", 301) for n in range(0, 80, 9)}
    site.routes |= {f"/moved{n}": slowly(release_page(f"Release {n}")) for n in range(0, 80, 9)}
    site.routes |= {"/r5": server_faults.answer(status=404), "/r15": slowly(b"<title>x</title><p>No release.</p>" * 40)}


def test_a_crawl_killed_at_any_moment_and_started_again_ends_as_an_undisturbed_one(
    tmp_path: Path, sqlite_template: Path
) -> None:
    chance = random.Random(8)
    with HostileServer() as site:
        build(site)
        undisturbed, killed = (Crawls(tmp_path / name, sqlite_template) for name in ("undisturbed", "killed"))
        for crawls in (undisturbed, killed):
            crawls.source("xx_water", site.url + "/list0")
        whole = undisturbed.crawl("xx_water")
        for _ in range(KILLS):
            running = killed.start("crawl", "--json", "xx_water")
            wait_for_more(site, chance.randint(1, 4))
            time.sleep(chance.uniform(0, 0.1))
            running.process.kill()
            running.process.join()
            assert running.process.exitcode == -signal.SIGKILL
        last = killed.crawl("xx_water")
    assert last.line | {"seconds": 0, "message": 0, "findings": 0} == whole.line | {
        "seconds": 0,
        "message": 0,
        "findings": 0,
    }
    expected, found = undisturbed.contents(), killed.contents()
    for name, rows in expected.items():
        assert found[name] == rows, name


def wait_for_more(site: HostileServer, requests: int) -> None:
    """Wait until so many more requests have come in."""
    enough = len(site.log) + requests
    deadline = time.monotonic() + 30
    while len(site.log) < enough and time.monotonic() < deadline:
        time.sleep(0.002)
