"""The calendar of changes: a month shows its days, and each leads to what was changed on it."""

from pathlib import Path

from lxml import html
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.records import Reading
from storage.review import recognition
from tests.storage import builders


def test_each_day_of_a_month_leads_to_its_changes(client: TestClient) -> None:
    month = html.fromstring(client.get("/changes/2025-01/").text)
    days = {int(one.text): one.get("href") for one in month.xpath("//table[@class='calendar days']//a")}
    assert list(days) == [8, 9]
    found = 0
    for day, target in days.items():
        assert target == f"../../changes/2025-01-{day:02}/"
        page = html.fromstring(client.get(f"/changes/2025-01-{day:02}/").text)
        assert page.findtext(".//h1") == f"Changes, {day} January 2025"
        found += len(page.xpath("//ul[@class='hits']/li"))
    assert found == len(month.xpath("//ul[@class='hits']/li")) > 5


def test_a_day_without_changes_says_so(client: TestClient) -> None:
    assert "No change of a single release was first seen on this day." in client.get("/changes/2024-02-29/").text


def test_a_title_is_read_in_the_language_of_its_source(client: TestClient) -> None:
    for path, place in (
        ("/changes/", "//a[@class='title']"),
        ("/", "//a[@class='title']"),
        ("/search/?q=会談", "//li//a"),
    ):
        spoken = {one.text_content(): one.get("lang") for one in html.fromstring(client.get(path).text).xpath(place)}
        assert spoken["日米外相会談"] == "ja", path


def test_what_many_releases_had_at_once_is_counted_where_it_is_not_listed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    archive = Archive.open(url)
    crawl = builders.crawl_of(archive)
    ids = builders.announce(archive, crawl, *"abcdefgh")
    for hours, more in ((1, ()), (2, ("Share this page with your friends",))):
        visits = [builders.visit(number, hours, f"{key} {hours}") for key, number in ids.items()]
        shown = [Reading("read", builders.release(f"Of {key}", *more), layout="first") for key in ids]
        kept = builders.commit(archive, crawl, visits)
        builders.keep_readings(archive, crawl, builders.read_as(kept, shown))
    with TestClient(reader(url)) as asked:
        assert "Counted but not listed" not in asked.get("/changes/2025-01-07/").text
        assert archive.write(recognition.examine, crawl.source_id)
        archive.close()
        for period in ("2025-01-07", "2025-01"):
            page = html.fromstring(asked.get(f"/changes/{period}/").text)
            assert page.xpath("//ul[@class='hits']/li") == []
            assert "Counted but not listed: 8 changes that many releases had at once" in page.text_content()
        assert "8 changed" in html.fromstring(asked.get("/changes/2025-01/").text).text_content()
        assert "No change was seen yet" not in asked.get("/").text
