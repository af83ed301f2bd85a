"""Sources of every kind of listing, and the pages of a site that hold given values in every place, beside good ones."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from typing import Any

from crawler.extract import blocks, captioned_images, find_date, fragment, iso, links, maybe, one
from crawler.extract.json_value import JsonValue
from crawler.listings import atom, rss
from crawler.listings.dated_links import DatedLinks
from crawler.listings.headlines import Headlines
from crawler.listings.json_api import JsonList
from crawler.listings.pagers import by_query
from crawler.listings.paginated import Paginated
from crawler.listings.sitemap import Sitemap
from crawler.sources.page import Page
from crawler.sources.source import Expect, Listing, Source, days
from storage.records import Release

DAY = "2026-01-08"
STAMP = "Thu, 08 Jan 2026 00:00:00 GMT"
NUMBER = r"([a-z]{0,9}\d{1,9})/?$"
FAR = "http://elsewhere.example"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2: not in any document

Line = tuple[Any, Any, Any]  # address, title and date of one line of a listing


def layout(page: Page) -> Release:
    """Reads what `release_page` makes."""
    article = page.region("article")
    when = maybe(article, "time")
    return Release(
        title=one(article, "h1").text,
        published=iso(when.text) if when else None,
        blocks=blocks(article),
        images=captioned_images(article),
        links=links(article),
        language=page.tree.get("lang"),
        author=page.meta("author"),
    )


def layout_of_rss(page: Page) -> Release:
    """Reads an item of `feed`."""
    return Release(rss.text(page.xml, "title"), rss.published(page.xml), blocks(rss.content(page)))


def layout_of_json(page: Page) -> Release:
    """Reads an item of `answer`."""
    item = JsonValue.parse(page.text)
    body = fragment(item.markup("text"), page.url)
    return Release(item.text("title"), iso(item.text("date")), blocks(body), author=item.text_or_none("by"))


def items_of_rss(page: Page) -> Mapping[str, Page]:
    return rss.split(page, NUMBER)


def source(kind: str, site: str) -> Source:
    """The source of a kind, with its listing at `site`/list/KIND."""
    start = f"{site}/list/{kind}"
    read_date = partial(find_date, language="en")
    listings: Mapping[str, Callable[[], Listing]] = {
        "rss": lambda: rss.Feed(start),
        "atom": lambda: atom.Feed(start),
        "sitemap": lambda: Sitemap(start, releases=r"^https?:"),
        "json": lambda: _json(start),
        "dated": lambda: DatedLinks(start, r"", read_date, by_query),
        "headlines": lambda: Headlines(start),
        "feed": lambda: rss.Feed(start, key=NUMBER),
        "answer": lambda: _json(start),
    }
    html = partial(Paginated, start, "li", region="ul.list", date="time", read_date=iso, older="a[rel=next]")
    listing = listings.get(kind, html)()
    split = items_of_rss if kind == "feed" else listing.split if isinstance(listing, JsonList) else None
    layouts = {"feed": layout_of_rss, "answer": layout_of_json}
    return Source(
        name=f"xx_{kind}",
        ministry="Ministry of Water",
        country="XX",
        language="en",
        timezone="America/New_York",
        listings=[listing],
        layout=layouts.get(kind, layout),
        split=split if kind in layouts else None,
        identity=None if kind in layouts else rf"/{kind}/(good\d)$",
        expect=Expect(longest_gap=days(99_999)),
        checked_against="pages of this test",
    )


def _json(start: str) -> JsonList:
    return JsonList(start, items="items", link="url", title="title", date="date", key="key")


KINDS_OF_LISTING = ("html", "rss", "atom", "sitemap", "json", "dated", "headlines", "feed", "answer")


def listing(kind: str, lines: Iterable[Line]) -> bytes:
    """The body of a listing of a kind that holds these lines."""
    if kind in ("json", "answer"):
        return json.dumps({"items": [_item_of_json(*line) for line in lines]}).encode()
    made = {"rss": _rss, "feed": _rss, "atom": _atom, "sitemap": _sitemap, "dated": _dated}.get(kind, _html)
    return made(lines).encode("utf-8", "surrogatepass")


def release_page(*values: str, day: str = DAY, base: str = "") -> bytes:
    """A release that holds values in every place that a layout reads, but for its day and its base."""
    shown = [escape(value) for value in values]
    head, body = ("".join(part.replace("IT", it) for it in shown) for part in (_HEAD, _BODY))
    based = f'<base href="{escape(base)}">' if base else ""
    return (
        f'<!DOCTYPE html><html lang="{shown[0]}"><head>{based}{head}</head>'
        f"<body><article><h1>Release {shown[0]}</h1><time>{escape(day)}</time>{body}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


_HEAD = """<title>IT</title><link rel=alternate hreflang=fr href="IT"><link rel=alternate hreflang="IT" href=/fr>
<link rel=canonical href="IT"><meta name=author content="IT"><meta name="IT" content="IT">"""
_BODY = """<p class="IT" id="IT" style="IT">It said: IT</p><ol start="IT" type="IT"><li value="IT">IT</ol>
<table><tr><td colspan="IT" rowspan="IT">IT</table><a href="IT" hreflang="IT" rel="IT">IT</a><a href="/IT.pdf">IT</a>
<figure><img src="IT" alt="IT" width="IT" height="IT"><figcaption>IT</figcaption></figure>"""


def _html(lines: Iterable[Line]) -> str:
    items = "".join(
        f'<li><time>{escape(date)}</time> <a href="{escape(url)}">{escape(title)}</a></li>'
        for url, title, date in lines
    )
    return f"<!DOCTYPE html><title>News</title><h1>News</h1><ul class=list>{items}</ul>"


def _dated(lines: Iterable[Line]) -> str:
    return _html((url, title, "8 January 2026" if date == DAY else date) for url, title, date in lines)


def _rss(lines: Iterable[Line]) -> str:
    items = "".join(
        f"<item><title>{_xml(title)}</title><link>{_xml(url)}</link><guid>{_xml(url)}</guid>"
        f"<pubDate>{STAMP if date == DAY else _xml(date)}</pubDate>"
        f"<description>{_xml(f'<p>{title} is here.')}</description></item>"
        for url, title, date in lines
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def _atom(lines: Iterable[Line]) -> str:
    entries = "".join(
        f'<entry><title>{_xml(title)}</title><link href="{_xml(url)}"/><published>{_xml(date)}</published></entry>'
        for url, title, date in lines
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def _sitemap(lines: Iterable[Line]) -> str:
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    urls = "".join(
        f"<url><loc>{_xml(url)}</loc><lastmod>{_xml(date)}</lastmod><n:news><n:title>{_xml(title)}</n:title>"
        f"<n:publication_date>{_xml(date)}</n:publication_date></n:news></url>"
        for url, title, date in lines
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{news}">{urls}</urlset>'


def _item_of_json(url: Any, title: Any, date: Any) -> dict[str, Any]:
    return {"url": url, "title": title, "date": date, "key": url, "text": f"<p>{title} is here.", "by": title}


def _xml(value: str) -> str:
    return escape(_NO_XML.sub("\ufffd", value))
