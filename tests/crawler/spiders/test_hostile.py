import time

import hostile_pages
import pytest
import server_faults
from crawl_runner import Crawls, listing_page, release_page
from hostile_pages import gzipped
from hostile_server import Act, HostileServer
from server_faults import answer, busy, in_turn, redirect

GOOD = release_page("Release", "Déjà vu: “Привет”.")
LONG = release_page("Release", "The two sides met again. " * 400)
LATIN = {"Content-Type": "text/html; charset=iso-8859-1"}

# What a site may do to a crawl, and the verdicts that its address must bear in the order of the captures.
HOSTILE: dict[str, tuple[Act, list[str]]] = {
    "/stall": (server_faults.stall, ["failed"]),
    "/stall-midway": (server_faults.stall_midway(GOOD), ["failed"]),
    "/reset": (server_faults.reset, ["failed"]),
    "/reset-midway": (server_faults.reset_midway(LONG), ["failed"]),
    "/reset-once": (in_turn(server_faults.reset, answer(GOOD)), ["read"]),
    "/hang-up": (server_faults.hang_up, ["failed"]),
    "/babble": (server_faults.babble(), ["failed"]),
    "/gzip": (answer(gzipped(GOOD), headers=server_faults.PACKED), ["read"]),
    "/truncated-gzip": (server_faults.truncated_gzip(LONG), ["failed"]),
    "/corrupt-gzip": (server_faults.corrupt_gzip(LONG), ["failed"]),
    "/not-gzip": (server_faults.not_gzip(GOOD), ["read"]),
    "/bomb": (server_faults.gzip_bomb(100), ["failed"]),
    "/not-brotli": (answer(GOOD, headers={"Content-Encoding": "br"}), ["read"]),
    "/too-long": (server_faults.wrong_length(LONG, by=100), ["failed"]),
    "/cut-chunks": (server_faults.chunked([LONG], cut=True), ["failed"]),
    "/wrong-charset": (answer(GOOD, headers=LATIN), ["read"]),
    "/loop": (redirect("/loop"), ["failed"]),
    "/pair": (redirect("/pair2"), ["redirected"]),
    "/pair2": (redirect("/pair"), ["failed"]),
    "/elsewhere": (redirect("https://elsewhere.example/r"), ["refused"]),
    "/metadata": (redirect("http://169.254.169.254/latest/meta-data/"), ["refused"]),
    "/script": (redirect("javascript:alert(1)"), ["failed"]),
    "/home": (redirect("/"), ["soft_404"]),
    "/listed": (redirect("/list"), ["soft_404"]),
    "/nowhere": (answer(b"", status=302), ["failed"]),
    "/429": (in_turn(busy(429, seconds=1), answer(GOOD)), ["read"]),
    "/429-for-good": (busy(429), ["refused"]),
    "/503": (in_turn(busy(503, seconds=1, as_date=True), answer(GOOD)), ["read"]),
    "/500": (answer(status=500), ["failed"]),
    "/304": (server_faults.not_modified, ["unchanged"]),
    "/404": (answer(b"no such page", status=404), ["not_found"]),
    "/410": (answer(status=410), ["gone"]),
    "/403": (answer(status=403), ["refused"]),
    "/empty": (answer(b""), ["empty"]),
    "/whitespace": (answer(hostile_pages.WHITESPACE), ["empty"]),
    "/no-words": (answer(b"<html><body><script>let x = 1;</script></body></html>"), ["empty"]),
    "/binary": (answer(hostile_pages.BINARY), ["unreadable"]),
    "/nested": (answer(hostile_pages.nested()), ["unreadable"]),
    "/other": (answer(b"<title>Other</title><p>Another page altogether.</p>" * 30), ["unreadable"]),
    "/huge": (server_faults.huge(50), ["failed"]),
    "/large": (server_faults.huge(30), ["unreadable"]),
    "/huge-headers": (server_faults.huge_headers(), ["unreadable"]),
    "/cookie": (server_faults.cookie_first(answer(GOOD)), ["redirected", "read"]),
    **{f"/challenge-{name}": (answer(page), ["blocked"]) for name, page in hostile_pages.CHALLENGES.items()},
}
WHOLE = [path for path, (_, verdicts) in HOSTILE.items() if verdicts[-1] == "read"]


def test_every_fault_gets_its_name_in_bounded_time_and_none_hides_what_is_held(crawls: Crawls) -> None:
    """First every address is well and is held; then each misbehaves; then nothing that was held has changed."""
    with HostileServer() as site:
        site.routes["/robots.txt"] = answer(b"<html><body>Welcome to our site!</body></html>")
        site.routes["/list"] = answer(listing_page([(path, path) for path in HOSTILE]))
        site.routes |= {path: answer(release_page(f"Resolution 404 at {path}")) for path in HOSTILE}
        crawls.source("xx_water", site.url + "/list")
        assert crawls.crawl("xx_water", patience=60).line["new"] == len(HOSTILE)
        held = crawls.ask("SELECT * FROM snapshot JOIN block ON snapshot_id = snapshot.id WHERE version = 1 ORDER BY 1")

        site.routes |= {path: act for path, (act, _) in HOSTILE.items()}
        crawls.change("UPDATE release SET due_at = '2020-01-01 00:00:00.000000'")
        began = time.monotonic()
        done = crawls.crawl("xx_water", "--recheck", patience=90)
        took = time.monotonic() - began
    verdicts = crawls.verdicts()
    found = {path: verdicts[path][1:] for path in HOSTILE}
    found["/pair"], found["/pair2"] = found["/pair"][:1], found["/pair2"][-1:]
    assert found == {path: expected for path, (_, expected) in HOSTILE.items()}
    assert (done.code, done.line["outcome"]) == (1, "incomplete")
    assert took < 60
    assert done.megabytes < 300

    now = crawls.ask("SELECT * FROM snapshot JOIN block ON snapshot_id = snapshot.id WHERE version = 1 ORDER BY 1")
    columns = [name for (_, name, *_) in crawls.ask("PRAGMA table_info(snapshot)")]
    moved = [columns.index(name) for name in ("last_capture_id", "last_seen", "captures")]
    assert [_without(row, moved) for row in now] == [_without(row, moved) for row in held]
    changed = {
        path
        for (path,) in crawls.ask("SELECT url FROM snapshot JOIN release ON release.id = release_id WHERE version > 1")
    }
    assert {"/" + url.split("/", 3)[3] for url in changed} == set(WHOLE)
    assert crawls.ask("SELECT url, state FROM release WHERE state <> 'held'") == [(site.url + "/410", "gone")]


@pytest.mark.parametrize(
    ("act", "verdicts"),
    [
        (answer(hostile_pages.CHALLENGES["f5"]), ["blocked"]),
        (server_faults.truncated_gzip(LONG), ["failed"]),
        (server_faults.huge(50), ["failed"]),
        (answer(hostile_pages.BILLION_LAUGHS), ["unreadable"]),
    ],
    ids=["challenge", "truncated", "huge", "laughs"],
)
def test_a_hostile_listing_ends_the_crawl_as_failed(
    site: HostileServer, crawls: Crawls, act: Act, verdicts: list[str]
) -> None:
    site.routes["/list"] = act
    crawls.source("xx_water", site.url + "/list")
    done = crawls.crawl("xx_water")
    assert (done.code, done.line["outcome"]) == (1, "failed")
    assert crawls.verdicts() == {"/list": verdicts}


def test_404_first_then_a_release(site: HostileServer, crawls: Crawls) -> None:
    site.routes["/list"] = answer(listing_page([("/r1", "Release 1")]))
    site.routes["/r1"] = in_turn(answer(status=404), answer(GOOD))
    crawls.source("xx_water", site.url + "/list")
    assert crawls.crawl("xx_water").line["missing"] == 1
    done = crawls.crawl("xx_water", "--url", site.url + "/r1")
    assert (done.code, done.line["new"]) == (0, 1)


def _without(row: tuple[object, ...], places: list[int]) -> list[object]:
    return [value for place, value in enumerate(row) if place not in places]
