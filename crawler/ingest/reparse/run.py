"""Reads stored pages again with today's layouts, without the network.

All captures of a release are read together, so that a better layout never looks like an edit. Releases that were
altered or damaged in the archive are read again too, and so made right. What was read is committed in batches: stop it
at any moment, and the next run goes on with what is left. Documents and pictures come last.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from crawler.ingest.reparse.assets import reread_assets
from crawler.ingest.reparse.batches import Batch, batches
from crawler.ingest.reparse.rekeying import rekey_releases
from crawler.ingest.reparse.relisting import reread_listings
from crawler.ingest.reparse.report import Reread
from crawler.ingest.rereading import merged, worth_reading
from crawler.ingest.runtime import now
from crawler.ingest.weight import HEAVY
from crawler.ingest.worker_pool import WorkerPool
from crawler.ingest.workers import read_batch
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import DamageError
from storage.locks import source_lock
from storage.read import sources
from storage.records import Reading, StoredCapture
from storage.review import recognition
from storage.write import crawls, settle

WINDOW = 3  # batches under way for each worker
LOOK = 0.2  # seconds between two looks at whether a run that waits has been stopped


def reparse(
    archive: Archive,
    source: Source,
    *,
    workers: int,
    dry_run: bool,
    all_pages: bool = False,
    tell: Callable[[Reread], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Reread:
    """Read a source's pages anew where other code had read them, or in vain; with `all_pages` each of them.

    So every column that is made of a page is compared with what the page says. `tell` hears of each batch, and
    `stopped` is asked again and again whether to end here.

    Raises SourceBusy where the source is being crawled: what a crawl keeps meanwhile would be taken back.
    """
    if dry_run:
        return _reparse(archive, source, workers, dry_run, all_pages, tell, stopped)
    lock = source_lock(archive.engine, source.name)

    def tell_and_hold(done: Reread) -> None:
        lock.hold()
        tell(done)

    try:
        # Whoever finds the source busy would take this for a crawl that is under way since one died long ago.
        archive.write(crawls.close_stale, source.name, now())
        return _reparse(archive, source, workers, dry_run, all_pages, tell_and_hold, stopped)
    finally:
        lock.release()


def _reparse(
    archive: Archive,
    source: Source,
    workers: int,
    dry_run: bool,
    all_pages: bool,
    tell: Callable[[Reread], None],
    stopped: Callable[[], bool],
) -> Reread:
    done = Reread(source.name)
    try:
        rekey_releases(archive, source, done, dry_run=dry_run)
    except DamageError as error:
        done.note("damaged", str(error))
    reread_listings(archive, source, done, dry_run=dry_run, all_pages=all_pages, stopped=stopped)
    with _reading(workers) as read:
        under_way: deque[tuple[Batch, Future[list[Reading]]]] = deque()
        for batch in batches(archive, source, done, dry_run=dry_run, all_pages=all_pages):
            if batch.held:
                under_way.append((batch, read(source, batch.pages)))
            # Nothing else is in memory with what is heavy.
            most = 0 if batch.is_last or batch.weight > HEAVY else WINDOW * max(workers, 1) - 1
            while len(under_way) > most and not stopped():
                if _is_read(under_way[0][1], stopped):
                    _settle(archive, done, *under_way.popleft(), dry_run=dry_run)
                    tell(done)
            if stopped():
                done.whole = False
                break
    if done.whole:
        reread_assets(archive, source, done, dry_run=dry_run, all_files=all_pages, tell=tell, stopped=stopped)
    if not dry_run and done.whole:
        try:
            _review(archive, source, done)
        except DamageError as error:
            done.note("damaged", str(error))
    return done


def _review(archive: Archive, source: Source, done: Reread) -> None:
    """Compare all edits of a source with one another anew: what many releases had at once is to be reviewed."""
    source_id = archive.read(sources.source_id_of, source.name)
    if source_id is None:
        return
    archive.write(recognition.forget, source_id)
    while archive.write(recognition.note_signs, source_id):
        pass
    for finding in recognition.told(archive.write(recognition.examine_all, source_id).found):
        done.findings[finding.kind] = replace(finding, source=source.name)


def _is_read(future: Future[list[Reading]], stopped: Callable[[], bool]) -> bool:
    """Wait until a batch is read; false where the run is stopped before."""
    while not stopped():
        if wait([future], LOOK).done:
            return True
    return False


def _settle(archive: Archive, done: Reread, batch: Batch, future: Future[list[Reading]], *, dry_run: bool) -> None:
    readings = iter(future.result())
    releases: dict[int, list[tuple[StoredCapture, Reading]]] = {}
    for number, held in batch.held.items():
        pages = worth_reading(held)
        found = list(islice(readings, len(pages)))
        releases[number] = merged(held, found)
        done.pages += len(pages)
        for page, reading in zip(pages, found, strict=True):
            if reading.verdict == "unreadable":
                done.note("unreadable", f"{page.url}: {reading.message}")
    try:
        _keep(archive, done, releases, batch.current, dry_run=dry_run)
    except DamageError:  # of one of them: the others are kept
        for number, read in releases.items():
            try:
                _keep(archive, done, {number: read}, batch.current, dry_run=dry_run)
            except DamageError as error:
                done.note("damaged", f"release {number}: {error}")


def _keep(
    archive: Archive,
    done: Reread,
    releases: Mapping[int, list[tuple[StoredCapture, Reading]]],
    current: Collection[int],
    *,
    dry_run: bool,
) -> None:
    """Make the versions of releases what was read, all or none of them."""
    if dry_run:
        fields = {number: archive.read(settle.differences, number, read) for number, read in releases.items()}
    else:
        fields = archive.write(settle.settle_all, releases)
    done.releases += len(releases)
    for number, names in fields.items():
        done.changed += bool(names)
        done.fields.update(names)
        if names and number in current:
            done.note("unlike", f"release {number}: {', '.join(sorted(names))}")


@contextmanager
def _reading(workers: int) -> Iterator[Callable[..., Future[list[Reading]]]]:
    """A way to read a batch: in worker processes, or at once where none are wanted."""
    if workers > 0:
        pool = WorkerPool(workers)
        try:
            yield lambda source, pages: pool.submit(read_batch, source, pages)
        finally:
            pool.close()
        return

    def at_once(source: Source, pages: list[StoredCapture]) -> Future[list[Reading]]:
        future: Future[list[Reading]] = Future()
        future.set_result(read_batch(source, pages))
        return future

    yield at_once
