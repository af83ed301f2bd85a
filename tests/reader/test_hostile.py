"""Whatever an archive holds, each page is there within a second of a processor, and says what it is."""

from collections.abc import Iterator

import pytest
from lxml import html
from processor_time import at_most
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.records import Block, Image, InlineLink, Link, Reading, Release
from tests.storage.builders import START, announce, close_crawl, commit, crawl_of, keep_readings, read_as, visit

MARKUP = "</title><script>alert(1)</script><img src=x onerror=alert(1)> \" ' {{ 7 * 7 }} {% x %} \u202e\x00 ~~x"
ODD = [
    "javascript:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "http://[",
    "//x",
    "https://x.example/\"'<>",
]
VERSIONS = 500


def release(title: str, *blocks: Block, **fields) -> Release:
    return Release(title, START.date(), blocks, **fields)


HOSTILE = {
    "markup": release(
        MARKUP,
        *(
            Block(kind, MARKUP, MARKUP, 99, (InlineLink(ODD[0], MARKUP),))
            for kind in ("point", "heading", "quote", "row")
        ),
        author=MARKUP,
        type=MARKUP,
        language=MARKUP[:30],
        images=tuple(Image(url, MARKUP, MARKUP) for url in ODD),
        links=tuple(Link("attachment", url, MARKUP) for url in ODD),
        tags=(MARKUP,),
    ),
    "long": release("長" * 1_000_000, Block("paragraph", "a" * 100_000)),
    "many": release("Many", *(Block("point", f"Point {n} of many", str(n), n) for n in range(10_000))),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'archive.db'}"
    archive = Archive.open(url)
    crawl = crawl_of(archive)
    numbers = announce(archive, crawl, *HOSTILE, "often")
    for key, text in HOSTILE.items():
        read = read_as(commit(archive, crawl, [visit(numbers[key], 1, f"{MARKUP} {key}")]), [Reading("read", text)])
        keep_readings(archive, crawl, read)
    for start in range(0, VERSIONS, 100):
        texts = [release("Often", Block("paragraph", f"It says {n}.")) for n in range(start, start + 100)]
        visits = [visit(numbers["often"], 2 + start + n, f"page {start + n}") for n in range(100)]
        keep_readings(archive, crawl, read_as(commit(archive, crawl, visits), [Reading("read", one) for one in texts]))
    close_crawl(archive, crawl, "complete", [], START)
    archive.close()
    with TestClient(reader(url), follow_redirects=False) as made:
        yield made


PATHS = [
    *(f"/releases/{number}/{page}" for number in (1, 2, 3) for page in ("", "history/", "versions/1/", "feed.atom")),
    *(f"/releases/{number}/differences/1-1/" for number in (1, 2, 3)),
    *(f"/releases/4/{page}" for page in ("", "versions/250/", "history/", "differences/1-500/", "feed.json")),
    *("/", "/search/", "/search/?q=point", "/search/?q=often", "/changes/", "/changes/2025-01/", "/sources/xx_water/"),
    *("/search/feed.atom", "/changes/feed.atom", "/api/releases", "/api/releases/1", "/api/releases/3", "/api/changes"),
    *(f"/releases/1/versions/1/cite.{form}" for form in ("txt", "bib", "ris", "json")),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_there_in_bounded_time_and_nothing_in_it_acts(client: TestClient, path: str) -> None:
    with at_most(1):
        answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    if answer.headers["content-type"].startswith("text/html"):
        tree = html.fromstring(answer.text)
        assert not tree.xpath("//script[not(@src)] | //*[@onerror] | //iframe | //base")
        assert len(tree.findall(".//h1")) == 1
        assert {link.split(":")[0] for link in tree.xpath("//a/@href") if ":" in link} <= {"http", "https"}


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/releases/%00/",
        "/search/?q=%00%ff%fe",
        "/search/?q=" + "a%20" * 300,
        "/search/?q=" + "%22" * 999,
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/web/2025id_/%00",
        "/web/",
        "/web/timemap/link/",
        "/web/99999999999999id_/https://water.example/",
        "/captures/" + "9" * 18 + "/raw",
        "/releases/1/differences/0-0/",
        "/api/releases?after=" + "9" * 60,
        "/a" * 3000,
    ],
)
def test_an_odd_request_is_answered_below_500(client: TestClient, path: str) -> None:
    with at_most(1):
        answer = client.get(path)
    assert answer.status_code < 500, answer.text[:300]
    assert "import" not in answer.text[:100]
