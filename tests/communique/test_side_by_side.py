"""Commands at work on one archive at the same time: they come to what they come to one after another."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import warc_files as warcs
from archive_contents import Contents, contents, differences
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import Act, Exchange, HostileServer
from server_faults import TYPED, answer

RELEASES = 5
IMPORTED = "http://fire.example/r1"


class Site(HostileServer):
    """Three sources that publish the same pages; the first page of two of them comes only when it is `let`."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()
        for name in ("water", "earth", "air"):
            lines = [(f"/{name}{n}", f"Release {n}") for n in range(RELEASES)]
            self.routes[f"/{name}"] = answer(listing_page(lines))
            self.routes |= {path: answer(release_page(title)) for path, title in lines}
        for name in ("water", "earth"):
            self.routes[f"/{name}0"] = self._held(release_page("Release 0"))

    def _held(self, body: bytes) -> Act:
        async def act(exchange: Exchange) -> None:
            while not self.let.is_set():
                await asyncio.sleep(0.01)
            await exchange.reply(200, TYPED, body)

        return act


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def commands(folder: Path, site: Site) -> Crawls:
    """An archive's commands: two sources to crawl, one to read again, and one to import."""
    crawls = Crawls(folder)
    crawls.settings["DOWNLOAD_TIMEOUT"] = 60
    crawls.source("xx_water", site.url + "/water")
    crawls.source("xx_earth", site.url + "/earth")
    crawls.source("xx_air", site.url + "/air", reads="layout_for_sections")
    crawls.source("xx_fire", "http://fire.example/list", identity=r"/r(\d+)$")
    visits = [IMPORTED, site.url + "/water1"]
    pages = [warcs.response(url, "2020-01-08T00:00:00Z", release_page("Of old")) for url in visits]
    (folder / "both.warc").write_bytes(b"".join(pages))
    return crawls


def read_otherwise(crawls: Crawls) -> None:
    """Let the pages of the third source be read by a layout that fits them."""
    file = crawls.ministries / "xx_air.py"
    file.write_text(file.read_text().replace("layout_for_sections", "layout"))


@pytest.fixture(scope="module")
def one_after_another(site: Site, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Contents:
    crawls = commands(tmp_path_factory.mktemp("alone"), site)
    crawls.path.write_bytes(sqlite_template.read_bytes())
    site.let.set()
    crawls.run("crawl", "xx_air")
    read_otherwise(crawls)
    for words in (["crawl", "xx_water", "xx_earth"], ["reparse", "--workers", "0"], ["import", "both.warc"]):
        assert crawls.run(*words).code == 0
    return without_imports(crawls.contents())


def without_imports(found: Contents) -> Contents:
    """The same, without the rows of imports themselves: one that was refused is given again."""
    return {**found, "crawl": [row for row in found["crawl"] if "import" not in row]}


def test_crawls_a_reparse_and_an_import_at_once(
    site: Site, tmp_path: Path, archive_url: str, one_after_another: Contents
) -> None:
    crawls = commands(tmp_path, site)
    site.let.clear()
    site.log.clear()
    crawls.run("crawl", "xx_air", url=archive_url)
    read_otherwise(crawls)
    under_way = [crawls.start("crawl", "--json", name, url=archive_url) for name in ("xx_water", "xx_earth")]
    try:
        while not (site.counts["/water0"] and site.counts["/earth0"]):
            assert all(one.process.is_alive() for one in under_way)
        second, reread, imported, *asked = (
            crawls.finish(one)
            for one in [
                crawls.start("crawl", "--json", "xx_water", url=archive_url),
                crawls.start("reparse", "--json", "--workers", "0", "xx_air", "xx_water", url=archive_url),
                crawls.start("import", "--json", "both.warc", url=archive_url),
                crawls.start("verify", "--full", url=archive_url),
                crawls.start("export", "all.jsonl", url=archive_url),
                crawls.start("copy", archive_url, "copy.db"),
                *([crawls.start("backup", "backup.db", url=archive_url)] if "sqlite" in archive_url else []),
            ]
        )
    finally:
        site.let.set()
    assert (second.code, second.line["outcome"], second.line["listed"]) == (0, "busy", 0)
    assert "xx_water: another process is at work on it, since 20" in second.err
    assert (reread.code, reread.line["source"], reread.line["releases"]) == (1, "xx_air", RELEASES)
    assert reread.err.count("; start this again when it has ended") == 1
    assert (imported.code, [line["outcome"] for line in imported.lines]) == (1, ["complete", "busy"])
    assert [one.code for one in asked] == [0] * len(asked)
    assert all(contents(f"sqlite:///{path}")["faults"] == [] for path in tmp_path.glob("*.db"))
    for one in under_way:
        ended = crawls.finish(one)
        assert (ended.code, ended.line["outcome"], ended.line["new"]) == (0, "complete", RELEASES)
    assert site.counts["/water"] == site.counts["/earth"] == 1
    assert crawls.run("import", "both.warc", url=archive_url).code == 0
    assert differences(one_after_another, without_imports(contents(archive_url))) == []
