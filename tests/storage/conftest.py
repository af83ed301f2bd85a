"""What most tests of the archive begin with: an open crawl, and one release that it saw announced."""

import pytest

from storage.archive import Archive
from storage.records import Crawl
from tests.storage.builders import announce, crawl_of


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return crawl_of(archive)


@pytest.fixture
def one(archive: Archive, crawl: Crawl) -> int:
    return announce(archive, crawl, "one")["one"]
