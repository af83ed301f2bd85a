"""The calendar of changes: a month shows its days, and each leads to what was changed on it."""

from lxml import html
from starlette.testclient import TestClient


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
