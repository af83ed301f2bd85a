"""Reads all captures of a release anew, by today's layouts, and builds its snapshots from them."""

from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import merged, worth_reading
from crawler.sources.source import Source
from storage.read import stored_captures
from storage.write import settle as stored


async def settle(runtime: Runtime, source: Source, release_id: int) -> None:
    """Read a release as a whole, and keep what its captures show."""
    held = await runtime.read(stored_captures.of_release, runtime.payloads, release_id)
    readings = await runtime.workers.read(source, worth_reading(held))
    await runtime.write(stored.settle_all, {release_id: merged(held, readings)})
