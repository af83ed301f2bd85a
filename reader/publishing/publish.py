"""Writes the whole reader as files, which any web server can serve."""

import asyncio
import json
import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from secrets import token_hex

from reader import paths
from reader.app import reader
from reader.publishing.asking import ask
from reader.publishing.search_index import demand_pagefind, write_index
from reader.publishing.site import pages
from storage.archive import Archive
from storage.errors import ArchiveError, NewFileError

MARK = ".communique-published"  # a file that says that a folder is one of ours, and may be replaced


def publish(
    archive_url: str,
    folder: Path,
    public_url: str,
    tell: Callable[[str], None],
    *,
    proofs: bool = True,
    search: bool = True,
    force: bool = False,
) -> int:
    """Write the reader into a folder that appears whole or not at all, and give how many pages it has.

    `public_url` is where it will be served, for feeds and citations. Raises NewFileError where the folder is not empty,
    unless it was published before and may be replaced (`force`); UsageError where the search's index cannot be made.
    """
    demand_free(folder, force=force)
    if search:
        demand_pagefind()
    beside = folder.with_name(f".{folder.name}.{token_hex(4)}.part")
    try:
        beside.mkdir(parents=True)
        count = asyncio.run(_write(archive_url, beside, public_url, tell, proofs=proofs, search=search))
        (beside / MARK).touch()
        demand_free(folder, force=force)
        if folder.exists():
            shutil.rmtree(folder)
        beside.rename(folder)
    except OSError as error:
        raise NewFileError(f"cannot write {folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def demand_free(folder: Path, *, force: bool) -> None:
    """Raise NewFileError for a folder that holds anything, unless what was published there may be replaced."""
    if folder.exists() and not folder.is_dir():
        raise NewFileError(f"{folder} is no folder")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARK).exists():
        raise NewFileError(f"{folder} holds something else than a published archive; give another folder")
    if not force:
        raise NewFileError(f"{folder} is there already; give another folder, or --force to replace it")


async def _write(
    archive_url: str, folder: Path, public_url: str, tell: Callable[[str], None], *, proofs: bool, search: bool
) -> int:
    app, archive, count = (
        reader(archive_url, public_url=public_url, published=True),
        Archive.open_read_only(archive_url),
        0,
    )
    try:
        with archive.reading() as db:
            for path in pages(db, proofs=proofs):
                status, body = await ask(app, path, public_url)
                if status != 200:
                    raise ArchiveError(f"the page {path or '/'} cannot be made (status {status}); see the log")
                file = folder / path / "index.html" if path.endswith("/") or not path else folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(body)
                count += 1
                if count % 100 == 0:
                    tell(f"{count:,} pages")
            if search:
                tell(f"{count:,} pages; making the index for the search")
                languages = await write_index(db, folder / paths.SEARCH)
                (folder / paths.SEARCH / "languages.json").write_text(json.dumps(languages))
    finally:
        archive.close()
        app.state.archives.close()
    with as_file(files("reader") / "static") as static:
        shutil.copytree(static, folder / "static")
    return count
