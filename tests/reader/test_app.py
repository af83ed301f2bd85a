"""What holds of every page: links lead somewhere, nothing of the archive is markup, and a browser runs none of it."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.reader.site_map import all_pages


@pytest.fixture(scope="module")
def pages(client: TestClient) -> dict[str, str]:
    return all_pages(client, lambda url: "after=" not in url)


def test_every_link_leads_somewhere_and_every_kind_of_page_is_reached(pages: dict[str, str]) -> None:
    shapes = {re.sub(r"[0-9]+", "N", urlsplit(url).path) for url in pages}
    assert shapes >= {
        "/",
        "/search/",
        "/changes/",
        "/sources/",
        "/sources/xx_water/",
        "/sources/xx_water/N-N/",
        "/help/",
        "/changes/N-N/",
        "/changes/N-N-N/",
        "/releases/N/",
        "/releases/N/history/",
        "/releases/N/versions/N/",
        "/releases/N/differences/N-N/",
        "/releases/N/differences/N-N/side-by-side/",
    }


def test_a_page_is_one_that_assistive_programs_find_their_way_in(pages: dict[str, str]) -> None:
    for url, text in pages.items():
        tree = html.fromstring(text)
        assert tree.get("lang") == "en", url
        assert len(tree.findall(".//h1")) == 1, url
        assert tree.find(".//main") is not None, url
        assert (tree.findtext(".//title") or "").strip(" ·"), url
        ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
        assert not [name for name, number in ids.items() if number > 1], url
        labels = {label.get("for") for label in tree.iter("label")}
        fields = [field for field in tree.iter("input", "select") if field.get("type") != "hidden"]
        assert all(field.get("id") in labels for field in fields), url


def test_nothing_of_the_archive_is_markup_or_acts(pages: dict[str, str]) -> None:
    said = "".join(pages.values())
    assert "[bold]x[/bold]" in said  # what would act is shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    for url, text in pages.items():
        tree = html.fromstring(text)
        assert not tree.xpath("//*[@style or @onclick or @onload or @onerror]"), url
        assert not tree.xpath("//script[not(@src)] | //iframe | //object | //embed | //base"), url
        for link in tree.xpath("//a/@href"):
            assert urlsplit(link).scheme in ("", "http", "https"), (url, link)


def test_a_browser_is_told_to_load_and_run_nothing_else(client: TestClient) -> None:
    for path in ("/", "/releases/1/", "/static/reader.css", "/nothing/", "/changes/feed.atom"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_what_a_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/releases/1/")
    again = client.get("/releases/1/", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get("/releases/1/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert "max-age" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/releases/999/", 404, "no release 999"),
        ("/releases/0/", 422, "number"),
        ("/releases/99999999999999999999/", 422, "number"),
        ("/releases/x/", 422, "number"),
        ("/releases/1/versions/9/", 404, "no version 9"),
        ("/releases/1/differences/1-9/", 404, "no version 9"),
        ("/sources/nowhere/", 404, "nothing of a source nowhere"),
        ("/sources/nowhere/missing/", 404, "nothing of a source nowhere"),
        ("/search/?since=2025-13-01", 422, "since"),
        ("/search/?since=0", 422, "a day is written as 2025-01-31"),
        ("/changes/?until=1736208000", 422, "a day is written as 2025-01-31"),
        ("/releases/1/as-of/?day=1736208000", 422, "a day is written as 2025-01-31"),
        ("/search/?since=2025-02-01&until=2025-01-01", 422, "lies before"),
        ("/search/?after=elsewhere", 422, "leads to no page"),
        ("/changes/?source=nowhere", 404, "nowhere"),
        ("/changes/2025-13/", 422, "period"),
        ("/changes/2025-02-30/", 404, "2025-02-30 is no day"),
        ("/releases/1/as-of/?day=2001-01-01", 404, "what it said before is not known"),
        ("/nothing/at/all", 404, "nothing at this address"),
    ],
)
def test_what_is_not_there_is_said_in_words(client: TestClient, path: str, status: int, told: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert told in html.fromstring(answer.text).find(".//main").text_content()
    assert answer.headers["cache-control"] == "no-store"


def test_a_form_may_be_sent_with_fields_left_empty(client: TestClient) -> None:
    for path, name in (("/search/", "search"), ("/changes/", "choose")):
        form = html.fromstring(client.get(path).text).find(f".//form[@class='{name}']")
        fields = {field.get("name"): "" for field in form.iter("input")}
        fields |= {field.get("name"): field.find("option").get("value", "") for field in form.iter("select")}
        fields |= {"least": "typography"} if "least" in fields else {}
        answer = client.get(path, params=fields | {"q": "water"})
        assert (answer.status_code, len(fields) > 5) == (200, True)
    assert client.get("/search/", params={"source": "x" * 201}).status_code == 422


def test_a_missing_slash_is_put_behind(client: TestClient) -> None:
    answer = client.get("/search?q=a")
    assert (answer.status_code, answer.headers["location"]) == (308, "./search/?q=a")
    assert client.get("/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/", "/releases/1/", "/static/reader.css", "/search", "/nothing/", "/api/sources"])
def test_a_head_is_that_of_the_answer(client: TestClient, path: str) -> None:
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.headers, head.content) == (whole.status_code, whole.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    for path in ("/", "/releases/1/", "/search/"):
        assert client.request(method, path).status_code == 405
