"""Writes a ministry's file and its cases from one saved listing and one saved release."""

import importlib.util
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from communique import selector_guess
from crawler.sources.page import Page
from crawler.sources.source import Source
from storage.errors import LayoutError, SourceError

FILES, CASES = Path("crawler/ministries"), Path("tests/ministries")  # in a checkout
OWN_CASES = "cases"  # beside the files of a user's own ministries
_HEADER = '''"""{ministry}: releases.

Site     {site}
Caveats  Made by `communique new` from one saved listing and one saved release. What is marked as guessed fits these
         two pages; compare it with more of them.
"""

'''


@dataclass(frozen=True, slots=True)
class Saved:
    """A page that a person saved: its bytes, the address it was saved from, when, and the ending of its file."""

    body: bytes
    url: str
    at: datetime
    ending: str

    @classmethod
    def of(cls, file: Path, url: str) -> "Saved":
        """The page in `file`, saved when the file was last changed. Raises SourceError where it cannot be read."""
        try:
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
            return cls(file.read_bytes(), url, at, file.suffix or ".html")
        except OSError as error:
            raise SourceError(f"cannot read {file}: {error.strerror}") from None

    @property
    def page(self) -> Page:
        """The page, to be read."""
        return Page(self.body, self.url, self.at)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a person knows of a new source."""

    name: str
    ministry: str
    language: str
    timezone: str
    family: str | None = None

    @property
    def country(self) -> str:
        """ISO 3166's code, which the name begins with."""
        return self.name[:2].upper()


def ministry_file(facts: SourceInfo, listing: Saved, release: Saved) -> str:
    """The text of the ministry's file."""
    reading = {"blocks", "captioned_images", "links", "one"}
    layout, used = (_family_layout(facts), set()) if facts.family else (_layout(facts, release), reading)
    listed, more = _listing(facts, listing)
    body = f"{layout}\n\n\nSOURCE = Source(\n{_facts(facts, listed)})\n"
    used = {name for name in used | more | {"iso", "long_date", "numeric_date"} if f"{name}(" in body or name in more}
    imports = [
        *(["from functools import partial\n"] if "partial(" in body else []),
        *([f"from crawler.extract import {', '.join(sorted(used))}"] if used else []),
        *([f"from crawler.families import {facts.family}"] if facts.family else []),
        "from crawler.listings.paginated import Paginated",
        "from crawler.sources.page import Page",
        "from crawler.sources.source import Expect, Source, days",
        "from storage.records import Release",
    ]
    return _HEADER.format(ministry=facts.ministry, site=listing.url) + "\n".join(imports) + f"\n\n\n{body}"


class _Traceless(SourceFileLoader):
    """Loads a file and leaves no bytecode beside it: what is refused leaves nothing behind."""

    def set_data(self, path: str, data: Any, *, _mode: int = 0) -> None:
        """Keep nothing."""


def load(path: Path) -> Source:
    """The source that a ministry's file states. Raises SourceError where it states none."""
    spec = importlib.util.spec_from_loader(path.stem, _Traceless(path.stem, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    source = getattr(module, "SOURCE", None)
    if not isinstance(source, Source):
        raise SourceError(f"{path} has no SOURCE")
    return source


def write_case(folder: Path, saved: Saved, reading: Mapping[str, Any]) -> None:
    """A case: the page, what is known besides, and what is read of it now, which nobody has reviewed yet."""
    folder.mkdir(parents=True)
    (folder / f"page{saved.ending}").write_bytes(saved.body)
    for name, value in (
        ("page.json", {"url": saved.url, "fetched_at": saved.at.isoformat()}),
        ("expected.json", reading),
    ):
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_listing(source: Source, saved: Saved) -> dict[str, Any]:
    """What the source's listing makes of a page, or the error."""
    try:
        announced = source.listings[0].read(saved.page)
    except LayoutError as error:
        return _error(error)
    return {"entries": [entry.as_json() for entry in announced.entries], "older": list(announced.older)}


def read_release(source: Source, saved: Saved) -> dict[str, Any]:
    """What the source's layout makes of a page, or the error."""
    try:
        release = source.layout(saved.page)
    except LayoutError as error:
        return _error(error)
    return release.as_json(source=source.name, url=saved.url, language=source.language)


def family(name: str) -> ModuleType:
    """The family called `name`. Raises SourceError where there is none, or its `release` asks for other things."""
    try:
        module = import_module(f"crawler.families.{name}")
        parameters = list(inspect.signature(module.release).parameters)
    except (ImportError, AttributeError):
        raise SourceError(f"no family is called {name!r}, or it has no function `release`") from None
    if parameters not in (["page"], ["page", "language"]):
        raise SourceError(f"family {name!r} asks for more than a page and its language: start from a file that uses it")
    return module


def _error(error: LayoutError) -> dict[str, Any]:
    return {"error": type(error).__name__, "says": str(error)}


def _layout(facts: SourceInfo, saved: Saved) -> str:
    guess = selector_guess.release(saved.page, facts.language, facts.timezone)
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


def _family_layout(facts: SourceInfo) -> str:
    assert facts.family is not None
    asked = inspect.signature(family(facts.family).release).parameters
    language = f', "{facts.language}"' if "language" in asked else ""
    return f'''def layout(page: Page) -> Release:
    """Today's page."""
    return {facts.family}.release(page{language})'''


def _listing(facts: SourceInfo, saved: Saved) -> tuple[str, set[str]]:
    """The listing as it is written in a file, and the functions of `crawler.extract` it names."""
    guess = selector_guess.listing(saved.page, facts.language, facts.timezone)
    guess = guess or selector_guess.ListingGuess("article", "a[href]")
    lines = [f'"{saved.url}",', f'entry="{guess.entry}",  # guessed', f'link="{guess.link}",  # guessed']
    if guess.date and guess.printed:
        lines += [f'date="{guess.date}",  # guessed', f"read_date={guess.printed.function_of_text},  # guessed"]
    inner = "\n".join(f"            {line}" for line in lines)
    return f"Paginated(\n{inner}\n        )", {guess.printed.function} if guess.printed else set()


def _facts(facts: SourceInfo, listing: str) -> str:
    family_line = f'    family="{facts.family}",\n' if facts.family else ""
    return f'''    name="{facts.name}",
    ministry={json.dumps(facts.ministry, ensure_ascii=False)},
    country="{facts.country}",
    language="{facts.language}",
    timezone="{facts.timezone}",
    listings=[
        {listing}
    ],
    layout=layout,
{family_line}    expect=Expect(per_week=(0, 100), longest_gap=days(30)),  # guessed
    checked_against="one saved listing and one saved release; selectors guessed",
'''
