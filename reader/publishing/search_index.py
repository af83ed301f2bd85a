"""The index that the pages of a published archive are searched with: Pagefind's (https://pagefind.app), in files."""

import asyncio
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from reader import paths, texts
from storage.errors import ArchiveError, UsageError
from storage.read.history import snapshot_row
from storage.read.lists.releases import Listed, ListedRelease, listed
from storage.read.snapshots import load_release
from storage.records import Release, visible

PATIENCE = 60  # seconds until the files of an index must have been written
MISSING = "a search that needs no server needs Pagefind: `pipx install '.[publish]'` in a checkout, or --without-search"


def demand_pagefind() -> None:
    """Raise UsageError where Pagefind is not installed."""
    try:
        import pagefind.index  # noqa: F401, PLC0415 - an extra
    except ModuleNotFoundError:
        raise UsageError(MISSING) from None


async def write_index(db: Connection, folder: Path) -> list[str]:
    """Index all releases as they are now, in a folder for each language, and give the languages."""
    from pagefind.index import IndexConfig  # noqa: PLC0415 - an extra
    from pagefind.service import PagefindService  # noqa: PLC0415 - an extra

    by_language: dict[str, list[ListedRelease]] = defaultdict(list)
    for line in listed(db, Listed()):
        by_language[_plain(line.language)].append(line)
    async with PagefindService() as service:
        for language, lines in by_language.items():
            index = await service.create_index(IndexConfig(force_language=language))
            for line in lines:
                newest = snapshot_row(db, line.release, line.versions)
                assert newest is not None
                await index.add_custom_record(**_record(line, load_release(db, newest), language))
            await index.write_files(str(folder / language))
            await until_written(folder / language)
            await index.delete_index()
    return sorted(by_language)


async def until_written(folder: Path) -> None:
    """Wait until each file has its content: Pagefind answers when some are yet empty, and whoever leaves it ends it.

    Raises ArchiveError where that takes too long.
    """
    for _ in range(PATIENCE * 20):
        if all(file.stat().st_size for file in folder.rglob("*") if file.is_file()):
            return
        await asyncio.sleep(0.05)
    raise ArchiveError("the index of the search could not be written; --without-search publishes without it")


def _record(line: ListedRelease, release: Release, language: str) -> dict[str, Any]:
    said = [release.title, *(block.text for block in release.blocks), *(i.caption or "" for i in release.images)]
    return {
        "url": paths.release(line.release),
        "content": visible("\n".join(said)),
        "language": language,
        "meta": {
            "title": visible(release.title),
            "day": texts.day(line.published),
            "source": line.source,
        },
        "filters": {"source": [line.source]},
    }


def _plain(language: str) -> str:
    """A language as a folder's name, and as Pagefind knows it: its primary subtag (RFC 5646, 2.2.1)."""
    primary = language.lower().split("-")[0]
    return primary if primary.isascii() and primary.isalpha() else "en"
