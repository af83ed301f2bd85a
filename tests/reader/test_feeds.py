"""Feeds as their standards have them, with names that stay and times that are known."""

from datetime import datetime

import pytest
from lxml import etree
from starlette.testclient import TestClient

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "search/feed",
    "search/feed.{}?q=water",
    "changes/feed",
    "changes/feed.{}?least=substance",
    "releases/1/feed",
    "search/feed.{}?q=nothingatall",
]


def address(feed: str, form: str) -> str:
    return "/" + (feed.format(form) if "{}" in feed else f"{feed}.{form}")


@pytest.mark.parametrize("feed", FEEDS)
def test_atom_holds_what_rfc_4287_demands(client: TestClient, feed: str) -> None:
    answer = client.get(address(feed, "atom"))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert len(element.findall(f"{ATOM}id")) == len(element.findall(f"{ATOM}title")) == 1
        assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo is not None
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"http://testserver{address(feed, 'atom')}"
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert entry.find(f"{ATOM}content").get("type") == "html"
        target = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
        assert client.get(target).status_code == 200
    names = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(names) == len(set(names))
    assert bool(names) != ("nothingatall" in feed)


@pytest.mark.parametrize("feed", FEEDS)
def test_json_feed_tells_the_same(client: TestClient, feed: str) -> None:
    answer = client.get(address(feed, "json"))
    assert answer.headers["content-type"].startswith("application/feed+json")
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    root = etree.fromstring(client.get(address(feed, "atom")).content)
    assert [one["id"] for one in told["items"]] == [one.findtext(f"{ATOM}id") for one in root.iter(f"{ATOM}entry")]
    assert all(datetime.fromisoformat(one["date_modified"]).tzinfo for one in told["items"])


def test_a_day_alone_is_no_time_of_publication(client: TestClient) -> None:
    assert all("date_published" not in one for one in client.get("/search/feed.json").json()["items"])


def test_nothing_of_the_archive_is_markup_in_an_entry(client: TestClient) -> None:
    for feed in ("/search/feed.json", "/changes/feed.json"):
        for one in client.get(feed).json()["items"]:
            assert not etree.HTML(f"<div>{one['content_html']}</div>").xpath("//script | //@onclick")
            assert "\x1b" not in one["title"] + one["content_html"]


def test_another_form_is_none(client: TestClient) -> None:
    assert client.get("/changes/feed.rss").status_code == 422
