"""Answers are made once for each state of the archive, and told to be as they were (304) without making them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore

import pytest
from starlette.testclient import TestClient

from reader import archives
from reader.app import THREADS, reader
from reader.middleware import answer_cache
from storage.archive import Archive
from tests.storage import builders


@pytest.fixture
def client(archive: Archive, archive_url: str) -> Iterator[TestClient]:
    crawl = builders.crawl_of(archive)
    for number, release_id in enumerate(builders.announce(archive, crawl, "one", "other").values(), 1):
        builders.show(archive, crawl, release_id, 1, builders.reading(f"text {number}"))
    with TestClient(reader(archive_url)) as made:
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that the archive is asked for more than its state."""
    lines: list[str] = []
    lend = archives.Archives.archive
    monkeypatch.setattr(archives.Archives, "archive", lambda self: lines.append("asked") or lend(self))
    return lines


class Clock:
    """The time of day, which goes on when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2025, 1, 7, 9, 0, 0, 200_000, UTC)

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(answer_cache, "now", lambda: made.at)
    return made


PAGES = "/", "/search/", "/releases/1/", "/changes/", "/sources/", "/search/feed.atom", "/api/releases"


# To a server of PostgreSQL any transaction is a change, and other tests run beside these.
alone = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@alone
@pytest.mark.parametrize("path", PAGES)
def test_who_has_a_page_costs_the_archive_nothing(
    client: TestClient, asked: list[str], clock: Clock, path: str
) -> None:
    assert client.get(path).status_code == 200
    assert asked
    asked.clear()
    clock.later(1)
    first = client.get(path)
    by_tag = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    by_time = client.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    for answer in (by_tag, by_time):
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == first.headers["etag"]
        assert answer.headers["cache-control"] == first.headers["cache-control"]
    older = {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}
    assert client.get(path, headers=older).content == first.content
    assert client.get(path, headers=older | {"If-None-Match": '"other"'}).status_code == 200
    assert not asked


def test_what_is_written_is_seen_at_once(client: TestClient, archive: Archive, asked: list[str], clock: Clock) -> None:
    before = client.get("/releases/1/")
    client.get("/releases/2/")
    clock.later(1)
    other = client.get("/releases/2/")
    builders.show(archive, builders.crawl_of(archive), 1, 2, builders.reading("new words"))
    after = client.get("/releases/1/", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "new words" in after.text
    asked.clear()
    unchanged = client.get("/releases/2/", headers={"If-None-Match": other.headers["etag"]})
    assert asked
    assert unchanged.status_code == 304
    assert unchanged.headers["last-modified"] == other.headers["last-modified"]


def test_what_changes_twice_within_a_second_is_never_taken_for_known(
    client: TestClient, archive: Archive, clock: Clock
) -> None:
    seen = [client.get("/releases/1/")]
    for version in (2, 3):
        clock.later(0.3)
        builders.show(archive, builders.crawl_of(archive), 1, version, builders.reading(f"words {version}"))
        for known in seen:
            modified = known.headers.get("last-modified", "Tue, 07 Jan 2025 09:00:00 GMT")
            assert client.get("/releases/1/", headers={"If-Modified-Since": modified}).status_code == 200
        seen.append(client.get("/releases/1/"))
        assert "last-modified" not in seen[-1].headers
    clock.later(0.3)
    last = client.get("/releases/1/")
    assert (last.headers["last-modified"], last.text) == ("Tue, 07 Jan 2025 09:00:01 GMT", seen[-1].text)
    assert client.get("/releases/1/", headers={"If-Modified-Since": last.headers["last-modified"]}).status_code == 304


def test_what_is_no_page_is_not_kept(client: TestClient, asked: list[str]) -> None:
    for path in ("/releases/999/", "/search/?after=nonsense", f"/search/?q=text&other={'a' * answer_cache.LONGEST}"):
        for _ in range(2):
            asked.clear()
            assert client.get(path).status_code in (200, 404, 422)
            assert asked


@alone
def test_what_is_kept_waits_for_no_page_that_is_made(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ("/sources/", "/static/reader.css")
    for path in kept:
        client.get(path)
    may_end, begun = Event(), Semaphore(0)
    lend = archives.Archives.archive
    monkeypatch.setattr(archives.Archives, "archive", lambda self: begun.release() or (may_end.wait(60) and lend(self)))
    with ThreadPoolExecutor(THREADS) as pool:
        slow = [pool.submit(client.get, f"/search/?q={number}") for number in range(THREADS)]
        try:
            assert all(begun.acquire(timeout=60) for _ in slow)
            assert [client.get(path).status_code for path in kept] == [200, 200]
            assert not any(one.done() for one in slow)
        finally:
            may_end.set()
    assert {one.result().status_code for one in slow} == {200}


@alone
def test_no_more_is_kept_than_there_is_room_for(
    client: TestClient, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_cache, "MOST", 3 * len(client.get("/help/?0").content))
    for number in range(1, 9):
        client.get(f"/search/?q={number}")
    asked.clear()
    client.get("/search/?q=8")
    assert not asked
    client.get("/search/?q=1")
    assert asked
