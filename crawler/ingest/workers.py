"""Read captures where the processors are: a few in this process, many in worker processes.

Workers import the pure half only.
"""

import asyncio
import gc
import hashlib
import inspect
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import crawler
from crawler.ingest.assets.files import FileReader, reader_of
from crawler.ingest.weight import HEAVY, by_weight, weight
from crawler.ingest.worker_pool import WorkerPool
from crawler.sources.interpret import day_of, items_of, read, read_asset, read_item, read_listing
from crawler.sources.page import Page
from crawler.sources.source import Listing, Source
from storage.records import Capture, Reading, StoredCapture

T = TypeVar("T")
U = TypeVar("U")
A_PAGE = 100_000  # bytes of a listing that take about as long to read as a release
# The code that decides what a reading says, and what of it counts.
PURE = (
    *(f"crawler/{room}" for room in ("extract", "sources", "listings", "families")),
    *("storage/records", "storage/edits/content.py", "storage/edits/digests.py"),
)
WORTH_A_WORKER = 150  # starting one costs about as much as reading so many pages


def fingerprint(source: Source) -> str:
    """Names the code that reads a source, its layout's file and what that stands on: changes when a reading may."""
    layouts = [getattr(layout, "func", layout) for layout in (source.layout, *source.former.values())]  # partials too
    return _fingerprint(inspect.getsourcefile(layouts[0]) or source.name, tuple(it.__qualname__ for it in layouts))


@cache
def _fingerprint(file: str, names: tuple[str, ...]) -> str:
    root = Path(crawler.__file__).parent.parent
    shared = [path for room in PURE for path in sorted((root / room).rglob("*.py")) or [root / room]]
    digest = hashlib.sha256(" ".join(names).encode())
    for path in dict.fromkeys([*shared, Path(file)]):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Workers:
    """Read batches of captures, in order. Close them when done."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = max(1, (os.cpu_count() or 2) - 1) if workers is None else workers
        self._pool: WorkerPool | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")  # one page's tree in memory at a time
        self._files = FileReader()
        self._file_thread = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._seen = 0

    async def read(self, source: Source, captures: Sequence[StoredCapture]) -> list[Reading]:
        """Read captures of a source, off the event loop."""
        parts = [await self._run(len(part), read_batch, source, part) for part in by_weight(captures)]
        return [reading for part in parts for reading in part]

    async def read_feeds(self, source: Source, captures: Sequence[StoredCapture]) -> list[list[Reading]]:
        """Read all the releases that each of these feed captures holds, off the event loop."""
        return await self._run(len(captures), read_feeds, source, captures)

    async def read_listings(self, source: Source, captures: Sequence[tuple[Listing, Capture]]) -> list[Reading]:
        """Read what each of these listing pages announces, off the event loop."""
        worth = sum(1 + len(capture.body or b"") // A_PAGE for _, capture in captures)
        return await self._run(worth, read_listings, source, captures)

    async def read_asset(self, source: Source, capture: Capture) -> Reading:
        """Say what a visit to a document or a picture brought, with what was read of it, off the event loop."""
        reading = await self._run(1, read_visit, source, capture)
        if reading.verdict != "asset":
            return reading
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._file_thread, with_contents, reading, self._files, capture.body or b"")

    async def _run(self, worth: int, work: Callable[[Source, T], U], source: Source, captures: T) -> U:
        self._seen += worth
        if self._workers == 0 or self._seen < WORTH_A_WORKER:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, source, captures)
        self._pool = self._pool or WorkerPool(self._workers)
        return await asyncio.wrap_future(self._pool.submit(work, source, captures))

    def close(self) -> None:
        """End the workers."""
        self._thread.shutdown(cancel_futures=True)
        self._file_thread.shutdown(wait=False, cancel_futures=True)
        self._files.close()
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def read_batch(source: Source, captures: Sequence[StoredCapture]) -> list[Reading]:
    """Read captures one after another, each reading marked with the code that made it."""
    mark = fingerprint(source)
    readings = [replace(_read(source, capture), layout=mark) for capture in captures]
    _forget(captures)
    return readings


def read_feeds(source: Source, captures: Sequence[StoredCapture]) -> list[list[Reading]]:
    """Read all the releases that each of these feed captures holds."""
    mark = fingerprint(source)
    readings = [[replace(reading, layout=mark) for reading in _items(source, capture)] for capture in captures]
    _forget(captures)
    return readings


def read_listings(source: Source, captures: Sequence[tuple[Listing, Capture]]) -> list[Reading]:
    """Read what each of these pages of listings announces."""
    mark = fingerprint(source)
    readings = [replace(read_listing(source, listing, capture), layout=mark) for listing, capture in captures]
    _forget([capture for _, capture in captures])
    return readings


def read_visit(source: Source, capture: Capture) -> Reading:
    """Say what a visit to a document or a picture brought."""
    return replace(read_asset(source, capture), layout=fingerprint(source))


def with_contents(reading: Reading, files: FileReader, body: bytes) -> Reading:
    """The reading of a visit that brought a file of these bytes, with what is read of them."""
    pages, look, problem = files.read(body)
    return replace(reading, pages=pages, look=look, message=problem, reader=reader_of(body))


def _forget(captures: Iterable[Capture]) -> None:
    """Give back the memory of heavy pages now: a tree's elements hold one another until Python looks for such rings."""
    if sum(map(weight, captures)) > HEAVY:
        gc.collect()


def _items(source: Source, capture: Capture) -> list[Reading]:
    """The readings of a feed's items. An item stands in many captures of a feed, so it is read once for its bytes."""
    items, feed = items_of(source, capture)
    if feed.verdict != "listing":
        return [feed]
    return [replace(_item(source, key, items.pop(key)), dated=feed.dated) for key in [*items]]  # each gone when read


def _item(source: Source, key: str, item: Page) -> Reading:
    place = source.name, key, item.url, day_of(source, item.fetched_at), hashlib.sha256(item.body).digest()
    if place not in _READ_ITEMS:
        if len(_READ_ITEMS) >= ITEMS_REMEMBERED:
            _READ_ITEMS.pop(next(iter(_READ_ITEMS)))
        _READ_ITEMS[place] = read_item(source, key, item)
    return _READ_ITEMS[place]


ITEMS_REMEMBERED = 512
_READ_ITEMS: dict[tuple[str, str, str, date, bytes], Reading] = {}


def _read(source: Source, capture: StoredCapture) -> Reading:
    if not capture.fragment:
        return read(source, capture)
    found = [reading for reading in _items(source, capture) if reading.fragment == capture.fragment]
    nothing = Reading("unreadable", message="the feed has no such item", fragment=capture.fragment)
    return found[0] if found else nothing
