"""A server that ends its connections in the middle of a command: one line, nothing lost, and the next run goes on."""

import asyncio
import threading
from pathlib import Path

import pytest
import warc_files as warcs
from crawl_runner import Crawls, listing_page, release_page
from databases import administration
from hostile_server import Exchange, HostileServer
from server_faults import TYPED, answer
from sqlalchemy import Connection, make_url, text

CUT = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
RELEASES = 12


def allow(db: Connection, name: str, *, connections: bool) -> None:
    db.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {connections}'))


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_server_that_is_restarted_ends_a_crawl_with_one_line_and_the_next_goes_on(
    archive_url: str, server: str, tmp_path: Path
) -> None:
    """While it is away nobody gets a connection, and those that were there are gone."""
    name = str(make_url(archive_url).database)
    crawls = Crawls(tmp_path)
    away, reached = threading.Event(), threading.Event()

    async def held(exchange: Exchange) -> None:
        reached.set()
        while not away.is_set():
            await asyncio.sleep(0.02)
        await exchange.reply(200, TYPED, release_page("Release 5"))

    with HostileServer() as site, administration(server) as db:
        site.routes["/list"] = answer(listing_page([(f"/r{n}", f"Release {n}") for n in range(RELEASES)]))
        site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(RELEASES)}
        site.routes["/r5"] = held
        crawls.source("xx_water", site.url + "/list")
        running = crawls.start("crawl", "--json", "xx_water", url=archive_url, DOWNLOAD_TIMEOUT=60)
        assert reached.wait(30)
        allow(db, name, connections=False)
        try:
            db.execute(CUT, {"name": name})
            away.set()
            cut_off = crawls.finish(running)
        finally:
            allow(db, name, connections=True)
        assert (cut_off.code, cut_off.line["outcome"]) == (1, "failed")
        assert cut_off.err.count("\n") == 1
        assert "cannot use the archive" in cut_off.err
        whole = crawls.crawl("xx_water", url=archive_url)
    assert (whole.code, whole.line["outcome"], whole.line["new"]) == (0, "complete", RELEASES)
    assert max(site.counts.values()) <= 2


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_database_that_cuts_its_connections_ends_an_import_with_one_line(archive_url, server, tmp_path):
    """As PostgreSQL does when it is restarted; nothing is lost, and the next import goes on."""
    crawls = Crawls(tmp_path)
    crawls.source("xx_water", "http://water.example/list", identity=r"/r(\d+)$")
    pages = [(f"http://water.example/r{n}", f"2026-01-08T{n // 60:02}:{n % 60:02}:00Z", n) for n in range(200)]
    recording = tmp_path / "all.warc.gz"
    recording.write_bytes(warcs.packed([warcs.response(url, at, release_page(f"Release {n}")) for url, at, n in pages]))
    running = crawls.start("import", "--json", str(recording), url=archive_url)
    ended = threading.Event()

    def cut() -> None:
        with administration(server) as db:
            while not ended.wait(0.02):
                db.execute(CUT, {"name": make_url(archive_url).database})

    cutting = threading.Thread(target=cut)
    cutting.start()
    cut_off = crawls.finish(running)
    ended.set()
    cutting.join()
    assert cut_off.code == 1
    assert "cannot use the archive" in cut_off.err
    assert "Traceback" not in cut_off.err
    assert "should not happen" not in cut_off.err
    whole = crawls.run("import", "--json", str(recording), url=archive_url)
    assert (whole.code, whole.line["outcome"], whole.line["new"]) == (0, "complete", 200)
