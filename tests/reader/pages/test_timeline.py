"""A release over time: versions and absences in their order, and as a bar that shows each of them."""

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from reader.app import reader
from reader.pages.timeline import LEAST, LENGTH, timeline
from storage.archive import Archive
from storage.read.absences import AbsenceLine
from storage.read.history import Version
from storage.records import Reading
from tests.storage import builders
from tests.storage.builders import at


def version(number: int, first: float, last: float) -> Version:
    return Version(number, number, "A title", at(first), at(last), 1, "00", None, altered=False)


def absence(began: float, ended: float | None, last: float) -> AbsenceLine:
    return AbsenceLine("page", None, at(began), at(last), None if ended is None else at(ended), confirmed=True)


def test_stretches_stand_where_they_were_and_the_order_is_that_of_time() -> None:
    first, second, away = version(1, 0, 80), version(2, 90, 100), absence(20, 40, 30)
    found = timeline([first, second], [away])
    assert list(found.told) == [first, away, second]
    assert [(one.start, one.length, one.version) for one in found.bar] == [
        (0, pytest.approx(800), 1),
        (pytest.approx(900), pytest.approx(100), 2),
        (pytest.approx(200), pytest.approx(200), None),
    ]
    assert (found.first, found.last) == (at(0), at(100))


def test_a_moment_is_seen_and_stays_within_the_bar() -> None:
    found = timeline([version(1, 0, 0)], [absence(50, None, 50)])
    assert [(one.start, one.length) for one in found.bar] == [(0, LEAST), (LENGTH - LEAST, LEAST)]
    assert list(timeline([version(1, 0, 0)], []).bar) == []


def test_the_page_shows_an_absence_in_the_bar_and_tells_it_in_words(client: TestClient) -> None:
    for path in ("/releases/2/", "/releases/2/history/"):
        page = html.fromstring(client.get(path).text)
        assert [one.get("class") for one in page.xpath("//*[local-name()='rect']")].count("absent") == 1
        told = [" ".join(one.text_content().split()) for one in page.xpath("//ol[starts-with(@class, 'versions')]/li")]
        assert told == ["Version 1 7 January 2025", "Version 2 8 January 2025", "Not found since 8 January 2025"]


def test_an_absence_that_one_visit_alone_told_is_told_as_such(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    archive = Archive.open(url)
    crawl = builders.crawl_of(archive)
    ids = builders.announce(archive, crawl, "one")
    builders.show(archive, crawl, ids["one"], 1, builders.reading("text"))
    builders.show(archive, crawl, ids["one"], 2, Reading("not_found"))
    archive.close()
    with TestClient(reader(url)) as asked:
        page = html.fromstring(asked.get("/releases/1/").text)
    told = [" ".join(one.text_content().split()) for one in page.xpath("//ol[starts-with(@class, 'versions')]/li")]
    assert told == ["Version 1 7 January 2025", "Not found since 7 January 2025, as one visit told"]
