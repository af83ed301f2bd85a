"""Walks through a reader as a person would, by its links."""

from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html
from starlette.testclient import TestClient

START = "http://testserver/"


def links(url: str, text: str) -> Iterator[str]:
    """The addresses that a page leads to or loads, without fragments."""
    tree = html.fromstring(text)
    for element in tree.iter("a", "link", "script", "img"):
        if target := element.get("href") or element.get("src"):
            yield urldefrag(urljoin(url, target)).url


def all_pages(client: TestClient, wanted: Callable[[str], bool] = lambda _: True) -> dict[str, str]:
    """Every page of the reader that links lead to from its first one, by its address. Each link must lead somewhere."""
    waiting, seen, found = [START], {START}, dict[str, str]()
    while waiting:
        url = waiting.pop()
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code, answer.text[:500])
        kept = urlsplit(url).path.startswith("/captures/")  # a page of the ministry's, not of the reader's
        if kept or not answer.headers["content-type"].startswith("text/html"):
            continue
        found[url] = answer.text
        inside = {link for link in links(url, answer.text) if urlsplit(link).netloc == "testserver" and wanted(link)}
        waiting += sorted(inside - seen)
        seen |= inside
    return found
