import pytest

from tests.communique import sample_archives
from tests.communique.command_line import Line


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an archive that nobody writes to."""
    return sample_archives.make(tmp_path_factory.mktemp("asked") / "archive.db")


@pytest.fixture
def communique(asked: str, capsys: pytest.CaptureFixture[str]) -> Line:
    """Asks that archive."""
    return Line(asked, capsys)
