"""Brings recorded visits into the archive: every record of a source, in order of time, as a capture with its own date.

What is held already is passed over unread; an import that was stopped goes on where it was.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from crawler.ingest.attribution import Sorter, page_of
from crawler.ingest.capture_writer import BATCH, Desk
from crawler.ingest.outcome import NEED_A_PERSON
from crawler.ingest.plan import Summary
from crawler.ingest.runtime import Office
from crawler.sources.interpret import REDIRECTS, identified, target
from crawler.sources.source import Source
from storage.errors import CommuniqueError
from storage.locks import SourceBusy, source_lock
from storage.read.stored_captures import HeldPage
from storage.records import Capture, CaptureKind, ListingPage, Reading, Visited
from storage.warc.index import Record
from storage.warc.recording import Recording

logger = logging.getLogger(__name__)

BATCH_BYTES = 16 * 1024 * 1024  # of recorded blocks in one batch: pages are some 100 kB, so this is rarely met


@dataclass(slots=True)
class Progress:
    """How far an import is: the source at hand, its records, how many are done, and how many of those were held."""

    source: str
    records: int
    done: int = 0
    held: int = 0


Tell = Callable[[Progress], None]


async def import_recording(
    office: Office,
    recording: Recording,
    sources: Sequence[Source],
    tell: Tell = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[Summary]:
    """Import what a recording holds of the sources, one after another; gives a summary of each that it holds any of.

    What belongs to no source stays unclaimed in the recording's index. `tell` hears of each batch, and after each
    `stopped` is asked whether to end here.
    """
    await Sorter(office, recording, sources).sort()
    counts = recording.index.counts()
    summaries = []
    for source in sources:
        if source.name in counts:
            progress = Progress(source.name, counts[source.name])
            summaries.append(await _Import(office, recording, source, progress, tell, stopped).run())
    return summaries


class _Import:
    """The import of one source."""

    def __init__(
        self,
        office: Office,
        recording: Recording,
        source: Source,
        progress: Progress,
        tell: Tell,
        stopped: Callable[[], bool],
    ) -> None:
        self._office = office
        self._recording = recording
        self._source = source
        self._progress = progress
        self._tell = tell
        self._stopped = stopped

    async def run(self) -> Summary:
        """Import all of it, and close the crawl. One that failed stays open, and the next import goes on with it."""
        summary, started = Summary(self._source.name, "import"), monotonic()
        try:
            lock = source_lock(self._office.archive.engine, self._source.name)
        except SourceBusy as busy:
            summary.outcome = "busy"
            summary.message.append(str(busy))
            return summary
        try:
            await self._run(summary)
        except CommuniqueError as error:
            summary.outcome = "failed"
            summary.message.append(str(error))
        except Exception as error:  # a bug of ours, or a reader that was killed: the other sources are imported
            logger.exception("the import failed")
            summary.outcome = "failed"
            summary.message.append(f"internal error: {error!r}")
        finally:
            lock.release()
        summary.seconds = monotonic() - started
        return summary

    async def _run(self, summary: Summary) -> None:
        options = json.dumps({"files": self._recording.name})
        desk = await Desk.open(self._office, self._source, "import", options)
        try:
            async for visited in self._ahead(desk):
                await asyncio.gather(*(desk.keep(one) for one in visited))
        finally:
            await desk.drain()
        if desk.error is not None:
            raise desk.error
        if self._stopped():
            summary.outcome = "incomplete"
            summary.message.append("stopped before its end; the next import goes on from here")
            summary.counts = await self._office.call(self._office.archive.counts, desk.crawl)
            return
        for verdict in NEED_A_PERSON:
            if desk.done[verdict]:
                kind = verdict.replace("_", " ")
                summary.message.append(f"{desk.done[verdict]} {kind}, first {desk.examples[verdict]}")
        summary.outcome = "incomplete" if summary.message else "complete"
        message, now = "; ".join(summary.message)[:2000] or None, self._office.clock()
        close = self._office.archive.close_crawl
        counts = await self._office.call(close, desk.crawl, summary.outcome, message, now)
        summary.counts = {**counts, "held": self._progress.held}

    async def _ahead(self, desk: Desk) -> AsyncIterator[list[Visited]]:
        """The batches to hand in, each made ready while the one before is committed."""
        batches = self._batches()
        first = next(batches, None)
        ready = asyncio.ensure_future(self._visited(desk, first)) if first else None
        try:
            while ready is not None and not self._stopped():
                visited = await ready
                following = next(batches, None)
                ready = asyncio.ensure_future(self._visited(desk, following)) if following else None
                yield visited
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

    async def _visited(self, desk: Desk, records: Sequence[Record]) -> list[Visited]:
        """The visits among these records that are not held, unpacked, the listings among them read."""
        visits = {(record.url, record.at) for record in records}
        held = await self._office.call(self._office.archive.visits_held, self._source.name, visits)
        fresh = [record for record in records if (record.url, record.at) not in held]
        pages = [await self._page(desk, record) for record in fresh]
        places = {r.key: (r.url, r.at) for r in reversed(fresh) if r.key is not None}
        ids = await self._office.call(self._office.archive.releases_at, desk.crawl, places) if places else {}
        listings = [page for page, record in zip(pages, fresh, strict=True) if record.key is None]
        answers = iter(await self._office.readers.read_listings(self._source, listings) if listings else [])
        self._progress.done += len(records)
        self._progress.held += len(records) - len(fresh)
        return [
            self._listing(desk, page, *next(answers))
            if record.key is None
            else Visited(_capture(page, "release"), ids[record.key])
            for page, record in zip(pages, fresh, strict=True)
        ]

    async def _page(self, desk: Desk, record: Record) -> HeldPage:
        """A record's answer; one that shows again what the archive alone holds is completed from there."""
        response = self._recording.read(record)
        page = page_of(response)
        if response.refers is not None:
            before = await self._office.call(self._office.archive.page_at, desk.crawl, *response.refers)
            if before is not None:
                headers = {k: v for k, v in (page.headers or before.headers).items() if k != "content-encoding"}
                return HeldPage(0, page.url, page.at, before.status, headers, before.body, None)
        return page

    def _listing(self, desk: Desk, page: HeldPage, announced: ListingPage | None, reading: Reading) -> Visited:
        if page.reason is not None:
            announced, reading = None, Reading("failed", message=page.reason)
        elif page.status in REDIRECTS and self._source.listing_of(there := target(page.url, page.headers)) is not None:
            reading = Reading("redirected", message=there)
        desk.note(reading.verdict, f"listing {page.url}: {reading.message}")
        lines = identified(self._source, announced) if announced else ()
        return Visited(_capture(page, "listing"), announced=lines, reading=reading)


def _capture(page: HeldPage, kind: CaptureKind) -> Capture:
    return Capture(page.url, page.at, kind, page.status, page.headers, page.body, page.reason)
