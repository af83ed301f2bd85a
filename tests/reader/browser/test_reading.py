"""A person at a real browser: searches, opens a hit at its point, compares versions, follows, downloads a proof."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from reader.publishing.publish import publish
from storage.archive import Archive
from storage.records import SourceInfo
from tests.communique.command_line import Line
from tests.reader.browser.conftest import Open
from tests.storage import builders

PAGES = [
    "",
    "search/?q=water",
    "search/?edited=true",
    "releases/1/",
    "releases/1/versions/1/",
    "releases/1/history/",
    "releases/1/differences/1-2/",
    "releases/1/differences/1-2/side-by-side/",
    "releases/2/",
    "releases/7/",
    "releases/8/",
    "releases/9/",
    "changes/",
    "changes/2025-01/",
    "changes/2025-01-08/",
    "sources/",
    "sources/xx_water/",
    "sources/xx_water/missing/",
    "help/",
]


def test_a_search_leads_to_the_point_and_from_there_to_what_was_changed(opened: Open) -> None:
    page = opened("")
    page.get_by_role("searchbox").fill("705 million")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator("a.hit").first.click()
    assert page.url.endswith("/releases/1/#p1")
    expect(page.locator("#p1")).to_be_in_viewport()
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("690 million")).to_be_visible()
    page.get_by_role("link", name="see what was changed since").click()
    expect(page.locator("del", has_text="690").first).to_be_visible()
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator("ins", has_text="705").first).to_be_visible()
    page.get_by_label("with version").select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Both versions say the same.")).to_be_visible()


def test_a_proof_is_downloaded_and_holds(
    opened: Open, tmp_path: Path, sample_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = opened("releases/1/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Proof to download").click()
    download.value.save_as(tmp_path / "proof.json")
    assert Line(sample_url, capsys)("verify", str(tmp_path / "proof.json")).code == 0


def test_a_feed_is_found_from_its_page(opened: Open) -> None:
    page = opened("changes/?least=substance")
    address = page.get_by_role("link", name=re.compile("Follow")).get_attribute("href")
    assert address is not None
    answer = page.request.get(page.evaluate("address => new URL(address, location).href", address))
    assert answer.headers["content-type"].startswith("application/atom+xml")


def test_the_keyboard_alone_reaches_all(opened: Open) -> None:
    page = opened("search/?q=water")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("scripts", [True, False])
def test_no_page_is_wider_than_a_small_screen(opened: Open, scripts: bool) -> None:
    page = opened("", width=320, scripts=scripts)
    home = page.url
    for path in PAGES:
        page.goto(home + path)
        width = page.locator("html").evaluate("page => page.scrollWidth") if scripts else _width(page)
        assert width <= 320, path


def _width(page) -> float:
    """The width of what is laid out, where no script may measure it."""
    box = page.locator("main").bounding_box()
    return box["x"] + box["width"]


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_keeps_people_out(opened: Open, dark: bool) -> None:
    """By axe-core's rules for WCAG 2.2, A and AA."""
    page = opened("", dark=dark)
    home, tags = page.url, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    for path in PAGES:
        page.goto(home + path)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        # It is put in as a tool does, past the policy of the page.
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        told = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
        assert told == [], path


def test_arabic_is_read_from_the_right(opened: Open) -> None:
    page = opened("releases/9/")
    assert page.locator(".body p").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("article").get_attribute("lang") == "ar"


def test_on_paper_a_release_cites_itself_and_its_points_have_numbers(opened: Open) -> None:
    page = opened("releases/1/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.locator(".citation")).to_contain_text("Version 2, as first seen on 8 January 2025")
    shown = "([place, side]) => getComputedStyle(document.querySelector(place), side).content"
    assert page.evaluate(shown, ["#p2", "::before"]) == "counter(block)"
    assert "https://water.example/press/plan2.pdf" in page.evaluate(shown, [".links a", "::after"])
    assert page.pdf().startswith(b"%PDF")


@contextmanager
def as_files(archive_url: str, folder: Path) -> Iterator[str]:
    """Where an archive that was published stands, served by a plain file server."""
    writing = partial(publish, archive_url, folder, "https://archive.example/", lambda _: None, proofs=False)
    with ThreadPoolExecutor(1) as apart:  # the browser's own event loop runs in this thread
        apart.submit(writing).result()

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def published(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with as_files(sample_url, tmp_path_factory.mktemp("files") / "site") as url:
        yield url


def test_chinese_files_are_searched_by_words(opened: Open, sqlite_template: Path, tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(sqlite_template.read_bytes())
    archive = Archive.open(url := f"sqlite:///{tmp_path / 'archive.db'}")
    crawl = builders.crawl_of(archive, SourceInfo("cn_water", "Ministry of Water", "CN", "zh"))
    texts = {"south": "中方在南海问题上的立场是一贯的、明确的。", "east": "双方就东海问题交换了意见。"}
    for number, (key, text) in zip(builders.announce(archive, crawl, *texts).values(), texts.items(), strict=True):
        builders.show(archive, crawl, number, 1, builders.reading(text, title=f"发言人答记者问 {key}"))
    archive.close()
    with as_files(url, tmp_path / "site") as base:
        page = opened("search/?q=南海", base=base)
        expect(page.locator("#hits li")).to_have_count(1)
        expect(page.locator("#hits mark")).to_have_text("南海")
        expect(page.locator("#hits a")).to_have_attribute("lang", "zh")


@pytest.mark.parametrize(("words", "release"), [("harbour", "releases/1/"), ("会談", "releases/8/")])
def test_files_are_searched_without_a_server(opened: Open, published: str, words: str, release: str) -> None:
    page = opened("search/", base=published)
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()
    if words == "harbour":
        expect(page.locator("#hits").first).to_contain_text("on the harbour of Keshtan")
    page.locator(f"#hits a[href='{published}{release}']").click()
    expect(page.locator("article h1")).to_be_visible()


def test_what_is_typed_before_the_index_has_come_is_searched_for(opened: Open, published: str) -> None:
    page = opened("sources/", base=published)
    held: list[Route] = []
    page.route("**/search/languages.json", lambda route: held.append(route))  # noqa: PLW0108 - a builtin cannot be marked
    page.goto(f"{published}search/")
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("Searching")
    held.pop().continue_()
    expect(page.locator(f"#hits a[href='{published}releases/1/']")).to_be_visible()


def test_a_search_whose_index_does_not_come_says_so(opened: Open, published: str) -> None:
    page = opened("sources/", base=published)
    page.route("**/search/languages.json", lambda route: route.fulfill(status=200, body="no JSON"))
    page.goto(f"{published}search/?q=harbour")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
