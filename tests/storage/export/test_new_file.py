"""A new file is whole or not there, whatever ends the process that writes it."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import NewFileError
from storage.export.new_file import new_file

ROOT = Path(__file__).parents[3]
KILLED = """
import os, signal, sys
from pathlib import Path
from storage.export.new_file import new_file
with new_file(Path(sys.argv[1])) as file:
    file.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_killed_process_leaves_nothing_under_the_name(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "all.csv"], cwd=ROOT, check=False)
    assert done.returncode < 0
    (left,) = names(tmp_path)
    assert left.startswith(".all.csv.")
    assert left.endswith(".part")


def test_it_has_its_name_once_it_is_whole(tmp_path):
    with new_file(tmp_path / "all.csv") as file:
        file.write_bytes(b"half")
        assert not (tmp_path / "all.csv").exists()
        file.write_bytes(b"whole")
    assert names(tmp_path) == ["all.csv"]
    assert (tmp_path / "all.csv").read_bytes() == b"whole"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "all.csv").stat().st_mode) == 0o666 & ~mask


def test_an_error_leaves_nothing_and_what_was_there(tmp_path):
    (tmp_path / "all.csv").write_bytes(b"before")

    def fail(file: Path) -> None:
        file.write_bytes(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "all.csv", fail, force=True)
    assert names(tmp_path) == ["all.csv"]
    assert (tmp_path / "all.csv").read_bytes() == b"before"


def test_a_file_that_someone_made_meanwhile_is_not_replaced(tmp_path):
    with pytest.raises(NewFileError, match="there already"):
        write(tmp_path / "all.csv", lambda _: (tmp_path / "all.csv").write_text("theirs"))
    assert names(tmp_path) == ["all.csv"]
    assert (tmp_path / "all.csv").read_text() == "theirs"


def write(path: Path, how: Callable[[Path], object], *, force: bool = False) -> None:
    with new_file(path, force=force) as file:
        how(file)
