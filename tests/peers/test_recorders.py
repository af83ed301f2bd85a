"""What other recorders write is imported without loss: every page that a site sent, byte for byte, and revisits."""

import http.client
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_pages import gzipped
from hostile_server import HostileServer
from server_faults import PACKED, answer, chunked, in_turn, redirect

from storage.archive import Archive
from storage.export.captures import captures_of
from storage.export.noted import Noted
from storage.read.lists.releases import Listed
from storage.records import StoredCapture
from tests.peers.programs import environment, ran, serving, until_another_second

TITLES = {"/1": "Water", "/2": "Rain", "/3": "Snow", "/4": "Ice", "/old": "Hail", "/gone": "Fog"}
BEFORE, SINCE = (release_page("Water", f"They {did} speak. " * 40) for did in ("did", "did not"))
RAIN, SNOW, ICE = (release_page(title, "Nothing was changed. " * 40) for title in ("Rain", "Snow", "Ice"))
SENT: list[tuple[str, int, bytes]] = [  # what a recorder that asks for everything twice is sent, in whatever coding
    ("/list", 200, listing_page([*TITLES.items()])),
    ("/1", 200, BEFORE),
    ("/1", 200, SINCE),
    ("/2", 200, RAIN),
    ("/3", 200, SNOW),
    ("/4", 200, ICE),
    ("/old", 302, b""),
    ("/gone", 404, b"There is no such page."),
]
Record = Callable[[str, Path, Path], list[Path]]  # visits each page of a site twice, and gives the files


@pytest.fixture
def site() -> Iterator[HostileServer]:
    routes = {path: answer(body, status) for path, status, body in SENT}
    routes |= {"/1": in_turn(answer(BEFORE), answer(SINCE)), "/3": answer(gzipped(SNOW), headers=PACKED)}
    routes |= {"/4": chunked([ICE[:90], ICE[90:]]), "/old": redirect("/2")}
    with HostileServer(routes, host="127.0.0.2") as running:  # warcprox records nothing of 127.0.0.1
        yield running


def addresses(site: str) -> list[str]:
    return [site + path for path in ("/list", *TITLES)]


def wget(site: str, peers: Path, folder: Path) -> list[Path]:
    """The first file compressed, the second not; it ends with 8 where a page was 404."""
    for name, more in (("first", []), ("second", ["--warc-dedup=first.cdx", "--no-warc-compression"])):
        how = ["--quiet", "--output-document=/dev/null", "--warc-cdx", f"--warc-file={name}", *more]
        assert subprocess.call(["/usr/bin/env", "wget", *how, *addresses(site)], cwd=folder, env=environment()) == 8
        until_another_second()
    return [folder / "first.warc.gz", folder / "second.warc"]


def js_wacz(site: str, peers: Path, folder: Path) -> list[Path]:
    """A WACZ of what wget recorded."""
    wget(site, peers, folder)
    ran(peers / "node_modules" / ".bin" / "js-wacz", "create", "-f", "*.warc*", "-o", "all.wacz", cwd=folder)
    return [folder / "all.wacz"]


def warcprox(site: str, peers: Path, folder: Path) -> list[Path]:
    with serving(peers / "bin" / "warcprox", "--gzip", "--dir", "warcs", "--port", cwd=folder) as proxy:
        for _ in range(2):
            for url in addresses(site):
                asked = http.client.HTTPConnection(urlsplit(proxy).netloc)
                asked.request("GET", url)
                asked.getresponse().read()
                asked.close()
            until_another_second()
    return sorted((folder / "warcs").iterdir())


def warcio(site: str, peers: Path, folder: Path) -> list[Path]:
    script = Path(__file__).with_name("record_with_warcio.py")
    ran(peers / "bin" / "python", script, "all.warc.gz", *addresses(site), cwd=folder)
    return [folder / "all.warc.gz"]


def captures(file: Path) -> list[StoredCapture]:
    archive, noted = Archive.open_read_only(f"sqlite:///{file}"), Noted()
    with archive.reading() as db:
        found = [*captures_of(db, archive.payloads, Listed(), noted)]
    archive.close()
    assert noted.findings == []
    return found


@pytest.mark.parametrize("record", [wget, js_wacz, warcprox, warcio])
def test_nothing_is_lost(peers, site, sqlite_template, tmp_path, record: Record):
    (tmp_path / "recorded").mkdir()
    files = record(site.url, peers, tmp_path / "recorded")
    crawls = Crawls(tmp_path, sqlite_template)
    crawls.source("xx_water", f"{site.url}/list")
    done = crawls.run("import", "--json", *map(str, files))
    assert [done.line[name] for name in ("listed", "new", "changed", "unreadable", "failed")] == [6, 4, 1, 0, 0]
    found = captures(crawls.path)
    assert {(urlsplit(one.url).path, one.status, one.body or b"") for one in found} == {*SENT}
    assert min(Counter(one.url for one in found).values()) == 2
    assert [one.reason for one in found if one.reason] == []
    revisits = {urlsplit(one.url).path for one in found if b"revisit" in one.origin.header}
    assert {"/list", "/2", "/3", "/4"} <= revisits
    assert crawls.run("export", str(tmp_path / "all.warc")).code == 0
    exported = (tmp_path / "all.warc").read_bytes()
    lost = [one for one in found if urlsplit(one.url).path not in ("/3", "/4") and one.origin.header not in exported]
    assert lost == []
