"""One damaged row takes no other away: each list says what it leaves out, and shows the rest."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.edits.files.looks import LENGTH
from storage.models import Base
from storage.read.changes import changes
from storage.records import Image, Reading
from storage.write.assets import links, readings
from tests.communique.damaged_archives import make
from tests.communique.test_damaged import damage
from tests.storage import builders

PHOTO = "https://water.example/p.jpg"
SOUND = "Tea"  # the title of the release of which nothing is damaged
LISTS = "/", "/search/", "/search/?q=ministers", "/search/feed.atom"
OTHERS = "/changes/", "/changes/2025-01/", "/sources/jp_mofa_en/", "/releases/2/history/"
COLUMNS = {
    "snapshot": ("title", "published_on", "dated_on", "first_seen", "tags"),
    "block": ("kind",),
    "release": ("url", "state", "listed_on"),
    "crawl": ("findings",),
    "absence": ("began_at", "confirmed"),
    "address": ("moved_at",),
    "reading": ("verdict",),
    "capture": ("at",),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    make(path)
    return path


@pytest.fixture(scope="module")
def path(whole: Path) -> Path:
    return Path(shutil.copy(whole, whole.with_name("damaged.db")))


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(reader(f"sqlite:///{path}")) as made:
        yield made


@contextmanager
def damaged(path: Path, table: str, column: str) -> Iterator[None]:
    undo = damage(path, table, Base.metadata.tables[table].columns[column], "x'ff'")
    assert undo
    yield
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(undo)


@pytest.mark.parametrize(("table", "column"), [(table, name) for table, names in COLUMNS.items() for name in names])
def test_a_damaged_value_costs_its_own_line_alone(client: TestClient, path: Path, table: str, column: str) -> None:
    with damaged(path, table, column):
        for asked in (*LISTS, *OTHERS):
            answer = client.get(asked)
            assert answer.status_code == 200, (asked, answer.text[-500:])
            assert asked not in LISTS or SOUND in answer.text, (asked, answer.text[-3000:])


def test_what_is_left_out_is_said(client: TestClient, path: Path) -> None:
    said = "row 1 of table snapshot is damaged: its title cannot be b'\\xff'"
    with damaged(path, "snapshot", "title"):
        page = html.document_fromstring(client.get("/changes/2025-01/").text)
        (told,) = page.xpath("//*[@role='alert']")
        assert told.text_content().startswith("The archive is damaged, and this is left out of the page:")
        assert said in told.text_content()
        assert page.xpath("//ul[@class='hits']/li"), "the moves of the other release are shown"
        assert said in client.get("/api/changes").json()["left_out"][0]
        assert client.get("/releases/1/versions/1/").status_code == 503
        assert client.get("/api/changes").headers["communique-left-out"] == "1"
    assert "left_out" not in client.get("/api/changes").json()
    with damaged(path, "crawl", "findings"):
        answer = client.get("/api/sources")
        assert answer.headers["communique-left-out"] == "1"
        assert isinstance(answer.json(), list)
    assert "communique-left-out" not in client.get("/api/sources").headers
    assert client.get("/releases/1/versions/1/").status_code == 200


def test_a_feed_says_of_what_was_altered_that_it_was(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "altered.db"))
    feeds = "/search/feed.atom?q=ministers", "/releases/1/feed.atom", "/changes/feed.json"
    for statement, times in ((None, 0), ("UPDATE block SET text = 'Ministers met ministers.'", 1)):
        if statement:
            with closing(sqlite3.connect(path)) as db, db:
                db.execute(statement)
        with TestClient(reader(f"sqlite:///{path}")) as client:
            for feed in feeds:
                said = client.get(feed).text.count("This is not what was read from the page")
                assert bool(said) == bool(times), feed


def test_a_picture_altered_until_it_looks_the_same_is_listed_as_the_command_line_lists_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    archive = Archive.open(url)
    crawl = builders.crawl_of(archive)
    (number,) = builders.announce(archive, crawl, "one").values()
    text = builders.release("text", images=(Image(PHOTO, "The signing"),))
    builders.show(archive, crawl, number, 1, Reading("read", text, layout="first"))
    archive.write(links.link, archive.payloads, crawl, number, [PHOTO], builders.at(1))
    for hour, light in ((2, 1), (3, 255)):
        seen = builders.capture(PHOTO, hour, b"%d" % hour, kind="asset")
        kept = builders.commit(archive, crawl, [(seen, None)])
        look = bytes([light]) * LENGTH
        archive.write(readings.keep, [(kept[0], Reading("asset", look=look, reader="first"))])
    archive.write(lambda db: db.execute(sql("UPDATE file SET look = (SELECT min(look) FROM file)")))
    (change,) = archive.read(lambda db: list(changes(db)))
    assert (change.altered, change.edits) == ((1,), ())
    archive.close()
    with TestClient(reader(url)) as client:
        assert [line["altered"] for line in client.get("/api/changes").json()["items"]] == [[1]]
        for page in ("/changes/", "/changes/feed.json", "/releases/1/feed.atom"):
            assert "altered in the archive" in client.get(page).text, page


@pytest.mark.parametrize("query", ["ministers", "tea OR ministers"])
def test_where_all_that_is_found_is_damaged_nobody_is_told_that_there_is_nothing(whole: Path, query: str) -> None:
    path = Path(shutil.copy(whole, whole.with_name("all.db")))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE snapshot SET dated_on = x'ff'")
    with TestClient(reader(f"sqlite:///{path}")) as made:
        text = made.get("/search/", params={"q": query}).text
        assert "this is left out of the page" in text
        assert "Nothing was found" not in text
        assert " hit" in html.document_fromstring(text).xpath("string(//section[@aria-label='Results']/p)")
        assert "Nothing was found" in made.get("/search/?q=nowhere").text
