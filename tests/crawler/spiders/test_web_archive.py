"""What a web archive gives: mementos as the site sent them, or nothing that would pass for the site."""

import pytest
from crawl_runner import Crawls, listing_page, release_page
from hostile_server import HostileServer
from scrapy.http import Headers
from server_faults import TYPED, answer, redirect

from crawler.spiders.web_archive import is_archive, rewritten, same, told_apart, unwrapped

DATED = {**TYPED, "Memento-Datetime": "Sat, 04 Jul 2020 12:30:45 GMT"}
PLACE = "/web/2020id_/http://water.example"
PAGE = release_page("Release 1")
OWN = b"<html><head><title>Wayback Machine</title></head><body><h1>Release 1</h1><p>Please try again.</p></body></html>"


@pytest.mark.parametrize(
    ("location", "inner"),
    [
        ("https://web.archive.org/web/2020id_/http://water.example/r1", "http://water.example/r1"),
        ("/web/2020id_/https://water.example/r1", "https://water.example/r1"),
        ("http://water.example/r1", "http://water.example/r1"),
        ("https://web.archive.org/web/2020id_/http:/water.example/r1", "http://water.example/r1"),
        (
            "/web/2020id_/http://water.example/to?u=https://oil.example/",
            "http://water.example/to?u=https://oil.example/",
        ),
        (
            "https://water.example/login?next=https://water.example/",
            "https://water.example/login?next=https://water.example/",
        ),
        ("/r1", "/r1"),
        ("", ""),
    ],
)
def test_the_address_inside_an_archives_address(location: str, inner: str) -> None:
    assert unwrapped(location) == inner


@pytest.mark.parametrize(
    ("prefix", "archive"),
    [
        ("https://web.archive.org/web/2020id_/", True),
        ("https://web.archive.org/web/", True),
        ("http://localhost:8080/pywb/id_/", True),
        ("http://127.0.0.1:8080/", False),
        ("http://127.0.0.1:8080", False),
    ],
)
def test_a_bare_host_stands_in_for_sites_and_a_collection_is_an_archive(prefix, archive):
    assert is_archive(prefix) is archive


def test_an_archive_takes_some_addresses_for_one():
    assert same("http://www.mfa.example:80/r/1/", "https://mfa.example/r/1")
    assert not same("https://mfa.example/r/1", "https://mfa.example/r/2")
    assert not same("", "https://mfa.example/r/1")


TOUCHED = {
    "wayback": b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><script>__wm.init('https://web.archive.org/web');</script>",
    "wayback-if": b'<script src="https://web-static.archive.org/_static/js/bundle-playback.js"></script>',
    "wayback-end": b"<!--\n     FILE ARCHIVED ON 12:30:45 Jul 04, 2020 AND RETRIEVED FROM THE INTERNET ARCHIVE",
    "wayback-links": b'<a href="/web/20200704123045/https://water.example/r2">r2</a>',
    "wayback-image": b'<img src="https://web.archive.org/web/20200704123045im_/https://water.example/i.png">',
    "pywb": b"<script>window.wbinfo = {}; wbinfo.top_url = 'x'</script>",
    "pywb-wombat": b'<script src="/static/wombat.js"></script>',
    "pywb-links": b"<a href='/all/20200704mp_/http://water.example/r2'>r2</a>",
    "pywb-frame": b'<div><iframe id="replay_iframe" src="/all/mp_/http://water.example/r1"></iframe></div>',
    "pywb-absolute": b'<link href="http://localhost:8080/all/20200704cs_/http://water.example/x.css">',
    "other-collection": b"<form action=/wayback/archive/20200704123045/http://water.example/search>",
}
WRITTEN_INTO = {  # whatever the prefix asked for
    "wayback-2008": b"<!--\n// FILE ARCHIVED ON 20040704035600 AND RETRIEVED FROM THE\n",
    "wayback-2016": b'<script>archive_analytics.values.server_name="wwwb-app3.us.archive.org";</script>',
    "wayback-srcset": b'<img srcset="/web/20200704035600im_/https://water.example/i.jpg 2x">',
    "wayback-style": b'<i style="background:url(/web/20200704035600im_/https://water.example/i.jpg)"></i>',
    "archive-it": b"<!-- BEGIN Archive-It BANNER -->",
    "openwayback": b'<script src="/wayback/js/disclaim.js"></script>',
    "openwayback-2011": b'<script src="http://wb.example/wayback/static/js/client-rewrite.js"></script>',
    "pywb-vue": b'<script src="/static/vue/vueui.js"></script>',
    "perma": b'<iframe src="https://rejouer.perma.cc/replay-web-page/w/abc/mp_/https://water.example/r1"></iframe>',
    "archive-today": b'<a href="https://archive.ph/o/AbCdE/https://water.example/r2">r2</a>',
    "archive-today-alone": b'<link rel="canonical" href="https://archive.is/AbCdE"/>',
}
LEADING_BACK = {
    "https://webarchive.nationalarchives.gov.uk/ukgwa/2020/": b"<a href='%bukgwa/20200704035600/https://water.example/2'>2",
    "https://wayback.archive-it.org/924/2020/": b"<base href='%b924/20200704035600/https://water.example/2'>",
    "https://webarchive.loc.gov/all/2020/": b"<item><link>%ball/20200704035600/https://water.example/2</link></item>",
    "https://web.archive.org/web/2020/": b"<p data-at='%bweb/20200704035600/https://water.example/2'>",
    "https://archive.example/wayback/2020/": b"<a href='%bwayback/20200704035600/https%%3A%%2F%%2Fwater.example%%2F2'>",
}
UNTOUCHED = {
    "plain": PAGE,
    "linking": b'<a href="https://web.archive.org/web/20200704123045/https://water.example/r2">as archived in 2020</a>',
    "speaking": "<p>The Wayback Machine; le « Wayback » ; архив интернета 2020 http://water.example</p>".encode(),
    "speaking-of-a-day": b"<p>File archived on 4 July 2020, and opened again in 2024.</p>",
    "citing": b'<a href="https://web.archive.org/web/20200704if_/https://water.example/r2">as it was</a>',
    "citing-today": b'<a href="https://archive.ph/AbCdE">as it was</a>',
    "dated": b'<a href="/2020/07/04/release-1">r1</a><a href="/press/20200704/">day</a>',
    "redirector": b'<a href="/away?to=https://other.example/">away</a>',
}


@pytest.mark.parametrize("body", TOUCHED.values(), ids=TOUCHED)
def test_what_an_archive_has_written_into_a_page_is_seen(body):
    why = rewritten(b"<html><body>" + body, "https://web.archive.org/web/2020/")
    assert why is not None
    assert why.endswith("https://web.archive.org/web/2020id_/")


@pytest.mark.parametrize("body", WRITTEN_INTO.values(), ids=WRITTEN_INTO)
def test_it_is_seen_also_where_the_page_as_it_was_is_asked_for(body):
    assert rewritten(b"<html><body>" + body, "https://web.archive.org/web/2020id_/") is not None


@pytest.mark.parametrize("prefix", LEADING_BACK)
def test_links_into_the_archive_itself_are_its_own_unless_the_page_as_it_was_is_asked_for(prefix):
    collection = "/".join(prefix.split("/")[:3]).encode() + b"/"
    body = LEADING_BACK[prefix] % collection
    assert rewritten(body, prefix) is not None
    assert rewritten(body.replace(b"/water", rb"\/water"), prefix) is not None
    assert rewritten(body, prefix.replace("2020", "2020id_")) is None


@pytest.mark.parametrize("link", ["/all/http://water.example/2", "http://localhost:8080/all/https://water.example/2"])
@pytest.mark.parametrize("around", ['<a href="{}">', "<a href={}>", "<i style='background:url({})'>"])
def test_links_into_a_collection_may_have_no_time(link, around):
    body = around.format(link).encode()
    assert rewritten(body, "http://localhost:8080/all/") is not None
    assert rewritten(
        rb"{'u': 'http:\/\/localhost:8080\/all\/https:\/\/water.example\/2'}", "http://localhost:8080/all/"
    )
    assert rewritten(body, "http://localhost:8080/all/id_/") is None
    assert rewritten(body, "http://localhost:8080/other/") is None


@pytest.mark.parametrize("body", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_a_site_says_itself_is_left_alone(body):
    assert rewritten(b"<html><body>" + body, "https://web.archive.org/web/2020id_/") is None


@pytest.mark.parametrize(
    ("prefix", "right"),
    [
        ("https://web.archive.org/web/20200704if_/", "https://web.archive.org/web/20200704id_/"),
        ("http://localhost:8080/all/mp_/", "http://localhost:8080/all/id_/"),
        ("http://localhost:8080/all/", "id_"),
    ],
)
def test_the_right_prefix_is_named(prefix, right):
    assert right in (rewritten(TOUCHED["pywb"], prefix) or "")


def test_the_fields_of_the_archive_are_not_the_sites():
    came = Headers(
        {
            "Server": "nginx",
            "Date": "Thu, 08 Jan 2026 10:00:00 GMT",
            "ETag": '"archive"',
            "Content-Type": "text/html; charset=utf-8",
            "Memento-Datetime": DATED["Memento-Datetime"],
            "X-Archive-Src": "x.warc.gz",
            "X-Archive-Orig-Server": "IIS",
            "X-Archive-Orig-Date": "Sat, 04 Jul 2020 12:30:45 GMT",
            "X-Archive-Orig-Set-Cookie": ["a=1", "b=2"],
            "X-Archive-Orig-Last-Modified": "Fri, 03 Jul 2020 12:00:00 GMT",
        }
    )
    told = {name.decode(): [value.decode() for value in values] for name, values in told_apart(came).items()}
    assert told == {
        "Server": ["IIS"],
        "Date": ["Sat, 04 Jul 2020 12:30:45 GMT"],
        "Set-Cookie": ["a=1", "b=2"],
        "Last-Modified": ["Fri, 03 Jul 2020 12:00:00 GMT"],
        "X-Archive-Own-Server": ["nginx"],
        "X-Archive-Own-Date": ["Thu, 08 Jan 2026 10:00:00 GMT"],
        "X-Archive-Own-Etag": ['"archive"'],
        "Content-Type": ["text/html; charset=utf-8"],
        "Memento-Datetime": ["Sat, 04 Jul 2020 12:30:45 GMT"],
        "X-Archive-Src": ["x.warc.gz"],
    }
    assert told_apart(Headers({"Server": "IIS"})) == Headers({"Server": "IIS"})


def test_no_memento_no_capture(site: HostileServer, crawls: Crawls) -> None:
    lines = [(f"/r{n}", f"Release {n}") for n in range(1, 8)]
    site.routes |= {
        f"{PLACE}/list": answer(listing_page(lines), headers=DATED),
        f"{PLACE}/r1": answer(PAGE, headers={**DATED, "X-Archive-Orig-Server": "IIS", "Server": "nginx"}),
        f"{PLACE}/r2": answer(OWN),
        f"{PLACE}/r3": answer(OWN, status=404),
        f"{PLACE}/r4": answer(b"", status=304),
        f"{PLACE}/r5": redirect("/web/"),
        f"{PLACE}/r6": answer(PAGE + TOUCHED["wayback"], headers=DATED),
        f"{PLACE}/r7": redirect("/web/20200704id_/http://water.example:80/r7/"),
        "/web/20200704id_/http://water.example:80/r7/": answer(release_page("Release 7"), headers=DATED),
    }
    crawls.source("xx_water", "http://water.example/list")
    done = crawls.crawl("xx_water", "--via", f"{site.url}/web/2020id_/")
    assert (done.code, done.line["new"], done.line["missing"]) == (1, 2, 5)
    assert crawls.verdicts() == {"/list": ["listing"], "/r1": ["read"], "/r7": ["read"]}
    assert "addresses that the web archive does not give: 4, first http://water.example/r2" in done.err
    assert "1 refused, first http://water.example/r6: the archive has rewritten or framed the page" in done.err
    assert f"--via {site.url}/web/2020id_/" in done.err


def test_an_archive_that_answers_itself_from_the_first_is_no_site(site: HostileServer, crawls: Crawls) -> None:
    site.routes |= {f"{PLACE}/list": answer(listing_page([("/r1", "Release 1")])), f"{PLACE}/r1": answer(PAGE)}
    crawls.source("xx_water", "http://water.example/list")
    done = crawls.crawl("xx_water", "--via", f"{site.url}/web/2020id_/")
    assert (done.code, done.line["outcome"], crawls.verdicts()) == (1, "failed", {})
    assert "does not give: 1, first http://water.example/list" in done.err
