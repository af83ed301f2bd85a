"""The page of a source: what is said of it, and where each of its releases is found."""

from lxml import html
from starlette.testclient import TestClient


def test_a_source_says_when_it_was_read_and_leads_to_its_months(client: TestClient) -> None:
    page = html.fromstring(client.get("/sources/xx_water/").text)
    facts = {one.text: one.getnext().text_content() for one in page.xpath("//dt")}
    assert facts["Listings last read to their end"] == facts["Last crawl"] == "7 January 2025, 09:00 UTC"
    months = [(one.text, one.get("href")) for one in page.xpath("//ul[@class='months']//a")]
    assert months == [("2025-01", "../../sources/xx_water/2025-01/")]
