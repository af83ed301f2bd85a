"""A reader of the archive of samples, which nobody writes to, and what a browser would ask it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from reader.app import reader
from storage.archive import Archive
from storage.proof import log
from tests.communique import sample_archives


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = sample_archives.make(tmp_path_factory.mktemp("reader") / "archive.db")
    archive = Archive.open(url)
    archive.write(log.append, archive.payloads)  # as a crawl does at its end
    archive.close()
    return url


@pytest.fixture(scope="session")
def client(sample_url: str) -> Iterator[TestClient]:
    with TestClient(reader(sample_url), follow_redirects=False) as made:
        yield made
