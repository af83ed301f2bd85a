from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import warc_files as warcs
from crawl_runner import Crawls, listing_page, release_page
from hostile_pages import gzipped

SITE = "https://water.example"
AT, LATER = "2020-07-04T12:30:45Z", "2021-07-04T12:30:45Z"
PAGES: Mapping[str, tuple[int, bytes]] = {
    "/press": (200, listing_page([("/r1", "Release 1"), ("/r2", "Release 2"), ("/r9", "Release 9")], "/older")),
    "/older": (200, listing_page([("/r3", "Release 3")])),
    "/r1": (200, release_page("Release 1")),
    "/r2": (200, release_page("Release 2")),
    "/r3": (404, b"gone"),
}

Packed = Callable[[list[bytes], Path], Path]


def record(path: str, status: int, body: bytes, at: str = AT, **headers: str) -> bytes:
    return warcs.response(SITE + path, at, body, f"{status} X", **headers)


def kept(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def plain(records: list[bytes], folder: Path) -> Path:
    return kept(folder, "pages.warc", b"".join(records))


def by_record(records: list[bytes], folder: Path) -> Path:
    return kept(folder, "pages.warc.gz", warcs.packed(records))


def wacz(records: list[bytes], folder: Path) -> Path:
    members = {"archive/one.warc.gz": warcs.packed(records[:3]), "archive/two.warc.gz": warcs.packed(records[3:])}
    return kept(folder, "pages.wacz", warcs.wacz(warcs.package(members)))


@pytest.mark.parametrize("packed", [plain, by_record, wacz])
def test_a_replay_answers_from_the_file_with_its_dates(crawls: Crawls, tmp_path: Path, packed: Packed) -> None:
    crawls.source("xx_water", SITE + "/press")
    file = packed([record(path, *page) for path, page in PAGES.items()], tmp_path)
    done = crawls.crawl("xx_water", "--replay", str(file))
    assert (done.code, done.line["outcome"]) == (1, "incomplete")
    assert [done.line[name] for name in ("listed", "new", "gone", "missing", "failed")] == [4, 2, 1, 2, 0]
    assert "2 releases announced but not held, nor in the file" in done.err
    assert crawls.ask("SELECT DISTINCT substr(at, 1, 19) FROM capture") == [("2020-07-04 12:30:45",)]
    assert crawls.verdicts() == {
        "/press": ["listing"],
        "/r1": ["read"],
        "/r2": ["read"],
        "/older": ["listing"],
        "/r3": ["not_found"],
    }
    before = crawls.contents()
    assert crawls.crawl("xx_water", "--replay", str(file)).line["new"] == 0
    after = crawls.contents()
    assert all(after[name] == rows for name, rows in before.items() if name != "crawl")


def test_the_newest_answer_of_an_address_is_replayed_under_either_scheme(crawls: Crawls, tmp_path: Path) -> None:
    crawls.source("xx_water", SITE + "/press")
    records = [
        warcs.response("http://water.example/press", AT, listing_page([("/r1", "Release 1")])),
        record("/r1", 200, release_page("New"), LATER),
        record("/r1", 200, release_page("Old")),
    ]
    assert crawls.crawl("xx_water", "--replay", str(by_record(records, tmp_path))).code == 0
    assert crawls.ask("SELECT title, substr(first_seen, 1, 10) FROM snapshot") == [("New", "2021-07-04")]


def test_recorded_codings_are_undone_and_a_recorded_refusal_is_one(crawls: Crawls, tmp_path: Path) -> None:
    crawls.source("xx_water", SITE + "/press")
    records = [
        record("/press", 200, listing_page([("/r1", "Release 1"), ("/r2", "Release 2"), ("/r3", "Release 3")])),
        record("/r1", 200, gzipped(release_page("Release 1")), Content_Encoding="gzip"),
        record("/r2", 503, b"later", Retry_After="3600"),
        record("/r3", 301, b"", Location="/moved"),
        record("/moved", 200, release_page("Release 3")),
        record("/robots.txt", 200, b"User-agent: *\nDisallow: /"),
    ]
    done = crawls.crawl("xx_water", "--replay", str(plain(records, tmp_path)), patience=20)
    assert (done.line["new"], done.line["failed"]) == (2, 1)
    assert crawls.verdicts()["/r2"] == ["failed"]
    assert crawls.verdicts()["/moved"] == ["read"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_limit_is_spent_on_what_the_file_holds(crawls: Crawls, tmp_path: Path, limit: int) -> None:
    crawls.source("xx_water", SITE + "/press")
    lines = [(f"/r{n}", f"Release {n}") for n in range(1, 9)]
    records = [record("/press", 200, listing_page(lines))]
    records += [record(f"/r{n}", 200, release_page(f"Release {n}")) for n in (6, 8)]
    file = str(plain(records, tmp_path))
    done = crawls.crawl("xx_water", "--replay", file, "--limit", str(limit))
    assert done.line["new"] == min(limit, 2)
    assert crawls.crawl("xx_water", "--replay", file).line["new"] == 2 - min(limit, 2)


def test_former_listings_are_asked_of_files_alone(crawls: Crawls, tmp_path: Path) -> None:
    name = crawls.source("xx_water", SITE + "/press")
    file = crawls.ministries / f"{name}.py"
    text = file.read_text().replace("import water", "import Index, water")
    file.write_text(text.replace("**{})", f"former_listings=[Index({SITE + '/old'!r})])"))
    records = [
        record("/press", 200, listing_page([("/r1", "Release 1")])),
        record("/old", 200, listing_page([("/r2", "Release 2")])),
        record("/r1", 200, release_page("Release 1")),
        record("/r2", 200, release_page("Release 2")),
    ]
    assert crawls.crawl("xx_water", "--replay", str(plain(records, tmp_path))).line["new"] == 2


@pytest.mark.parametrize("content", [b"", b"no WARC at all", b"PK\x03\x04 broken"])
def test_a_file_that_is_none_ends_with_one_line(crawls: Crawls, tmp_path: Path, content: bytes) -> None:
    crawls.source("xx_water", SITE + "/press")
    file = tmp_path / "file.warc.gz"
    file.write_bytes(content)
    done = crawls.crawl("xx_water", "--replay", str(file))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error:")
    assert done.err.count("\n") == 1
