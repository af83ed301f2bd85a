"""What the tests of crawls share: a hostile site, and commands on an archive of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl_runner import Crawls
from hostile_server import HostileServer


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def crawls(tmp_path: Path, sqlite_template: Path) -> Crawls:
    return Crawls(tmp_path, sqlite_template)
