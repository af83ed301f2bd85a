"""What all tests share: hypothesis's profile, an archive on either database, and the corpus of real pages."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import compiled
import pytest
from databases import SERVER, administration, database
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import DBAPIError

from storage.archive import Archive
from storage.errors import ArchiveError
from storage.records import Crawl
from tests.storage.builders import announce, crawl_of

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"

# What takes longest begins first: else a worker would be busy with it when the others have nothing left to do.
LONGEST = ("test_torture.py", "test_nasty_values.py", "test_all_sites.py")

settings.register_profile(
    "communique",
    deadline=None,
    derandomize=True,
    max_examples=int(os.environ.get("COMMUNIQUE_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no fault of the data
)
settings.load_profile("communique")
DefaultDialect.engine_created = staticmethod(compiled.share)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    return str(request.param)


@pytest.fixture
def empty_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database without tables."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        with database(request.getfixturevalue("server")) as url:
            yield url


@pytest.fixture
def archive_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty archive: a copy of one that the migrations made, which is quicker than to run them."""
    template = request.getfixturevalue(f"{dialect}_template")
    if dialect == "sqlite":
        shutil.copy(template, tmp_path / "archive.db")
        yield f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        with database(request.getfixturevalue("server"), template) as url:
            yield url


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """A new, empty archive, open."""
    opened = Archive.open(archive_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "archive.db"
    Archive.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(server: str) -> Iterator[str]:
    with database(server) as url:
        Archive.open(url).close()
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of a PostgreSQL server's own database, which new ones are made through."""
    url = os.environ.get(SERVER, "")
    problem = f"{SERVER} is not set" if not url else unreachable(url)
    if problem and os.environ.get("CI") == "true":
        pytest.fail(f"no PostgreSQL to test with: {problem}")
    if problem:
        pytest.skip(f"no PostgreSQL to test with: {problem}")
    return url


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages, which stands beside the repository on machines that have it."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real pages is not beside the repository")
    return CORPUS.resolve()


def unreachable(server: str) -> str | None:
    try:
        with administration(server):
            return None
    except (ArchiveError, DBAPIError) as error:
        return str(error).splitlines()[0]


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return crawl_of(archive)


@pytest.fixture
def one(archive: Archive, crawl: Crawl) -> int:
    return announce(archive, crawl, "one")["one"]
