"""Finds in a recording the documents and pictures that the imported releases link to, and keeps every visit to them."""

from collections.abc import Awaitable, Callable
from typing import Literal

from crawler.ingest.assets.reading import read_assets
from crawler.ingest.attribution import not_held
from crawler.ingest.capture_writer import CaptureWriter
from storage.read.assets import frontier
from storage.records import Capture
from storage.warc.record import Record
from storage.warc.recording import Recording
from storage.write.assets import links

AT_ONCE = 64  # releases asked of the archive at once

Take = Callable[[CaptureWriter, Record, Literal["asset"]], Awaitable[Capture]]


async def import_assets(writer: CaptureWriter, recording: Recording, take: Take) -> None:
    """Keep what the recording holds of the assets of the releases that this import brought; all of them are read."""
    after = 0
    while found := await writer.runtime.read(frontier.visited, writer.crawl, after, AT_ONCE):
        for release_id in found:
            await _of_release(writer, recording, take, release_id)
        after = found[-1]


async def _of_release(writer: CaptureWriter, recording: Recording, take: Take, release_id: int) -> None:
    runtime, seen = writer.runtime, set[str]()
    waiting = await runtime.read(frontier.linked, release_id)
    while waiting:
        url = waiting.pop(0)
        records = [] if url in seen else recording.index.assets(writer.source.name, url)
        seen.add(url)
        if not records:
            continue
        place = runtime.payloads, writer.crawl, release_id, [url], records[0].at
        if not (await runtime.write(links.link, *place))[0]:
            continue  # a page, or a listing
        for record in await not_held(runtime, recording, records):
            await writer.keep(await take(writer, record, "asset"))
        recording.index.sort([(record.id, writer.source.name, None) for record in records])
        read = await read_assets(runtime, writer.source, writer.crawl.source_id, url)
        waiting += [reading.message for _, reading in read if reading.verdict == "redirected" and reading.message]
