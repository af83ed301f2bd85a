"""Listings whose pages are numbered in the address's query: `?page=2` (Drupal), `?PAGEN_1=2` (Bitrix), `?p=2` ..."""

from urllib.parse import parse_qs, urlsplit

from crawler.sources.page import Page


def older_pages(page: Page, name: str = "page", first: int = 0) -> tuple[str, ...]:
    """The addresses of the list's pages with a greater number than this one's that the page links to, nearest first.

    `name` is the query parameter, `first` the number of the page whose address has none. A pager may link to itself
    by any path of its own, so whatever leads to the same path counts, and nothing else of the pager's markup is needed.
    """
    place, current = _numbered(page.url, name, first)
    found: dict[int, str] = {}
    for link in page.tree.iter("a"):
        url = page.absolute(link.get("href") or "")
        there, number = _numbered(url, name, first)
        if there == place and number > current:
            found.setdefault(number, url)
    return tuple(found[number] for number in sorted(found))


def _numbered(url: str, name: str, first: int) -> tuple[str, int]:
    """Host and path of an address, and the number in its query; no place at all where it is no address."""
    try:
        parts = urlsplit(url)
        value = parse_qs(parts.query).get(name, [""])[0]
    except ValueError:  # "http://[", or more parameters than anybody writes
        return "", first
    return parts.netloc + parts.path, int(value) if value.isdecimal() and len(value) < 7 else first
