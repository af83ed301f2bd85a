import pytest

from tests.communique import sample_archives


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an archive that nobody writes to."""
    return sample_archives.make(tmp_path_factory.mktemp("sample") / "archive.db")
