"""Finds the sources by walking `crawler.ministries`; nothing else lists them."""

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from types import ModuleType

import crawler.ministries
from crawler.sources.source import Source
from storage.errors import SourceError


@cache
def sources() -> dict[str, Source]:
    """All sources by name, in alphabetical order. Raises SourceError where a file is wrong or a name stands twice."""
    found: dict[str, Source] = {}
    for module in _modules(crawler.ministries):
        source = getattr(module, "SOURCE", None)
        if not isinstance(source, Source):
            raise SourceError(f"{module.__name__} has no SOURCE; every file in crawler/ministries/ states one")
        if source.name != module.__name__.rpartition(".")[2]:
            raise SourceError(f"{module.__name__} calls its source {source.name!r}; file and source share a name")
        found[source.name] = source
    return dict(sorted(found.items()))


def source(name: str) -> Source:
    """The source called `name`. Raises SourceError, with the nearest names, where there is none."""
    try:
        return sources()[name]
    except KeyError:
        near = get_close_matches(name, sources(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`communique sources` lists them"
        raise SourceError(f"no source is called {name!r}; {hint}") from None


def _modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(name for _, name, _ in pkgutil.iter_modules(package.__path__) if not name.startswith("_"))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]
