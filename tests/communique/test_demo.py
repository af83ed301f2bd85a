import threading
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from lxml.html import HtmlElement, fromstring

from communique.demo.ministry import DemoMinistry
from communique.demo.releases import days_back

TODAY = date(2026, 1, 8)
INDEX = "/press/release/index.html"


@pytest.fixture
def site() -> Iterator[DemoMinistry]:
    with DemoMinistry(120, today=TODAY) as served:
        yield served


def get(site: DemoMinistry, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def tree(site: DemoMinistry, path: str) -> HtmlElement:
    response, body = get(site, path)
    assert response.status == 200
    return fromstring(body.decode())


def links(page: HtmlElement) -> list[str]:
    return [str(address) for address in page.xpath("//dl[@class='title-list']//a/@href")]


def points(page: HtmlElement) -> list[str]:
    listed = [item.text_content() for item in page.cssselect("div.any-area ol > li")]
    return listed or [p.text_content() for p in page.cssselect("div.any-area > p")[1:]]


def test_the_rolling_index_spans_two_months_and_names_no_year_in_its_days(site: DemoMinistry) -> None:
    page = tree(site, INDEX)
    days = [day.text_content() for day in page.cssselect("dt.list-title")]
    assert days[0] == "January 8"
    assert days[-1].startswith("December")
    assert len(links(page)) > len(days)
    assert any(not address.startswith("/press/release/") for address in links(page))


def test_the_archive_holds_every_release_exactly_once(site: DemoMinistry) -> None:
    archive = [str(address) for address in tree(site, INDEX).xpath("//table[@class='archives-wrapper']//a/@href")]
    assert archive[0] == "/press/release/202601_index.html"
    found = [address for month in archive for address in links(tree(site, month))]
    assert sorted(found) == sorted(site.release(number).path for number in range(1, 121))


@pytest.mark.parametrize("theme", [0, 1])
def test_every_page_tells_its_publication(site: DemoMinistry, theme: int) -> None:
    site.theme = theme
    for number in range(80, 121):
        told, page = site.release(number), tree(site, site.release(number).path)
        assert [h2.text_content() for h2 in page.cssselect("#contents-header h2.title2")] == [told.title]
        day = f"{told.published:%B} {told.published.day}, {told.published.year}"
        assert page.cssselect("div.rightalign")[0].text_content() == day
        assert tuple(caption.text_content() for caption in page.cssselect("figcaption")) == told.captions
        assert [text for text in points(page) if text] == [
            f"{marker}{'' if marker.startswith('(') else '.'} {text}" if told.typed else text
            for marker, text in told.points
        ]
        assert bool(page.xpath("//a[contains(@href, '.pdf')]")) == bool(told.attachment)
        assert "stand-in served by Communique" in page.cssselect("#footer")[0].text_content()


def test_two_sites_of_one_day_tell_the_same() -> None:
    one, other = DemoMinistry(50, today=TODAY), DemoMinistry(50, today=TODAY)
    assert [one.find(one.release(n).path) for n in range(1, 51)] == [
        other.find(other.release(n).path) for n in range(1, 51)
    ]


def test_an_edit_changes_one_point_and_the_validators_and_nothing_else(site: DemoMinistry) -> None:
    path = site.release(100).path
    first, body = get(site, path)
    before, after = site.edit(100)
    second, edited = get(site, path)
    assert before != after
    assert edited.decode() == body.decode().replace(before, after)
    assert first.headers["ETag"] != second.headers["ETag"]
    assert first.headers["Last-Modified"] != second.headers["Last-Modified"]


def test_every_release_can_be_edited_again_and_again(site: DemoMinistry) -> None:
    for number in range(1, 121):
        before, after = site.edit(number)
        assert site.edit(number)[0] == after != before


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_known_version_is_answered_with_304(site: DemoMinistry, header: str) -> None:
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    for path in (INDEX, site.release(7).path):
        validator = get(site, path)[0].headers[header]
        response, body = get(site, path, **{asked: validator})
        assert (response.status, body) == (304, b"")
        site.edit(7)
        assert get(site, path, **{asked: validator})[0].status == 200


def test_without_validators_nothing_is_ever_304() -> None:
    with DemoMinistry(5, today=TODAY, validators=False) as site:
        response, _ = get(site, INDEX, If_None_Match="*")
        assert response.status == 200
        assert "ETag" not in response.headers


def test_a_redesign_changes_the_markup_and_goes_back(site: DemoMinistry) -> None:
    path = site.release(119).path
    first = get(site, path)[1]
    site.redesign()
    second = get(site, path)[1]
    site.redesign()
    assert first != second
    assert get(site, path)[1] == first


def test_a_removed_release_is_404_and_unlisted_unless_asked_otherwise(site: DemoMinistry) -> None:
    for number, listed in ((120, False), (119, True)):
        path = site.release(number).path
        site.remove(number, listed=listed)
        assert get(site, path)[0].status == 404
        assert (path in links(tree(site, INDEX))) == listed


def test_a_retitled_release_has_its_title_on_its_page_and_in_the_index(site: DemoMinistry) -> None:
    site.retitle(120, "Tea & “Salt”")
    assert tree(site, site.release(120).path).cssselect("h2.title2")[0].text_content() == "Tea & “Salt”"
    assert "Tea & “Salt”" in tree(site, INDEX).cssselect("dl.title-list")[0].text_content()


def test_a_new_release_heads_the_index_and_an_old_one_joins_its_month(site: DemoMinistry) -> None:
    new, old = site.publish("News of today"), site.publish(day=date(2025, 12, 1))
    assert (new, old) == (121, 122)
    assert links(tree(site, INDEX))[0] == site.release(new).path
    assert site.release(old).path in links(tree(site, "/press/release/202512_index.html"))
    assert get(site, site.release(old).path)[0].status == 200


def test_a_moved_release_is_forwarded_for_good(site: DemoMinistry) -> None:
    was, now = site.release(110).path, "/erp/moved_110.html"
    site.move(110, now)
    response, _ = get(site, was)
    assert (response.status, response.headers["Location"]) == (301, now)
    assert get(site, now)[0].status == 200


def test_pages_answer_behind_a_prefix_too(site: DemoMinistry) -> None:
    for prefix in ("/https://www.mofa.go.jp", "/web/2020id_/http://ministry.example:8080"):
        assert get(site, prefix + INDEX)[1] == get(site, INDEX)[1]
        assert get(site, prefix + "/index.html")[0].headers["Location"] == prefix + INDEX


def test_robots_txt_states_rules_and_delay() -> None:
    with DemoMinistry(1, today=TODAY, crawl_delay=2.5, disallow=["/me_a/"]) as site:
        assert get(site, "/robots.txt")[1] == b"User-agent: *\nDisallow: /me_a/\nCrawl-delay: 2.5\n"


def test_files_are_what_they_say(site: DemoMinistry) -> None:
    for path, kind, start in (("/a.png", "image/png", b"\x89PNG"), ("/b.pdf", "application/pdf", b"%PDF-1.4")):
        response, body = get(site, path)
        assert response.headers["Content-Type"] == kind
        assert body.startswith(start)
        assert body != get(site, "/other" + path)[1]


def test_the_log_keeps_time_path_status_and_headers(site: DemoMinistry) -> None:
    get(site, INDEX, User_Agent="tester")
    get(site, "/nowhere.html")
    get(site, "/nowhere.html")
    assert [(visit.path, visit.status) for visit in site.log[:2]] == [(INDEX, 200), ("/nowhere.html", 404)]
    assert site.log[0].headers["user-agent"] == "tester"
    assert site.log[0].at < site.log[1].at
    assert site.counts["/nowhere.html"] == 2


def test_one_connection_serves_many_requests_and_head_has_no_body(site: DemoMinistry) -> None:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, INDEX)
        response = connection.getresponse()
        assert len(response.read()) == (0 if method == "HEAD" else int(response.headers["Content-Length"]))
    connection.request("POST", INDEX, body=b"x")
    assert connection.getresponse().status == 405
    connection.close()


def test_all_threads_end_with_the_site_even_with_a_connection_open() -> None:
    before = set(threading.enumerate())
    with DemoMinistry(1, today=TODAY) as site:
        connection = HTTPConnection(urlsplit(site.url).netloc, timeout=5)
        connection.request("GET", INDEX)
        connection.getresponse().read()
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) <= before
    connection.close()


def test_days_go_back_over_weekends() -> None:
    assert list(days_back(date(2026, 1, 5), 4)) == [
        date(2026, 1, 5),
        date(2026, 1, 5),
        date(2026, 1, 2),
        date(2026, 1, 2),
    ]
