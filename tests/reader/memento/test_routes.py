"""Captures by address and time (RFC 7089): the gate, the map, and bytes as they were kept, apart from the reader."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event, current_thread
from typing import Any

import pytest
from starlette.testclient import TestClient

from reader.app import THREADS
from reader.memento import in_pieces, routes
from tests.communique.sample_archives import WATER, url
from tests.storage.builders import at

EDITED, BASE = url("edited"), "http://testserver/web/"
FIRST, LAST = at(1), at(24)


def stamp(when: datetime) -> str:
    return when.strftime("%Y%m%d%H%M%S")


def relations(link: str) -> dict[str, str]:
    """The addresses of a Link field by their relations."""
    found = re.findall(r'<([^>]+)>; rel="([^"]+)"', link)
    return {name: target for target, names in found for name in names.split()}


def test_bytes_come_back_as_they_were_with_what_the_site_sent_told_apart(client: TestClient) -> None:
    answer = client.get(f"/web/{stamp(FIRST)}id_/{EDITED}")
    page = WATER["edited"][0]
    assert answer.text == f"<p>{page!r}{page.blocks[0].text}"
    assert answer.headers["memento-datetime"] == "Tue, 07 Jan 2025 10:00:00 GMT"
    assert answer.headers["content-type"] == answer.headers["x-archive-orig-content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-archive-orig-server"] == "water"
    told = relations(answer.headers["link"])
    assert (told["original"], told["timegate"]) == (EDITED, f"{BASE}{EDITED}")
    assert told["timemap"] == f"{BASE}timemap/link/{EDITED}"
    assert told["first"] == told["memento"] or told["first"] == f"{BASE}{stamp(FIRST)}id_/{EDITED}"
    assert told["last"] == f"{BASE}{stamp(LAST)}id_/{EDITED}"


@pytest.mark.parametrize("large", [10, 1_000_000], ids=["from a file", "from memory"])
def test_large_bytes_come_in_pieces(client: TestClient, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    whole = {path: client.get(path) for path in (f"/web/{stamp(FIRST)}id_/{EDITED}", "/captures/2/raw")}
    monkeypatch.setattr(in_pieces, "PIECE", 7)
    monkeypatch.setattr(in_pieces, "LARGE", large)
    monkeypatch.setattr(routes, "LARGE", large)
    for path, before in whole.items():
        answer = client.get(path)
        assert (answer.content, answer.headers) == (before.content, before.headers)
        assert answer.headers["content-length"] == str(len(answer.content))
        assert (client.head(path).content, client.head(path).headers) == (b"", before.headers)


def test_who_waits_for_large_bytes_keeps_no_other_request_waiting(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, makers, bytes_of = Event(), [], routes.logged_capture

    def slow(*asked: Any) -> Any:
        makers.append(current_thread().name)
        assert may_go_on.wait(60)
        return bytes_of(*asked)

    monkeypatch.setattr(routes, "LARGE", 10)
    monkeypatch.setattr(routes, "logged_capture", slow)
    paths = ["/captures/2/raw", f"/web/{stamp(FIRST)}id_/{EDITED}"] * THREADS
    with ThreadPoolExecutor(len(paths) + 2) as clients:
        waiting = [clients.submit(client.get, path) for path in paths]
        try:
            for other in [clients.submit(client.get, path) for path in ("/search/?q=water", "/releases/1/")]:
                assert other.result(20).status_code == 200
            assert len(makers) <= 1
            assert not any(one.done() for one in waiting)
        finally:
            may_go_on.set()
        assert {one.result().status_code for one in waiting} == {200}
    assert len(makers) == len(paths)
    assert len({*makers}) == 1


@pytest.mark.parametrize("path", ["/captures/2/raw", f"/web/{stamp(FIRST)}id_/{EDITED}"])
def test_large_bytes_are_not_fetched_for_a_client_that_has_left(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    fetched: list[Any] = []
    monkeypatch.setattr(routes, "LARGE", 10)
    monkeypatch.setattr(routes, "logged_capture", lambda *asked: fetched.append(asked))

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        pass

    of = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "", "headers": []}
    of |= {"query_string": b"", "scheme": "http", "server": ("testserver", 80), "client": None, "http_version": "1.1"}
    client.portal.call(lambda: asyncio.wait_for(client.app(of, receive, send), 20))
    assert fetched == []


def test_a_page_that_was_kept_runs_nothing_in_the_readers_origin(client: TestClient) -> None:
    for path in (f"/web/{stamp(FIRST)}id_/{EDITED}", "/captures/2/raw"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert "allow-scripts" not in policy


@pytest.mark.parametrize(
    ("asked", "given"),
    [("2025", FIRST), (stamp(at(2.4)), at(2)), (stamp(at(20)), LAST), ("99991231235959", LAST), ("19000101", FIRST)],
)
def test_another_time_leads_to_the_closest_memento(client: TestClient, asked: str, given: datetime) -> None:
    answer = client.get(f"/web/{asked}id_/{EDITED}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{BASE}{stamp(given)}id_/{EDITED}")


def test_the_gate_leads_to_the_newest_or_to_the_time_that_is_asked_for(client: TestClient) -> None:
    newest = client.get(f"/web/{EDITED}")
    assert (newest.status_code, newest.headers["vary"]) == (302, "accept-datetime")
    assert newest.headers["location"] == f"{BASE}{stamp(LAST)}id_/{EDITED}"
    older = client.get(f"/web/{EDITED}", headers={"Accept-Datetime": "Tue, 07 Jan 2025 10:20:00 GMT"})
    assert older.headers["location"] == f"{BASE}{stamp(FIRST)}id_/{EDITED}"
    assert client.get(f"/web/{EDITED}", headers={"Accept-Datetime": "yesterday"}).status_code == 400


def test_the_map_names_every_memento_in_order_of_time(client: TestClient) -> None:
    answer = client.get(f"/web/timemap/link/{EDITED}")
    assert answer.headers["content-type"].startswith("application/link-format")
    lines = answer.text.split(",\n")
    assert [re.search("/web/([0-9]{14})id_/", line)[1] for line in lines[3:]] == [stamp(at(n)) for n in (1, 2, 24)]
    for line in lines[3:]:
        assert client.get(re.search("<([^>]+)>", line)[1]).status_code == 200


def test_a_redirect_leads_on_inside_the_reader_and_an_error_stays_one(client: TestClient) -> None:
    assert client.get(f"/web/{stamp(at(30))}id_/{url('dressed')}").status_code == 404
    assert client.get(f"/web/{stamp(at(40))}id_/{url('undated')}").status_code == 301


@pytest.mark.parametrize(
    "spelt", [EDITED.replace("https", "http"), EDITED.replace("https://", "https:/"), f"{EDITED}?utm_source=a"]
)
def test_other_spellings_of_an_address_lead_to_the_same(client: TestClient, spelt: str) -> None:
    assert client.get(f"/web/2025id_/{spelt}").status_code == 302


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/web/2025id_/https://nowhere.example/", 404),
        ("/web/https://nowhere.example/", 404),
        ("/web/timemap/link/https://nowhere.example/", 404),
        (f"/web/20251340id_/{EDITED}", 404),
        ("/captures/999999/raw", 404),
        ("/captures/x/raw", 422),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status
