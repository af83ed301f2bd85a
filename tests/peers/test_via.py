"""A crawl behind pywb reads an exported archive back, and finds the same versions; so does an import."""

from collections.abc import Iterator

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

from tests.peers.programs import ran, serving, until_another_second

LISTED = [("/1", "Water"), ("/2", "Rain"), ("/3/", "Snow"), ("/gone", "Fog")]
VERSIONS = """SELECT key, version, content, title, published, strftime('%s', first_seen) FROM snapshot
    JOIN release ON release.id = release_id ORDER BY 1, 2"""
LAST_OF_EACH_CRAWL = "SELECT strftime('%Y%m%d%H%M%S', max(at)) FROM capture GROUP BY crawl_id ORDER BY crawl_id"


@pytest.fixture
def site() -> Iterator[HostileServer]:
    pages = {path: answer(release_page(title)) for path, title in LISTED[:3]}
    with HostileServer({"/list": answer(listing_page(LISTED)), **pages}) as running:
        yield running


def test_the_same_versions_are_found(peers, site, sqlite_template, tmp_path):
    crawls, again, imported = (Crawls(tmp_path / name, sqlite_template) for name in ("crawled", "again", "imported"))
    for one in (crawls, again, imported):
        one.source("xx_water", f"{site.url}/list")
    assert crawls.crawl("xx_water").line["new"] == 3
    until_another_second()
    site.routes["/1"] = answer(release_page("Water", "The two sides did not meet."))
    assert visited_again(crawls).line["changed"] == 1
    assert crawls.run("export", str(tmp_path / "all.wacz")).code == 0

    (tmp_path / "collections" / "water" / "archive").mkdir(parents=True)
    (tmp_path / "collections" / "water" / "indexes").mkdir()
    ran(peers / "bin" / "wb-manager", "add", "--unpack-wacz", "water", tmp_path / "all.wacz", cwd=tmp_path)
    with serving(peers / "bin" / "wayback", "--bind", "127.0.0.1", "--port", cwd=tmp_path) as pywb:
        before, since = (f"{pywb}/water/{at}id_/" for (at,) in crawls.ask(LAST_OF_EACH_CRAWL))
        done = again.crawl("xx_water", "--via", before)
        assert [done.line[name] for name in ("listed", "new", "missing", "failed")] == [4, 3, 1, 0]
        assert visited_again(again, "--via", since).line["changed"] == 1
    assert len(crawls.ask(VERSIONS)) == 4
    assert again.ask(VERSIONS) == crawls.ask(VERSIONS)
    assert imported.run("import", "--json", str(tmp_path / "all.wacz")).line["changed"] == 1
    assert imported.ask(VERSIONS) == crawls.ask(VERSIONS)
    assert imported.verdicts() == crawls.verdicts()


def visited_again(crawls, *how):
    crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
    return crawls.crawl("xx_water", "--recheck", *how)
