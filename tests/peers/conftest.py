"""What the tests with other programs share: where these are."""

import os
from pathlib import Path

import pytest

from tests.peers import programs


@pytest.fixture(scope="session")
def peers() -> Path:
    """The folder with `bin` and `node_modules`."""
    found, problem = programs.folder()
    if problem and os.environ.get("CI") == "true":
        pytest.fail(f"no other programs to test with: {problem}")
    if problem:
        pytest.skip(f"no other programs to test with: {problem}")
    return found
