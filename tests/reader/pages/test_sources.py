"""The page of a source: what is said of it, and where each of its releases is found."""

from dataclasses import replace

import pytest
from lxml import html
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.records import Total
from tests.storage.builders import LISTING, commit, crawl_of, line, listing


def test_a_source_says_when_it_was_read_and_leads_to_its_months(client: TestClient) -> None:
    page = html.fromstring(client.get("/sources/xx_water/").text)
    facts = {one.text: one.getnext().text_content() for one in page.xpath("//dt")}
    assert facts["Listings last read to their end"] == facts["Last crawl"] == "7 January 2025, 09:00 UTC"
    months = [(one.text, one.get("href")) for one in page.xpath("//ul[@class='months']//a")]
    assert months == [("2025-01", "../../sources/xx_water/2025-01/")]
    assert page.xpath("//p[contains(., 'the site states')]") == []


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_source_is_shown_with_what_its_site_states(archive_url: str, archive: Archive) -> None:
    seen, reading = listing([line("one"), line("two")])
    assert reading is not None
    assert reading.listing is not None
    stating = replace(reading.listing, listing=LISTING, total=Total(31, 40))
    commit(archive, crawl_of(archive), [(seen, replace(reading, listing=stating))])
    with TestClient(reader(archive_url)) as asked:
        page = html.fromstring(asked.get("/sources/xx_water/").text)
    (told,) = page.xpath("//p[contains(., 'the site states')]")
    assert told.text_content() == f"{LISTING}: the site states 31 to 40 (2025-01-07); 2 are known here: unknown."
    assert [link.get("href") for link in told.iter("a")] == [LISTING]
