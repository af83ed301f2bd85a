import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from server_faults import answer

from communique.demo.ministry import DemoMinistry

ROOT = Path(__file__).parents[2]


@pytest.fixture
def crawls(tmp_path: Path, sqlite_template: Path) -> Crawls:
    made = Crawls(tmp_path, sqlite_template)
    made.source("xx_water_en", "https://water.example/press")
    made.source("xx_water_fr", "https://water.example/presse")
    return made


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        running.routes["/list"] = answer(listing_page([("/r1", "Release 1"), ("/r2", "Release 2")]))
        running.routes["/r1"] = answer(release_page("Release 1"))
        running.routes["/r2"] = answer(b"<title>Other</title><p>Another page altogether than a release.</p>" * 20)
        yield running


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["xx_water_en", "--all"],
        ["xx_water_en", "--backfill", "--recheck"],
        ["xx_water_en", "--url", "https://water.example/r1", "--recheck"],
        ["xx_water_en", "xx_water_fr", "--url", "https://water.example/r1"],
        ["xx_water_en", "--since", "yesterday"],
        ["xx_water_en", "--recheck", "--since", "2026-01-01"],
        ["xx_water_en", "--url", "https://water.example/r1", "--until", "2026-01-01"],
        ["xx_water_en", "--url", "https://lake.example/r1"],
        ["xx_water_en", "--budget", "5"],
        ["xx_water_en", "--via", "https://water.example/", "--replay", "no.warc"],
        ["xx_water_en", "--limit", "0"],
        ["xx_water_en", "--via", "ftp://water.example/"],
        ["xx_water_en", "--via", "water.example"],
        ["xx_water_en", "--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_says_how_it_is_right(crawls: Crawls, words: list[str]) -> None:
    done = crawls.run("crawl", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert done.err.endswith("`communique crawl --help` shows how\n")
    assert done.err.count("\n") == 1


def test_a_prefix_that_is_only_a_host_gets_its_slash(crawls: Crawls, site: HostileServer) -> None:
    crawls.crawl("xx_water_en", "--via", site.url)
    assert site.counts["/https://water.example/press"] == 1


def test_what_a_person_asked_for_may_be_a_private_address(crawls: Crawls, site: HostileServer) -> None:
    crawls.source("xx_here", site.url + "/list")
    assert crawls.crawl("xx_here", COMMUNIQUE_ASKED_HOSTS=[]).code == 1
    done = crawls.crawl("xx_here", "--url", site.url + "/r1", COMMUNIQUE_ASKED_HOSTS=[])
    assert (done.code, done.line["new"]) == (0, 1)


def test_scrapy_itself_crawls_into_the_archive_that_the_environment_names(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with DemoMinistry(releases=2, today=date(2026, 3, 20)) as ministry:
        words = [sys.executable, "-m", "scrapy", "crawl", "jp_mofa_en", "-a", "limit=1", "-s", "DOWNLOAD_DELAY=0"]
        words += ["-s", f"COMMUNIQUE_VIA={ministry.url}/", "-s", "COMMUNIQUE_ASKED_HOSTS=127.0.0.1"]
        named = {**os.environ, "COMMUNIQUE_ARCHIVE": str(path), "COMMUNIQUE_CONTACT": " me@example.org "}
        done = subprocess.run(words, cwd=ROOT, env=named, capture_output=True, text=True, check=True)
        agents = {visit.headers["user-agent"] for visit in ministry.log}
    assert done.stderr == ""
    assert [agent.endswith("(press-release archive; me@example.org)") for agent in agents] == [True]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM snapshot").fetchall() == [(1,)]


def test_scrapy_itself_says_of_an_unknown_source_in_one_line_that_it_is_none() -> None:
    words = [sys.executable, "-m", "scrapy", "crawl", "jp_mofa_e"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "no source is called 'jp_mofa_e'; did you mean jp_mofa_en" in done.stderr


def test_an_unknown_source_exits_2_with_the_names_near_it(crawls: Crawls) -> None:
    done = crawls.run("crawl", "xx_watr_en")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: no source is called 'xx_watr_en'; did you mean xx_water_en or xx_water_fr?\n"


@pytest.mark.parametrize(
    ("archive", "code"), [("nonsense:", 2), ("sqlite:////nowhere/at/all.db", 1), ("mysql://host/name", 2)]
)
def test_an_archive_that_can_be_none_is_one_line(crawls: Crawls, archive: str, code: int) -> None:
    done = crawls.run("--archive", archive, "crawl", "xx_water_en")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1


def test_a_person_gets_a_table_and_what_was_wrong_one_line_each(crawls: Crawls, site: HostileServer) -> None:
    crawls.source("xx_lake", site.url + "/list")
    done = crawls.run("crawl", "xx_lake")
    assert done.code == 1
    header, row = done.out.splitlines()
    assert header.split() == ["source", "outcome", "listed", "new", "unreadable", "seconds"]
    assert row.split()[:5] == ["xx_lake", "incomplete", "2", "1", "1"]
    assert done.err.startswith("warning: xx_lake: 1 unreadable, first " + site.url + "/r2: region 'article'")
    assert done.err.count("\n") == 1


def test_a_broken_layout_is_said_and_reparse_reads_all_once_it_is_repaired(crawls: Crawls, site: HostileServer) -> None:
    site.routes["/r2"] = answer(release_page("Release 2"))
    crawls.source("xx_lake", site.url + "/list", reads="layout_for_sections")
    broken = crawls.crawl("xx_lake")
    assert (broken.code, broken.line["unreadable"], broken.line["new"]) == (1, 2, 0)
    assert crawls.ask("SELECT DISTINCT verdict FROM reading WHERE release_id IS NOT NULL") == [("unreadable",)]
    still = crawls.run("reparse", "--json", "--workers", "0", "xx_lake")
    assert (still.code, still.line["unreadable"]) == (1, 2)

    site.log.clear()
    crawls.source("xx_lake", site.url + "/list")
    dry = crawls.run("reparse", "--json", "--workers", "0", "--dry-run", "xx_lake")
    assert (dry.code, dry.line["changed"]) == (0, 2)
    assert crawls.ask("SELECT count(*) FROM snapshot") == [(0,)]
    repaired = crawls.run("reparse", "--json", "--workers", "1", "xx_lake")
    assert (repaired.code, repaired.line["changed"], repaired.line["unreadable"]) == (0, 2, 0)
    assert crawls.ask("SELECT title, version FROM snapshot ORDER BY title") == [("Release 1", 1), ("Release 2", 1)]
    after = crawls.contents()
    again = crawls.run("reparse", "--json", "--workers", "0", "xx_lake")
    assert (again.code, again.line["changed"]) == (0, 0)
    assert crawls.contents() == after
    assert site.log == []
