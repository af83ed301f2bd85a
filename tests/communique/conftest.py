import pytest

from tests.communique import archives
from tests.communique.running import Line


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an archive that nobody writes to."""
    return archives.make(tmp_path_factory.mktemp("asked") / "archive.db")


@pytest.fixture
def communique(asked: str, capsys: pytest.CaptureFixture[str]) -> Line:
    """Asks that archive."""
    return Line(asked, capsys)
