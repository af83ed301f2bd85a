"""What each command would do for itself, done before commands are forked: selectors, statements and patterns compiled.

They stand ready once a page of each kind was read and kept.
"""

import asyncio
import tempfile
from pathlib import Path

import compiled
from crawl_runner import layout_with_files, listing_page, release_page, water
from sqlalchemy.engine.default import DefaultDialect
from warc_files import packed, response

from crawler.ingest.runtime import Runtime
from crawler.ingest.warc_import import import_recording
from crawler.ingest.workers import Workers
from storage.archive import Archive
from storage.warc.recording import Recording

SITE = "http://ready.example"


def make_ready() -> None:
    """Import a listing and the release that it announces into an archive that is gone afterwards."""
    recorded = [
        response(f"{SITE}/list", "2026-01-08T09:00:00Z", listing_page([("/r1", "Ready")])),
        response(f"{SITE}/r1", "2026-01-08T09:00:01Z", release_page("Ready")),
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "recorded.warc.gz")
        file.write_bytes(packed(recorded))
        archive = Archive.open(f"sqlite:///{folder}/archive.db")
        runtime = Runtime(archive, Workers(0))
        with Recording(file) as recording:
            source = water("xx_ready", [f"{SITE}/list"], reads=layout_with_files.__name__)
            (summary,) = asyncio.run(import_recording(runtime, recording, [source], lambda _: None))
        runtime.close()
        archive.close()
    assert summary.counts["new"] == 1, summary


DefaultDialect.engine_created = staticmethod(compiled.share)
make_ready()
