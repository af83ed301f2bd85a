"""What counts as rules in an answer from robots.txt."""

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from processor_time import at_most
from protego import Protego
from server_faults import answer

from crawler.spiders.robots import LARGEST, rules_in

RULES = "User-agent: *\nDisallow: /secret\nCrawl-delay: 2\n"
BODIES = {
    "plain": RULES.encode(),
    "bom": b"\xef\xbb\xbf" + RULES.encode(),
    "two-boms": b"\xef\xbb\xbf" * 2 + RULES.encode(),
    "zero": b"\0" + RULES.encode(),
    "bom-and-comment": ("\ufeff# Правила для роботов\n\n" + RULES).encode(),
    "utf-16": RULES.encode("utf-16"),
    "utf-16-big": ("\ufeff" + RULES).encode("utf-16-be"),
    "utf-16-without-bom": RULES.encode("utf-16-le"),
    "utf-16-big-without-bom": RULES.encode("utf-16-be"),
    "latin-1": ("# Règles\n" + RULES).encode("latin-1"),
    "windows-1251": ("# Правила\n" + RULES).encode("cp1251"),
    "gbk": ("# 外交部\n" + RULES).encode("gbk"),
    "comment-of-html": ("<!-- rules -->\n" + RULES).encode(),
    "comment-with-a-tag": ("# see <a href='/'> and <html>\n" + RULES).encode(),
    "old-line-ends": RULES.replace("\n", "\r").encode(),
    "spaces": ("\r\n  \n" + RULES.replace("User-agent", "  USER-AGENT ")).encode(),
    "useragent": RULES.replace("User-agent", "Useragent").encode(),
    "shown-by-a-browser": (
        f'<html><head></head><body><pre style="word-wrap: break-word">{RULES}</pre></body></html>'
    ).encode(),
    "shown-by-an-editor": (
        f"<!DOCTYPE html>\n<html lang=el><head><title>robots.txt</title><meta charset=utf-8></head>\n<body class=x>\n"
        f"<div><pre># Κανόνες &amp; &lt;όρια&gt;\n{RULES}</pre></div><p></p></body></html>"
    ).encode(),
    "shown-without-a-page": f"<pre>\r\n{RULES}</pre>".encode("utf-16"),
    "sitemap-first": ("Sitemap: https://mfa.example/sitemap.xml\n" + RULES).encode(),
}
PAGES = {
    "html": b"<!DOCTYPE html><html><head><title>404</title></head><body>Not found</body></html>",
    "bom": "\ufeff<html><body>Страница не найдена</body></html>".encode(),
    "comment": b"<!-- cached --><html><body>User-agent: *<br>Disallow: /</body></html>",
    "words-first": b"Error <p>User-agent: *\nDisallow: /\n</p>",
    "lines": b"<html>\n<body>\nUser-agent: *\nDisallow: /\n</body></html>",
    "pre-among-words": b"<html><h1>Error</h1><p>Write so:</p><pre>User-agent: *\nDisallow: /\n</pre></html>",
    "pre-of-words": b"<html><body><pre>Not found: /robots.txt\nDisallow: /</pre></body></html>",
    "utf-16": "<html><body>Not found</body></html>".encode("utf-16"),
    "empty": b"",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_rules_hold_in_every_charset(body):
    rules = Protego.parse(rules_in(body))
    assert not rules.can_fetch("https://mfa.example/secret/1", "Communique")
    assert rules.can_fetch("https://mfa.example/open", "Communique")
    assert rules.crawl_delay("Communique") == 2


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_a_page_is_no_rules(body):
    assert Protego.parse(rules_in(body)).can_fetch("https://mfa.example/secret/1", "Communique")


@pytest.mark.parametrize("tag", ["<pre>", "<pre ", "<pre></", "<!--", "<html><style>"])
def test_a_page_whose_tags_never_end_takes_little_time(tag):
    with at_most(0.5):
        assert rules_in(f"<html>{tag * (LARGEST // len(tag))}".encode()) == ""


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_no_rule_is_cut_in_two(codec):
    long = RULES + "Disallow: /open/very/long\n" * 30_000
    assert len(long.encode(codec)) > LARGEST
    assert set(rules_in(long.encode(codec)).splitlines()) == set(long.splitlines())


@pytest.mark.parametrize(
    ("headers", "body", "asked"),
    [
        ({"Content-Type": "text/html"}, "\ufeff" + RULES.replace("secret", "r1"), 1),
        ({"Content-Type": "text/html; charset=utf-16"}, RULES.replace("secret", "r1"), 1),
        ({"Content-Type": "text/plain"}, "<html><body>Disallow: /</body></html>", 2),
        ({"Content-Encoding": "gzip"}, RULES.replace("secret", "r1"), 0),
    ],
    ids=["bom", "wrong-charset", "page", "no-gzip"],
)
def test_a_crawl_keeps_to_them(
    site: HostileServer, crawls: Crawls, headers: dict[str, str], body: str, asked: int
) -> None:
    site.routes |= {"/list": answer(listing_page([("/r1", "Release 1"), ("/r2", "Release 2")]))}
    site.routes |= {f"/r{n}": answer(release_page(f"Release {n}")) for n in (1, 2)}
    site.routes["/robots.txt"] = answer(body.encode(), headers=headers)
    crawls.source("xx_water", site.url + "/list")
    crawls.crawl("xx_water")
    assert sum(site.counts[f"/r{n}"] for n in (1, 2)) == asked
