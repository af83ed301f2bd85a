"""Writes the first draft of a ministry's file, from one saved listing and one saved release."""

import importlib.util
import inspect
import json
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from communique.scaffold import selector_guess
from communique.scaffold.cases import SavedPage
from crawler.sources.source import Source
from storage.errors import SourceError, UsageError

FOLDER = Path("crawler/ministries")
_HEADER = '''"""{ministry}: releases.

Site     {site}
Caveats  Made by `communique new` from one saved listing and one saved release. What is marked as guessed fits these
         two pages; compare it with more of them.
"""

'''


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a person says of a new source."""

    name: str
    ministry: str
    language: str
    timezone: str
    family: str | None = None

    @property
    def country(self) -> str:
        """The ISO 3166 code that the name begins with."""
        return self.name[:2].upper()


def text_of(new: NewSource, listing: SavedPage, release: SavedPage) -> str:
    """The text of the ministry's file."""
    reading = {"blocks", "captioned_images", "links", "one"}
    layout, used = (_family_layout(new), set()) if new.family else (_layout(new, release), reading)
    listed, more = _listing(new, listing)
    body = f"{layout}\n\n\nSOURCE = Source(\n{_fields(new, listed)})\n"
    used = {name for name in used | more | {"iso", "long_date", "numeric_date"} if f"{name}(" in body or name in more}
    imports = [
        *(["from functools import partial\n"] if "partial(" in body else []),
        *([f"from crawler.extract import {', '.join(sorted(used))}"] if used else []),
        *([f"from crawler.families import {new.family}"] if new.family else []),
        "from crawler.listings.paginated import Paginated",
        "from crawler.sources.page import Page",
        "from crawler.sources.source import Expect, Source, days",
        "from storage.records import Release",
    ]
    return _HEADER.format(ministry=new.ministry, site=listing.url) + "\n".join(imports) + f"\n\n\n{body}"


class _NoBytecode(SourceFileLoader):
    """Loads a file without caching its bytecode: a file that is refused leaves nothing behind."""

    def set_data(self, path: str, data: Any, *, _mode: int = 0) -> None:
        """Do not write the cache."""


def load(path: Path) -> Source:
    """The source that a ministry's file states. Raises SourceError where it states none."""
    spec = importlib.util.spec_from_loader(path.stem, _NoBytecode(path.stem, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    source = getattr(module, "SOURCE", None)
    if not isinstance(source, Source):
        raise SourceError(f"{path} has no SOURCE")
    return source


def family(name: str) -> ModuleType:
    """The family called `name`.

    Raises UsageError where there is none, SourceError where its `release` takes other arguments.
    """
    try:
        module = import_module(f"crawler.families.{name}")
        parameters = list(inspect.signature(module.release).parameters)
    except (ImportError, AttributeError):
        raise UsageError(f"no family is called {name!r}, or it has no function `release`") from None
    if parameters not in (["page"], ["page", "language"]):
        raise SourceError(f"family {name!r} asks for more than a page and its language: start from a file that uses it")
    return module


def _layout(new: NewSource, saved: SavedPage) -> str:
    guess = selector_guess.release(saved.page, new.language, new.timezone)
    published = f"{guess.published},  # guessed" if guess.published else "None,  # nothing looked like its date"
    return f'''def layout(page: Page) -> Release:
    """Today's page."""
    body = page.region("body")
    text = one(body, "{guess.text or "main"}")  # guessed
    return Release(
        title=one(body, "{guess.title or "h1"}").text,  # guessed
        published={published}
        blocks=blocks(text),
        images=captioned_images(text),
        links=links(text),
    )'''


def _family_layout(new: NewSource) -> str:
    assert new.family is not None
    parameters = inspect.signature(family(new.family).release).parameters
    language = f', "{new.language}"' if "language" in parameters else ""
    return f'''def layout(page: Page) -> Release:
    """Today's page."""
    return {new.family}.release(page{language})'''


def _listing(new: NewSource, saved: SavedPage) -> tuple[str, set[str]]:
    """The listing as it is written in a file, and the functions of `crawler.extract` it names."""
    guess = selector_guess.listing(saved.page, new.language, new.timezone)
    guess = guess or selector_guess.ListingGuess("article", "a[href]")
    lines = [f'"{saved.url}",', f'entry="{guess.entry}",  # guessed', f'link="{guess.link}",  # guessed']
    if guess.date and guess.printed:
        lines += [f'date="{guess.date}",  # guessed', f"read_date={guess.printed.function_of_text},  # guessed"]
    inner = "\n".join(f"            {line}" for line in lines)
    return f"Paginated(\n{inner}\n        )", {guess.printed.function} if guess.printed else set()


def _fields(new: NewSource, listing: str) -> str:
    family_line = f'    family="{new.family}",\n' if new.family else ""
    return f'''    name="{new.name}",
    ministry={json.dumps(new.ministry, ensure_ascii=False)},
    country="{new.country}",
    language="{new.language}",
    timezone="{new.timezone}",
    listings=[
        {listing}
    ],
    layout=layout,
{family_line}    expect=Expect(longest_gap=days(30)),  # guessed
    checked_against="one saved listing and one saved release; selectors guessed",
'''
