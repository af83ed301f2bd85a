"""Finds the sources by walking `crawler.ministries` and the folders of a user's own; nothing else lists them."""

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from crawler import ministries
from crawler.sources.source import Source
from storage.errors import NoSourceError, SourceError, shortage


def sources() -> dict[str, Source]:
    """All sources by name, in alphabetical order.

    Raises SourceError where a folder is not there, a file is wrong, or a name stands twice.
    """
    return _sources_in(tuple(ministries.__path__))


def source(name: str) -> Source:
    """The source called `name`. Raises NoSourceError, with the nearest names, where there is none."""
    try:
        return sources()[name]
    except KeyError:
        near = get_close_matches(name.strip().lower(), sources(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`communique sources` lists them"
        raise NoSourceError(f"no source is called {name!r}; {hint}") from None


@cache
def _sources_in(folders: tuple[str, ...]) -> dict[str, Source]:
    importlib.invalidate_caches()  # a file may have been written a moment ago
    files: dict[str, str] = {}
    for folder in folders:
        for name in _names_in(folder):
            if name in files:
                raise SourceError(f"{folder}/{name}.py has the name of {files[name]}; give it and its source another")
            files[name] = f"{folder}/{name}.py"
    return {name: _source_in(name, file) for name, file in sorted(files.items())}


def _names_in(folder: str) -> Iterator[str]:
    if pkgutil.get_importer(folder) is None:
        raise NoSourceError(f"{folder} is no folder; COMMUNIQUE_MINISTRIES and --ministries name folders of ministries")
    return (module.name for module in pkgutil.iter_modules([folder]) if not module.name.startswith("_"))


def _source_in(name: str, file: str) -> Source:
    """The source that a file states. Raises SourceError, naming the file, for whatever is wrong with it."""
    try:
        module = importlib.import_module(f"{ministries.__name__}.{name}")
    except SourceError as error:
        raise SourceError(f"{file}: {error}") from None
    except (Exception, SystemExit) as error:
        is_stopped = isinstance(error, SystemExit) and type(error) is not SystemExit  # as a signal ends a command
        if shortage(error) or is_stopped:  # no fault of the file's
            raise
        raise SourceError(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    found = getattr(module, "SOURCE", None)
    if not isinstance(found, Source):
        raise SourceError(f"{file} has no SOURCE; every file of a ministry states one")
    if found.name != name:
        raise SourceError(f"{file} calls its source {found.name!r}; file and source share a name")
    return found
