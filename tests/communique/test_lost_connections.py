"""A server that goes away in the middle of a command: one line, nothing lost, and the next run goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import warc_files as warcs
from archive_contents import contents, differences
from crawl_runner import Crawls, listing_page, release_page
from databases import Server
from hostile_server import HostileServer
from server_faults import answer
from sqlalchemy import make_url

RELEASES = 12
# Commands, each with the statement to the database before which it waits, of some two times as many.
COMMANDS = {
    ("crawl", "xx_water"): 90,
    ("import", "RECORDING"): 120,
    ("reparse", "xx_earth", "--workers", "0"): 120,
    ("copy", "ARCHIVE", "OTHER"): 220,
    ("export", "FILE", "--every-version"): 6,
}


@pytest.fixture
def own(server: str) -> Iterator[Server]:
    """A server that no other test uses."""
    started = Server()
    yield started
    started.close()


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawls]:
    """Three sources: one to be crawled, one to be imported, and one that another layout is to read."""
    made = Crawls(tmp_path)
    made.settings["DOWNLOAD_TIMEOUT"] = 60
    visits = [(f"http://fire.example/r{n}", f"2026-01-08T00:00:{n:02}Z") for n in range(RELEASES)]
    (tmp_path / "all.warc").write_bytes(b"".join(warcs.response(url, at, release_page(url)) for url, at in visits))
    made.source("xx_fire", "http://fire.example/list", identity=r"/r(\d+)$")
    with HostileServer() as site:
        site.routes["/list"] = answer(listing_page([(f"/r{n}", f"Release {n}") for n in range(RELEASES)]))
        site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in range(RELEASES)}
        made.source("xx_water", site.url + "/list")
        made.source("xx_earth", site.url + "/list", reads="layout_for_sections")
        yield made


def test_a_server_that_goes_away_and_comes_back(own: Server, crawls: Crawls) -> None:
    """Each command waits halfway until the server is gone, and is given again when it is back."""
    held, other = own.database(), own.database()
    assert crawls.crawl("xx_earth", url=held).line["unreadable"] == RELEASES
    earth = crawls.ministries / "xx_earth.py"
    earth.write_text(earth.read_text().replace("layout_for_sections", "layout"))
    given = {"RECORDING": crawls.folder / "all.warc", "OTHER": other, "FILE": crawls.folder / "all.jsonl"}
    urls, started = {}, []
    for words, number in COMMANDS.items():
        url = own.database(str(make_url(held).database))
        command = tuple(str({**given, "ARCHIVE": url}.get(word, word)) for word in words)
        urls[command] = url
        started.append(crawls.start(*command, url=url, paused_at=number))
    for one in started:
        one.wait_for_pause()
    own.go()
    for one in started:
        one.resume()
    for one in started:
        ended = crawls.finish(one)
        (line,) = (line for line in ended.err.splitlines() if line.startswith(("error: ", "warning: ")))
        assert (ended.code, "cannot use the archive" in line) == (1, True)
        assert "what was committed is kept, and the same command goes on" in line
    assert not given["FILE"].exists()
    own.come_back()
    for one in [crawls.start(*command, url=url) for command, url in urls.items()]:
        assert crawls.finish(one).code == 0
    found = {command[0]: contents(url) for command, url in urls.items()}
    assert [len(found[name]["snapshot"]) for name in ("crawl", "import", "reparse")] == [RELEASES] * 3
    assert all(one["faults"] == [] for one in found.values())
    assert differences(found["copy"], contents(other)) == []
