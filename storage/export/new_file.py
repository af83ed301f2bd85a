"""Writes a file that appears whole or not at all: beside its place, and put there when it is finished."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from storage.errors import NewFileError


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[Path]:
    """The name of a file to write, which becomes `path` once the block ends, and is removed where it raises.

    A process that is killed leaves no more than a hidden file that ends in ".part". Raises NewFileError where there is
    a file already and it is not to be replaced (`force`), or where none can be made.
    """
    demand_free(path, force=force)
    beside = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        beside.touch(exist_ok=False)
    except OSError as error:
        raise NewFileError(f"cannot write {path}: {error.strerror or error}") from None
    try:
        yield beside
        _put(beside, path, force=force)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def demand_free(path: Path, *, force: bool) -> None:
    """Raise NewFileError for a name that is taken, unless by a file that may be replaced."""
    if path.exists() and not path.is_file():
        raise NewFileError(f"{path} is no file that could be replaced; give another name")
    if path.exists() and not force:
        raise NewFileError(f"{path} is there already; give another name, or --force to replace it")


def _put(beside: Path, path: Path, *, force: bool) -> None:
    """Let it survive a power cut, then give it its name (rename(2) is atomic)."""
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    demand_free(path, force=force)  # someone may have made it meanwhile
    beside.replace(path)
    with suppress(OSError):  # not every system opens folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
