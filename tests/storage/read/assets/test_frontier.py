"""What could not be had, and may be another time, is asked for again for a week; what was answered is not."""

from dataclasses import replace

import pytest

from storage.archive import Archive
from storage.read.assets import frontier
from storage.records import TOO_LARGE, Crawl, Image, Link, Reading, Target
from storage.write.assets import links, readings
from tests.storage.builders import BLOCKED, FAILED, NOT_FOUND, announce, at, capture, commit, next_crawl, release, show

ANNEX, PHOTO = "https://files.example/annex.pdf", "https://water.example/p.jpg"
TEXT = release("text", links=(Link("attachment", ANNEX, "Annex"),), images=(Image(PHOTO, "The signing"),))
ASSET, REFUSED = Reading("asset"), Reading("refused")
WEEK = 24 * 7


@pytest.fixture
def one(archive: Archive, crawl: Crawl) -> int:
    """A release with a document and a captioned picture, seen at the first hour."""
    number = announce(archive, crawl, "one")["one"]
    show(archive, crawl, number, 1, Reading("read", TEXT, layout="first"))
    return number


def visit(archive: Archive, crawl: Crawl, hours: float, url: str, made: Reading, **facts: object) -> None:
    seen = replace(capture(url, hours, b"file" if made == ASSET else None, kind="asset"), **facts)
    archive.write(readings.keep, [(kept, made) for kept in commit(archive, crawl, [(seen, None)])])


def asked(archive: Archive, crawl: Crawl, number: int, hours: float) -> list[str]:
    targets: list[Target] = archive.write(links.link, archive.payloads, crawl, number, [ANNEX, PHOTO], at(hours))[1]
    return [target.url for target in targets]


def is_due(archive: Archive, crawl: Crawl, number: int, hours: float, *, put_off: bool = False) -> bool:
    archive.write(links.looked_at, number, at(hours), put_off=put_off)
    return archive.read(frontier.due, crawl, after=0, limit=9, now=at(hours), mode="update") == [number]


@pytest.mark.parametrize(
    ("made", "facts", "again"),
    [
        (FAILED, {"status": None, "reason": "ConnectionLost"}, True),
        (FAILED, {"status": 503}, True),
        (FAILED, {"status": None, "reason": f"{TOO_LARGE}: 40 MB"}, False),
        (BLOCKED, {"status": 200}, True),
        (REFUSED, {"status": 429}, True),
        (REFUSED, {"status": 403}, False),
        (NOT_FOUND, {"status": 404}, False),
    ],
)
def test_the_next_crawl_asks_again_for_what_may_be_had_another_time_alone(archive, crawl, one, made, facts, again):
    assert asked(archive, crawl, one, 2) == [ANNEX, PHOTO]
    visit(archive, crawl, 2, ANNEX, made, **facts)
    visit(archive, crawl, 2, PHOTO, ASSET)
    assert asked(archive, crawl, one, 2) == [], "once a crawl"
    assert is_due(archive, crawl, one, 2) is again
    if again:
        following = next_crawl(archive, crawl)
        assert asked(archive, following, one, 48) == [ANNEX]
        visit(archive, following, 49, ANNEX, ASSET)
        assert not is_due(archive, following, one, 49)


@pytest.mark.parametrize("put_off", [True, False])
def test_what_fails_for_a_week_is_left_to_rechecks(archive, crawl, one, put_off):
    asked(archive, crawl, one, 2)
    if not put_off:
        visit(archive, crawl, 2, ANNEX, FAILED)
    assert is_due(archive, crawl, one, WEEK, put_off=put_off)
    assert not is_due(archive, crawl, one, WEEK + 2, put_off=put_off)


def test_a_recheck_asks_for_all_and_for_each_once_until_it_is_due_again(archive, crawl, one):
    asked(archive, crawl, one, 2)
    for url in (ANNEX, PHOTO):
        visit(archive, crawl, 2, url, ASSET)
    archive.write(links.looked_at, one, at(2))
    again = next_crawl(archive, crawl)
    assert asked(archive, again, one, 48) == [ANNEX, PHOTO]
    visit(archive, again, 48, PHOTO, ASSET)
    assert asked(archive, next_crawl(archive, again), one, 49) == [ANNEX]


def test_where_an_asset_was_sent_on_to_last(archive, crawl, one):
    asked(archive, crawl, one, 2)
    assert archive.read(frontier.leads_to, crawl.source_id, ANNEX) == ""
    visit(archive, crawl, 2, ANNEX, Reading("redirected", message=PHOTO), status=302)
    assert archive.read(frontier.leads_to, crawl.source_id, ANNEX) == PHOTO
    visit(archive, crawl, 3, ANNEX, ASSET)
    assert archive.read(frontier.leads_to, crawl.source_id, ANNEX) == ""
