"""pywb replays what is exported and what the reader serves: every capture with its status and bytes, revisits too."""

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from storage.archive import Archive
from storage.export.captures import captures_of
from storage.export.noted import Noted
from storage.export.recordings import Format, write_captures
from storage.read.lists.releases import Listed
from storage.records import Capture, Reading, StoredCapture, Transferred
from storage.warc.write.cdxj import key_of
from tests.peers.programs import ran, serving
from tests.reader.served import served
from tests.storage.builders import capture, commit, crawl_of, keep_readings, read_as, release_at, visited

Kept = tuple[Path, list[StoredCapture]]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FORMATS: tuple[Format, ...] = ("warc", "warc.gz", "wacz")
SITE = "https://www.water.example/press"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = '<!doctype html><title>Wässer</title><p>The two sides met. <a href="/press/2">More</a>'.encode()
CODED = replace(
    capture(f"{SITE}/1", 1, PAGE),
    fields=(*HTML, ("Content-Encoding", "gzip"), ("Content-Length", "70"), ("Transfer-Encoding", "chunked")),
    transferred=Transferred("gzip", b"1" * 20, b"2" * 32, 70),
)
MOVED = (("Location", f"{SITE}/1"), ("Content-Type", "text/html"))
SEEN: list[Capture] = [
    CODED,
    replace(CODED, at=NOW),  # the same bytes again: a revisit
    replace(capture(f"{SITE}/1", 20, PAGE + b"<p>And again."), fields=HTML),
    replace(capture(f"{SITE}/1", 30, None), status=304, fields=(("ETag", '"one"'),)),
    replace(capture(f"{SITE}/1", 40, b"gone"), status=410, fields=HTML),
    replace(capture(f"{SITE}/2?b=2&a=%E5%A4%96&A=1", 2, PAGE), fields=HTML),  # a revisit of another address
    replace(capture(f"{SITE}/plan.pdf", 3, b"%PDF\x00\xff" * 20_000), fields=(("Content-Type", "application/pdf"),)),
    replace(capture(f"{SITE}/old", 4, b"moved"), status=301, fields=MOVED),
    replace(capture(f"{SITE}/old", 5, b"moved"), status=301, fields=MOVED),
    replace(capture(f"{SITE}/empty", 6, b""), fields=HTML),
    replace(capture(f"{SITE}/外?q=ä", 7, PAGE + b"<p>Third."), fields=HTML),
    replace(capture("http://other.example:8080/", 8, b"Not found"), status=404, fields=HTML),
    replace(capture(f"{SITE}/busy", 9, b"Later"), status=503, fields=(*HTML, ("Retry-After", "5"))),
    replace(capture(f"{SITE}/none", 10, None), status=None, reason="no answer"),
]
MEMENTOS = """
import json, sys
from datetime import datetime
from memento_client import MementoClient

client = MementoClient(timegate_uri=sys.argv[1], check_native_timegate=False)
found = {}
for at in sys.argv[3:]:
    told = client.get_memento_info(sys.argv[2], datetime.fromisoformat(at))["mementos"]
    found[at] = {name: [str(one["datetime"]), one["uri"][0]] for name, one in told.items()}
print(json.dumps(found))
"""
ADDRESSES = [
    "https://www.Water.example:443/Press/?b=2&a=1#top",
    "http://water.example:8080",
    "http://www2.water.example/a b",
    "https://water.example/2?b=2&a=%E5%A4%96&A=1",
    "https://water.example/外?q=ä",
    "http://мид.example/é",
    "https://water.example/a//b/../c/./d/",
    "https://water.example/..",
    "https://water.example./x?",
    "https://water..example/x?b&a=&a&",
    "https://user:pw@water.example/%257Ea/%41",
    "https://water.example/a%2fb%3fc/%ff?%fe",
    "https://water.example/x?a=%26b=1&c=%3d+%20",
    "https://water.example/x?jsessionid=0123456789abcdef0123456789abcdef&a=1",
    "https://water.example/x?a=1&sid=0123456789abcdef0123456789abcdef",
    "https://water.example/(S(0123456789abcdefghijklmn))/page.aspx?x=1",
    "http://[::1]:80/x",
    "http://127.0.0.1:8080/list",
    "https://water.example/'\"<>|^`{}",
]


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A folder with an archive's captures in every form, and the captures."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "archive.db").write_bytes(sqlite_template.read_bytes())
    archive = Archive.open(f"sqlite:///{folder / 'archive.db'}")
    crawl = crawl_of(archive)
    number = release_at(archive, crawl, "1", f"{SITE}/1", NOW).release_id
    keep_readings(
        archive,
        crawl,
        read_as(commit(archive, crawl, [visited(one, number) for one in SEEN]), [Reading("failed")] * len(SEEN)),
    )
    noted = Noted()
    with archive.reading() as db:
        found = list(captures_of(db, archive.payloads, Listed(), noted))
        for form in FORMATS:
            with (folder / f"all.{form}").open("wb") as stream:
                write_captures(db, stream, form, f"all.{form}", Listed(), noted, lambda _: None, NOW)
    archive.close()
    assert (noted.findings, len(found)) == ([], len(SEEN))
    return folder, found


@pytest.fixture(scope="module")
def reader(kept: Kept) -> Iterator[str]:
    """Where the reader serves the archive."""
    with served(f"sqlite:///{kept[0] / 'archive.db'}") as url:
        yield url


@pytest.fixture(scope="module")
def pywb(peers: Path, kept: Kept, reader: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where pywb serves a collection of each form, and one of the reader's mementos."""
    folder, manager = tmp_path_factory.mktemp("pywb"), peers / "bin" / "wb-manager"
    for form in FORMATS:
        name = form.replace(".", "-")
        for part in ("archive", "indexes"):
            (folder / "collections" / name / part).mkdir(parents=True)
        ran(manager, "add", "--unpack-wacz", name, kept[0] / f"all.{form}", cwd=folder)
    (folder / "config.yaml").write_text(f"collections: {{reader: {{index: memento+{reader}web/}}}}")
    with serving(peers / "bin" / "wayback", "--bind", "127.0.0.1", "--port", cwd=folder) as url:
        yield url


def fetched(pywb: str, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    with_port = http.client.HTTPConnection(urlsplit(pywb).netloc)
    try:
        with_port.request("GET", path)
        answer = with_port.getresponse()
        return answer, answer.read()
    finally:
        with_port.close()


def quoted(url: str) -> str:
    """An address as a browser asks for it."""
    return quote(url, safe=":/?&=%")


def test_every_capture_is_replayed_and_every_visit_listed(pywb, kept):
    """One test of all forms, so that one process starts pywb once."""
    answers = [one for one in kept[1] if one.status != 304]  # "not modified" is no memento, and has a record
    for name, held in [("reader", answers), *((form.replace(".", "-"), kept[1]) for form in FORMATS)]:
        assert unlike(pywb, name, held) == {}
        answer, body = fetched(pywb, f"/{name}/timemap/link/{SITE}/1")
        assert answer.status == 200
        found = re.findall(rb'(\d{14})mp_/https://www.water.example/press/1>; rel="memento"', body)
        expected = [one.at for one in held if one.url == f"{SITE}/1"]
        assert [at.decode() for at in found] == [f"{at:%Y%m%d%H%M%S}" for at in sorted(expected)]
        answer, body = fetched(pywb, f"/{name}/20260101mp_/{SITE}/1")  # a revisit, as a browser shows it
        assert (answer.status, "Wässer".encode() in body) == (200, True)
        assert f"/{name}/20260101mp_/https://www.water.example/press/2".encode() in body


def unlike(pywb: str, name: str, captures: list[StoredCapture]) -> dict[tuple[str, datetime], tuple[object, ...]]:
    """The captures of which status, time or bytes are other ones; one without an answer has nothing to be replayed."""
    found = {}
    for one in captures:
        if one.status is None:
            continue
        answer, body = fetched(pywb, f"/{name}/{one.at:%Y%m%d%H%M%S}id_/{quoted(one.url)}")
        at = answer.headers["Memento-Datetime"]
        if (answer.status, body, at) != (one.status, one.body or b"", f"{one.at:%a, %d %b %Y %H:%M:%S GMT}"):
            found[one.url, one.at] = answer.status, body[:80], at
    return found


def test_a_memento_client_finds_the_closest_and_its_neighbours(peers, reader, kept):
    """The client is that of the authors of RFC 7089. It is given a memento, and asks that what it is of."""
    held = sorted(one.at for one in kept[1] if one.url == f"{SITE}/1" and one.status != 304)
    asked = [held[0].replace(year=2000), *held, held[-1].replace(year=2100)]
    given = f"{reader}web/{held[0]:%Y%m%d%H%M%S}id_/{SITE}/1"
    line = [f"{reader}web/", given, *(f"{at:%Y-%m-%dT%H:%M:%S}" for at in asked)]
    found = json.loads(ran(peers / "bin" / "python", "-c", MEMENTOS, *line, cwd=kept[0]))
    for at, told in zip(asked, found.values(), strict=True):
        place = min(range(len(held)), key=lambda n: abs(held[n] - at))
        expected = {"first": held[0], "last": held[-1], "closest": held[place]}
        expected |= {"prev": held[place - 1]} if place else {}
        expected |= {"next": held[place + 1]} if place + 1 < len(held) else {}
        assert told == {
            name: [f"{one:%Y-%m-%d %H:%M:%S}", f"{reader}web/{one:%Y%m%d%H%M%S}id_/{SITE}/1"]
            for name, one in expected.items()
        }


def test_validators_find_nothing_wrong(peers, kept):
    folder = kept[0]
    assert "is valid" in ran(peers / "bin" / "wacz", "validate", "-f", folder / "all.wacz", cwd=folder)
    told = ran(peers / "bin" / "warcio", "check", "-v", folder / "all.warc", folder / "all.warc.gz", cwd=folder)
    assert "fail" not in told
    assert told.count("digest pass") >= 2 * len(SEEN)


def test_addresses_have_the_keys_by_which_others_search(peers, tmp_path):
    code = "import json, sys, surt; print(json.dumps([surt.surt(url) for url in json.loads(sys.argv[1])]))"
    keys = json.loads(ran(peers / "bin" / "python", "-c", code, json.dumps(ADDRESSES), cwd=tmp_path))
    assert dict(zip(ADDRESSES, map(key_of, ADDRESSES), strict=True)) == dict(zip(ADDRESSES, keys, strict=True))
