"""Runs a crawl and notes which functions of the program are given one page, in which form, and in which order."""

import json
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from crawl_runner import Crawls, Job, forking, work
from scrapy.http import Response

from crawler.sources.page import Page
from storage.records import Capture, Reading, Release, StoredCapture
from storage.write.snapshot_rows import Snapshot

ROOT = Path(__file__).parents[1]
FOLDERS = tuple(f"{ROOT / name}/" for name in ("communique", "crawler", "storage", "tests"))
FORMS = (Response, StoredCapture, Capture, Page, Reading, Release, Snapshot)  # a subclass before its base
INTO = (list, tuple, dict)
DEEPEST, LONGEST = 4, 5  # how far an argument that holds others is looked into

Sighting = tuple[str, str, str]  # file, function, form


def traced(crawls: Crawls, url: str, *words: str) -> list[Sighting]:
    """Run a command in a process of its own; gives where the page at `url` was seen, each place once, in order."""
    out, err, peak, found = (crawls.folder / f"trace.{name}" for name in ("out", "err", "peak", "json"))
    words = ("--archive", f"sqlite:///{crawls.path}", *words)
    job = Job(crawls.folder, [*words], out, err, peak, crawls.settings, largest=0, memory=0, real=False)
    process = forking().Process(target=_trace, args=(job, url, found))
    process.start()
    process.join(60)
    assert process.exitcode == 0, err.read_text()
    return [(file, function, form) for file, function, form in json.loads(found.read_text())]


def _trace(job: Job, url: str, out: Path) -> None:
    sightings: dict[Sighting, None] = {}

    def on_event(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(FOLDERS):
            return
        count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 0x04) + bool(code.co_flags & 0x08)
        given = [frame.f_locals[name] for name in code.co_varnames[:count] if name in frame.f_locals]
        for form in _forms(given, url):
            sightings[str(Path(code.co_filename).relative_to(ROOT)), code.co_name, form] = None

    threading.setprofile(on_event)
    sys.setprofile(on_event)
    try:
        work(job)
    finally:
        sys.setprofile(None)
        out.write_text(json.dumps([*sightings]))


def _forms(values: Iterable[Any], url: str, depth: int = DEEPEST) -> Iterator[str]:
    """The forms in which values are the page, or hold it. What bears no address is of the page: there is one only."""
    for value in values:
        if isinstance(value, FORMS):
            if getattr(value, "url", url) == url:
                yield next(form.__name__ for form in FORMS if isinstance(value, form))
        elif isinstance(value, INTO) and depth:
            inner = list(value.values() if isinstance(value, dict) else value)
            yield from _forms(inner[:LONGEST], url, depth - 1)
