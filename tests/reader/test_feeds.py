"""Feeds as their standards have them, with names that stay and times that are known."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NotRequired

import pytest
from lxml import etree
from pydantic import AnyUrl, AwareDatetime, ConfigDict, Field, TypeAdapter, with_config
from starlette.testclient import TestClient
from typing_extensions import TypedDict

from reader.app import reader
from storage.archive import Archive
from storage.read.changes import changes
from storage.records import Link, Reading
from storage.review import recognition
from storage.write.assets import links, readings
from tests.storage import builders

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "search/feed",
    "search/feed.{}?q=water",
    "changes/feed",
    "changes/feed.{}?least=substance",
    "releases/1/feed",
    "search/feed.{}?q=nothingatall",
]


SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
STRICT = with_config(ConfigDict(extra="forbid", strict=True))
Whole = Annotated[str, Field(min_length=1)]
Language = Annotated[str, Field(pattern="^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")]


@STRICT
class Author(TypedDict):
    name: Whole


@STRICT
class Item(TypedDict):
    """An item of JSON Feed 1.1, of what we write; an address must be one, and a time have its offset (RFC 3339)."""

    id: Whole
    url: AnyUrl
    title: Whole
    content_html: str
    date_modified: AwareDatetime
    authors: Annotated[list[Author], Field(min_length=1)]
    external_url: NotRequired[AnyUrl]
    date_published: NotRequired[AwareDatetime]
    language: NotRequired[Language]


@STRICT
class JsonFeed(TypedDict):
    version: Literal["https://jsonfeed.org/version/1.1"]
    title: Whole
    home_page_url: AnyUrl
    feed_url: AnyUrl
    language: Language
    items: list[Item]


def demand_valid(client: TestClient, feed: str) -> None:
    """Atom by the grammar of RFC 4287 and its rules on authors and names, JSON Feed by its version 1.1."""
    root = etree.fromstring(client.get(address(feed, "atom")).content)
    SCHEMA.assertValid(root)
    entries = root.findall(f"{ATOM}entry")
    assert all(entry.find(f"{ATOM}author") is not None for entry in entries)
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(names) == len(set(names))
    TypeAdapter(JsonFeed).validate_json(client.get(address(feed, "json")).content)


def address(feed: str, form: str) -> str:
    return "/" + (feed.format(form) if "{}" in feed else f"{feed}.{form}")


@pytest.mark.parametrize("feed", FEEDS)
def test_each_form_is_valid(client: TestClient, feed: str) -> None:
    demand_valid(client, feed)


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


WIDGET = "Share this page with your friends"
ANNEX = "https://files.example/annex.pdf"


@pytest.fixture
def of_a_site(archive: Archive, crawl: builders.Crawl, archive_url: str) -> Iterator[TestClient]:
    """Eight releases that a site gives a button at once; one is reworded then, and its document replaced later."""
    ids = builders.announce(archive, crawl, *"abcdefgh")
    for hours, words, more in ((1, "spoke", ()), (30, "quarrelled", (WIDGET,))):
        for place, (key, number) in enumerate(ids.items()):
            said = words if key == "a" else "spoke"
            text = builders.release(
                f"They met in {key.upper()}ton and {said} of rivers.",
                *more,
                links=(Link("attachment", ANNEX, "Annex"),),
            )
            builders.show(archive, crawl, number, hours + place / 100, Reading("read", text, layout="first"))
    archive.write(links.link, archive.payloads, crawl, ids["a"], [ANNEX], builders.at(1))
    for hours, body in ((31, b"1"), (40, b"2")):
        (kept,) = builders.commit(archive, crawl, [(builders.capture(ANNEX, hours, body, kind="asset"), None)])
        archive.write(readings.keep, [(kept, Reading("asset"))])
    while archive.write(recognition.examine, crawl.source_id):
        pass
    with TestClient(reader(archive_url)) as made:
        yield made


def test_a_feed_of_a_release_tells_what_changes_tell_and_how_it_began(of_a_site: TestClient, archive: Archive) -> None:
    titles = [one["title"] for one in of_a_site.get("/releases/1/feed.json").json()["items"]]
    assert [re.sub("^A title: ", "", title) for title in titles] == [
        f"the document “Annex” was replaced under its address, {ANNEX}",
        "“spoke” became “quarrelled” in paragraph 1",
        "A title",
    ]
    assert [one["title"] for one in of_a_site.get("/releases/2/feed.json").json()["items"]] == ["A title"]
    told = archive.read(lambda db: [one.first_with for one in changes(db) if one.edits])
    found = of_a_site.get("/changes/feed.json").json()["items"]
    assert [datetime.fromisoformat(one["date_modified"]) for one in found] == told
    for feed in ("releases/1/feed", "changes/feed"):
        demand_valid(of_a_site, feed)
        for one in of_a_site.get(f"/{feed}.json").json()["items"]:
            assert of_a_site.get(one["url"]).status_code == 200
    assert WIDGET not in of_a_site.get("/releases/1/feed.atom").text.split("<entry")[2]
    page = of_a_site.get("/changes/").text
    assert "/differences/2-2/" in page
    assert "2025-01" in page
