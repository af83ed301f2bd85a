"""Brings recorded visits into the archive: every record of a source, in order of time, as a capture with its own date.

What is held already is passed over unread; an import that was stopped is continued by the next one.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from crawler.ingest.assets.imports import import_assets
from crawler.ingest.attribution import Attribution, not_held
from crawler.ingest.capture_writer import BATCH, CaptureWriter
from crawler.ingest.catch_up import catch_up
from crawler.ingest.fences import Incoming
from crawler.ingest.outcome import Summary, busy, close, leave_open, missing_findings, verdict_findings
from crawler.ingest.runtime import Runtime
from crawler.settings import COMMUNIQUE_MOST_HOURS
from crawler.sources.interpret import target
from crawler.sources.source import Source
from storage.errors import CommuniqueError
from storage.locks import SourceBusy
from storage.read import recorded
from storage.records import Capture, CaptureKind, Finding, Reading, with_head_of
from storage.warc.record import Record
from storage.warc.recording import Recording
from storage.write import crawls

logger = logging.getLogger(__name__)
BATCH_BYTES = 16 * 1024 * 1024  # of recorded blocks in one batch: pages are some 100 kB, so this is rarely met


@dataclass(slots=True)
class ImportProgress:
    """How far an import is: the source at hand, its records, how many are done, and how many of those were held.

    `logged` rows became leaves of the log, once all records are done.
    """

    source: str
    records: int
    done: int = 0
    held: int = 0
    logged: int = 0


Tell = Callable[[ImportProgress], None]


async def import_recording(
    runtime: Runtime,
    recording: Recording,
    sources: Sequence[Source],
    tell: Tell = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[Summary]:
    """Import what a recording holds of the sources, one after another; gives a summary of each that it holds any of.

    What belongs to no source stays unclaimed in the recording's index. `tell` hears of each batch, and after each
    `stopped` is asked whether to end here.
    """
    await Attribution(runtime, recording, sources).attribute()
    counts = recording.index.counts()
    summaries = []
    for source in sources:
        if source.name in counts:
            progress = ImportProgress(source.name, counts[source.name])
            summaries.append(await _Import(runtime, recording, source, progress, tell, stopped).run())
    return summaries


class _Import:
    """The import of one source."""

    def __init__(
        self,
        runtime: Runtime,
        recording: Recording,
        source: Source,
        progress: ImportProgress,
        tell: Tell,
        stopped: Callable[[], bool],
    ) -> None:
        self._runtime = runtime
        self._recording = recording
        self._source = source
        self._progress = progress
        self._tell = tell
        self._stopped = stopped
        self._unread: list[str] = []  # listings of which some lines cannot be read

    async def run(self) -> Summary:
        """Import all of it, and close the crawl. One that failed stays open, and the next import continues it."""
        summary, started = Summary(self._source.name, "import"), monotonic()
        summary.counts["held"] = 0
        options = json.dumps({"files": self._recording.name})
        try:
            writer = await CaptureWriter.open(self._runtime, self._source, "import", options)
            try:
                await self._run(writer, summary)
            finally:
                summary.counts["held"] = self._progress.held + writer.known
                await writer.close()
        except SourceBusy:
            await busy(self._runtime, summary, COMMUNIQUE_MOST_HOURS)
        except Exception as error:  # of one source: the others are imported
            if not isinstance(error, CommuniqueError):
                logger.debug("the import failed", exc_info=error)
            summary.fail(error)
        summary.seconds = monotonic() - started
        return summary

    async def _run(self, writer: CaptureWriter, summary: Summary) -> None:
        await catch_up(writer)
        async for batch in self._ahead(writer):
            await asyncio.gather(*(self._keep(writer, *one) for one in batch))
        await writer.drain()
        if writer.error is not None:
            summary.counts = await writer.runtime.read(crawls.counts_of, writer.crawl.id)
            raise writer.error
        if self._stopped():
            await leave_open(writer, summary, "import")
            return
        await import_assets(writer, self._recording, self._capture)
        summary.findings += [*await missing_findings(writer, "missing_in_file"), *verdict_findings(writer)]
        if self._unread:
            summary.findings.append(Finding("unread_lines", len(self._unread), self._unread[0]))
        await close(writer, summary, lambda: self._tell(replace(self._progress, logged=writer.logged)))

    @staticmethod
    async def _keep(writer: CaptureWriter, capture: Capture, reading: Reading | None) -> None:
        if reading is None:
            await writer.keep(capture)
        else:
            await writer.keep_listing((capture, reading), urgent=False)

    async def _ahead(self, writer: CaptureWriter) -> AsyncIterator[list[Incoming]]:
        """The batches to hand in, each made ready while the one before is committed."""
        batches = self._batches()
        first = next(batches, None)
        ready = asyncio.ensure_future(self._incoming(writer, first)) if first else None
        try:
            while ready is not None and not self._stopped():
                batch = await ready
                following = next(batches, None)
                ready = asyncio.ensure_future(self._incoming(writer, following)) if following else None
                yield batch
                self._tell(self._progress)
        finally:
            if ready is not None:
                ready.cancel()

    def _batches(self) -> Iterator[list[Record]]:
        batch: list[Record] = []
        size = 0
        for record in self._recording.index.of_source(self._source.name):
            if batch and (len(batch) == BATCH or size + record.length > BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(record)
            size += record.length
        if batch:
            yield batch

    async def _incoming(self, writer: CaptureWriter, records: Sequence[Record]) -> list[Incoming]:
        """The captures among these records that are not held, unpacked, the listings among them read."""
        fresh = await not_held(self._runtime, self._recording, records)
        kinds: list[CaptureKind] = ["listing" if record.key is None else "release" for record in fresh]
        captures = [await self._capture(writer, *one) for one in zip(fresh, kinds, strict=True)]
        places = {r.key: (r.url, r.at) for r in reversed(fresh) if r.key is not None}
        ids = await self._runtime.write(crawls.releases_at, writer.crawl.source_id, places) if places else {}
        listings = [capture for capture in captures if capture.kind == "listing"]
        readings = iter(await self._read_listings(listings))
        self._progress.done += len(records)
        self._progress.held += len(records) - len(fresh)
        return [
            (capture, self._noted(writer, capture, next(readings)))
            if record.key is None
            else (replace(capture, release_id=ids[record.key]), None)
            for capture, record in zip(captures, fresh, strict=True)
        ]

    async def _capture(self, writer: CaptureWriter, record: Record, kind: CaptureKind) -> Capture:
        """What a record holds; a revisit of what the archive alone holds is completed from there."""
        capture = self._recording.read(record, kind)
        refers = self._recording.reference(record) if capture.body is None else None
        if refers is None:
            return capture
        runtime = self._runtime
        before = None
        if refers.url and refers.at:
            place = writer.crawl.source_id, refers.url, refers.at
            before = await runtime.read(recorded.visit_at, runtime.payloads, *place)
        shown = await runtime.read(recorded.payload_of, runtime.payloads, refers.sha1, refers.sha256)
        if shown is None and before is not None and before.body is not None and not (refers.sha1 or refers.sha256):
            shown = before.body, before.transferred
        if shown is None:
            return capture
        whole = replace(capture, body=shown[0], transferred=shown[1], reason=None)
        if whole.status is not None:
            return whole
        # A revisit without a head of its own is like the visit that it names (WARC 1.1, 6.7.2).
        return replace(whole, status=200) if before is None else with_head_of(whole, before)

    async def _read_listings(self, captures: Sequence[Capture]) -> list[Reading]:
        """What listing pages announce. All have the address of a listing."""
        whole = [(listing, one) for one in captures if (listing := self._source.listing_of(one.url)) is not None]
        return await self._runtime.workers.read_listings(self._source, whole) if whole else []

    def _noted(self, writer: CaptureWriter, capture: Capture, reading: Reading) -> Reading:
        there = target(capture)
        if capture.reason is None and there and self._source.listing_of(there) is not None:
            reading = Reading("redirected", message=there)
        writer.note(reading.verdict, f"listing {capture.url}: {reading.message}")
        if reading.verdict == "listing" and reading.message:
            self._unread.append(f"{capture.url}: {reading.message}")
        return reading
