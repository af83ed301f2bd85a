"""The page of a search: what its results can be narrowed to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from tests.storage.search.searched import of_water


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    archive = Archive.open(url)
    of_water(archive)
    archive.close()
    with TestClient(reader(url)) as made:
        yield made


def test_each_month_leads_to_the_search_of_its_days(dated: TestClient) -> None:
    page = html.fromstring(dated.get("/search/?q=water").text)
    links = page.xpath("//aside[@class='facets']//details//a")
    assert [(one.text, one.get("href")) for one in links] == [
        ("2025-01", "../search/?q=water&since=2025-01-01&until=2025-01-31"),
        ("2024-12", "../search/?q=water&since=2024-12-01&until=2024-12-31"),
    ]
