"""Writes the first cases of a new source: saved pages, with what is read of them now as the expectation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.sources.page import Page
from crawler.sources.source import Source
from storage.errors import LayoutError, UsageError

FOLDER = Path("tests/ministries")  # in a checkout
OWN_FOLDER = "cases"  # beside the files of a user's own ministries


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page that a person saved: its bytes, the address it was saved from, when, and its file's suffix."""

    body: bytes
    url: str
    at: datetime
    suffix: str

    @classmethod
    def of(cls, file: Path, url: str) -> "SavedPage":
        """The page in `file`, saved when the file was last changed. Raises UsageError where it cannot be read."""
        try:
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
            return cls(file.read_bytes(), url, at, file.suffix or ".html")
        except OSError as error:
            raise UsageError(f"cannot read {file}: {error.strerror}") from None

    @property
    def page(self) -> Page:
        """The page, to be read."""
        return Page(self.body, self.url, self.at)


def write_case(folder: Path, saved: SavedPage, reading: Mapping[str, Any]) -> None:
    """A case: the page, what is known besides, and what is read of it now, which nobody has reviewed yet."""
    folder.mkdir(parents=True)
    (folder / f"page{saved.suffix}").write_bytes(saved.body)
    for name, value in (
        ("page.json", {"url": saved.url, "fetched_at": saved.at.isoformat()}),
        ("expected.json", reading),
    ):
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_listing(source: Source, saved: SavedPage) -> dict[str, Any]:
    """What the source's listing makes of a page, or the error."""
    try:
        page = source.listings[0].read(saved.page)
    except LayoutError as error:
        return _error(error)
    return page.as_json()


def read_release(source: Source, saved: SavedPage) -> dict[str, Any]:
    """What the source's layout makes of a page, or the error."""
    try:
        release = source.layout(saved.page)
    except LayoutError as error:
        return _error(error)
    return release.as_json(source=source.name, url=saved.url, language=source.language)


def _error(error: LayoutError) -> dict[str, Any]:
    return {"error": type(error).__name__, "says": str(error)}
