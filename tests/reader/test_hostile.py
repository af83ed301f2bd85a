"""Whatever an archive holds and whatever is asked: each page is well formed, runs nothing, and takes no long time."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.records import Block, Image, InlineLink, Link, Release
from storage.records import Reading as Read
from tests.processor_time import at_most
from tests.reader.test_feeds import demand_valid
from tests.storage import builders

MARKUP = """</title></textarea>"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}<!--"""
ACTS = f"{MARKUP}\u202egnp.exe\u2066\u200b\x00\x08\x1b[31m\x7f\x9b\ufeff"
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "\tjavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//other.example/",
    "http://",
    "http://[",
    "https://a.example/\"onclick='x'><b>",
    "https://user:word@a.example/\u202e",
    "",
)
LONG = "long title " * 100_000
SPLIT = {
    "x-split": "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(1)</script>",
    "bad name\r\nx": "y",
    "x-wide": "中文",
    "content-type": "text/html\r\nX-Injected: 1",
    "content-security-policy": "script-src *",
    "set-cookie": "a=b",
    "content-length": "7",
    "transfer-encoding": "chunked",
    "": "nameless",
}
SECONDS = 3  # of a processor that other tests share, with the client's own: nothing takes one on an idle machine
VERSIONS, BLOCKS = 500, 10_000
FORMS = "atom", "json"
STATUSES = list(enumerate((200, 204, 301, 404, 451, 599), 1))


def releases() -> dict[str, Release]:
    """Releases that a ministry would never publish, by their keys."""
    kinds = ("paragraph", "point", "heading", "quote", "note", "row")
    return {
        "acts": Release(
            ACTS,
            builders.START.date(),
            tuple(Block(kind, ACTS, marker=ACTS, depth=99, links=(InlineLink("alert", SCHEMES[0]),)) for kind in kinds),
            images=tuple(Image(url, caption=ACTS, alt=ACTS) for url in SCHEMES if url),
            links=tuple(Link(rel, url, ACTS) for url in SCHEMES if url for rel in ("attachment", "translation")),
            author=ACTS,
            type=ACTS,
        ),
        "long": Release(LONG, builders.START.date(), (Block("paragraph", "~~" * 50_000 + LONG),)),
        "many": builders.release(*(f"text {number}" for number in range(BLOCKS)), title="Many blocks"),
    }


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'archive.db'}"
    archive = Archive.open(url)
    crawl = builders.crawl_of(archive)
    hostile = releases()
    ids = builders.announce(archive, crawl, *hostile, "versions", "statuses")
    for key, release in hostile.items():
        builders.show(archive, crawl, ids[key], 1, Read("read", release, layout="first"))
    changed = [f"other words {number}" if number % 2 else f"text {number}" for number in range(BLOCKS)]
    second = builders.release(*changed, title="Many blocks")
    builders.show(archive, crawl, ids["many"], 2, Read("read", second, layout="first"))
    builders.show(archive, crawl, ids["acts"], 2, builders.reading(ACTS, title=f"{ACTS} again"))
    builders.show(archive, crawl, ids["long"], 2, builders.reading("short", title=f"{LONG} again"))
    visits = [builders.visit(ids["versions"], number + 1, f"text {number}") for number in range(VERSIONS)]
    kept = builders.commit(archive, crawl, visits)
    told = [builders.reading(f"text {number}") for number in range(VERSIONS)]
    builders.keep_readings(archive, crawl, builders.read_as(kept, told))
    strange = [
        builders.visited(builders.capture(builders.address("statuses"), number, b"<p>x", status=status, headers=SPLIT))
        for number, status in STATUSES
    ]
    builders.commit(archive, crawl, strange)
    archive.close()
    with TestClient(reader(url), follow_redirects=False) as made:
        yield made


PAGES = [
    "/",
    "/search/",
    "/search/?q=text",
    "/search/?q=long",
    "/search/?q=alert",
    "/changes/",
    "/changes/2025-01/",
    "/sources/",
    "/sources/xx_water/",
    "/sources/xx_water/2025-01/",
    "/sources/xx_water/missing/",
    *(f"/releases/{number}/{part}" for number in range(1, 5) for part in ("", "history/", "versions/1/")),
    *(f"/releases/{number}/differences/1-2/{view}" for number in range(1, 5) for view in ("", "side-by-side/")),
    "/releases/4/versions/250/",
    "/releases/4/differences/1-500/",
]
FEEDS = [
    f"/{of}/feed.{form}" for of in ("changes", "search", *(f"releases/{n}" for n in range(1, 5))) for form in FORMS
]
DATA = [f"/api/releases/{number}{part}" for number in range(1, 5) for part in ("", "/history", "/differences/1-2")]
ODD = [
    "/%00",
    "/releases/%00/",
    "/sources/%00/",
    "/sources/%ff%fe/",
    "/sources/a%0d%0aSet-Cookie:x/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/%00",
    f"/static/{'a' * 5000}",
    "/" + "a" * 60_000,
    "/search/?q=" + "a%20" * 15_000,
    "/search/?q=" + "%22" * 900,
    "/search/?q=" + "(" * 900,
    "/search/?q=" + "a*%20" * 180,
    "/search/?q=" + "a%20OR%20" * 110 + "a",
    "/search/?q=%00",
    "/search/?q=%ed%a0%80",
    "/search/?source=%00&country=%00&language=%00&type=%00",
    "/search/?since=9999-12-31&until=9999-12-31",
    "/search/?since=0001-01-01",
    "/search/?after=%00",
    "/changes/?q=%00",
    "/changes/?source=%00",
    "/changes/?since=9999-12-31",
    "/changes/?until=9999-12-31&after=%00",
    "/search/feed.atom?q=alert",
    "/search/feed.json?q=alert",
    *(f"/releases/1/versions/1/cite.{form}" for form in ("txt", "bib", "ris", "json", "%00")),
    "/releases/1/as-of/?day=9999-12-31",
    "/releases/1/as-of/?day=0001-01-01",
    "/web/",
    "/web/%00",
    "/web/http://%00/",
    "/web/http://[/",
    "/web/99999999999999id_/http://a/",
    "/web/2025id_/http://a.example:99999999/",
    "/web/2025id_/" + "http://a/" * 500,
    "/web/timemap/link/%0d%0a",
    "/web/timemap/link/" + builders.address("statuses"),
    "/captures/0/raw",
    "/captures/999999999999999999/raw",
    "/api/openapi.json",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_whatever_the_archive_does(client: TestClient, path: str) -> None:
    with at_most(SECONDS):
        answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    tree = html.document_fromstring(answer.text)
    assert not tree.xpath("//script[not(@src)] | //iframe | //object | //*[@onerror or @onclick or @style]")
    assert all(urlsplit(link).scheme in ("", "http", "https") for link in tree.xpath("//@href"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.text)
    assert len(answer.text) < 6_000_000
    assert len(tree.xpath("//footer")) == 1
    assert answer.text.rstrip().endswith("</html>")


def test_feeds_are_valid_whatever_the_archive_holds(client: TestClient) -> None:
    for feed in ("changes/feed", "search/feed", "search/feed.{}?q=alert", *(f"releases/{n}/feed" for n in range(1, 5))):
        demand_valid(client, feed)


@pytest.mark.parametrize("path", [*ODD, *FEEDS, *DATA], ids=lambda path: path[:60])
def test_whatever_is_asked_is_answered(client: TestClient, path: str) -> None:
    with at_most(SECONDS):
        answer = client.get(path)
    assert answer.status_code < 500, answer.text[:300]
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert len(html.document_fromstring(answer.text).xpath("//main")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"Accept": "*/*;q=nan,,;;a"},
        {"Accept": "a" * 9000},
        {"Range": "bytes=9-1,-,x"},
        {"If-None-Match": '*, W/"' + "x" * 9000},
        {"If-Modified-Since": "Mon, 99 Foo 0000"},
        {"Host": 'a.example"><script>'},
        {"Accept-Datetime": "Mon, 01 Jan 0001 00:00:00 GMT"},
        {"Accept-Datetime": "never"},
        {"Cookie": "\xff"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_whatever_fields_a_request_has(client: TestClient, fields: dict[str, str]) -> None:
    sent = {name: value.encode("latin-1") for name, value in fields.items()}
    for path in (
        "/",
        "/releases/1/",
        "/static/reader.css",
        f"/web/{builders.address('statuses')}",
        "/search/feed.atom",
    ):
        answer = client.get(path, headers=sent)
        assert answer.status_code < 500, (path, answer.text[:300])
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize(("hour", "status"), STATUSES)
def test_what_a_site_sent_splits_no_answer(client: TestClient, hour: int, status: int) -> None:
    at = builders.at(hour).strftime("%Y%m%d%H%M%S")
    answer = client.get(f"/web/{at}id_/{builders.address('statuses')}")
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers
    assert "x-injected" not in answer.headers
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    for name, value in answer.headers.raw:
        assert re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name)
        assert not re.search(rb"[\x00-\x1f\x7f]", value)
