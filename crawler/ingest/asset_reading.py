"""Reads what was kept of the documents and pictures of releases."""

from dataclasses import replace

from crawler.ingest.capture_writer import CaptureWriter
from crawler.ingest.runtime import Runtime
from crawler.sources.assets import read_asset
from crawler.sources.source import Source
from storage.read.assets import visits
from storage.records import Finding, Reading, StoredCapture, Verdict
from storage.write import assets

# Verdicts on visits that brought none: what cannot be had, and is said.
NOT_HELD: tuple[Verdict, ...] = (
    *("unreadable", "blocked", "soft_404", "empty", "not_found", "gone", "refused", "failed"),
)


async def read_assets(
    runtime: Runtime, source: Source, source_id: int, url: str
) -> list[tuple[StoredCapture, Reading]]:
    """Read the captures of an asset that nobody has read, and keep what they brought."""
    unread = await runtime.read(visits.unread, runtime.payloads, source_id, url)
    read = [(capture, await _with_text(runtime, capture, read_asset(source, capture))) for capture in unread]
    await runtime.write(assets.keep, read)
    return read


async def assets_of(writer: CaptureWriter) -> tuple[dict[str, int], list[Finding]]:
    """How many assets a crawl found new, replaced, unchanged, and how many it could not have, as a finding too."""
    told = await writer.runtime.read(visits.counts, writer.crawl)
    refused = writer.verdicts["assets_refused"]
    missed = sum(told[verdict] for verdict in NOT_HELD) + refused
    found = {"new": told["asset"], "replaced": told["replaced"], "unchanged": told["unchanged"], "not_held": missed}
    if not missed:
        return found, []
    example = await writer.runtime.read(visits.example, writer.crawl, NOT_HELD) or writer.examples["assets_refused"]
    return found, [Finding("assets_not_held", missed, example)]


async def _with_text(runtime: Runtime, capture: StoredCapture, reading: Reading) -> Reading:
    """The reading of an asset with the text of its pages, where it is a document that has some."""
    if reading.verdict != "asset" or capture.body is None:
        return reading
    pages, problem = await runtime.documents.read(capture.body)
    return replace(reading, pages=pages, message=problem)
