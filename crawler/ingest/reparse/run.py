"""Reads stored pages again with today's layouts, without the network.

All captures of a release are read together, so that a better layout never looks like an edit. Releases that were
altered or damaged in the archive are read again too, and so made right. What was read is committed in batches: stop it
at any moment, and the next run goes on with what is left.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from itertools import islice

from crawler.ingest.reparse.rekeying import rekey_releases
from crawler.ingest.reparse.relisting import reread_listings
from crawler.ingest.reparse.report import Reread
from crawler.ingest.rereading import Captured, merged, worth_reading
from crawler.ingest.worker_pool import WorkerPool
from crawler.ingest.workers import fingerprint, read_batch
from crawler.sources.source import Source
from storage.archive import Archive
from storage.database import chunks
from storage.errors import DamageError
from storage.locks import source_lock
from storage.read import frontier, soundness, stale, stored_captures
from storage.records import Reading, StoredCapture
from storage.write import settle

RELEASES = 32  # read and committed together
AT_ONCE = 500  # releases looked at in one transaction
WINDOW = 3  # batches under way for each worker
LOOK = 0.2  # seconds between two looks at whether a run that waits has been stopped

Batch = dict[int, Captured]


def reparse(
    archive: Archive,
    source: Source,
    *,
    workers: int,
    dry_run: bool,
    tell: Callable[[Reread], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Reread:
    """Read a source's pages anew where other code had read them, or in vain. `tell` hears of each batch.

    `stopped` is asked again and again whether to end here.

    Raises SourceBusy where the source is being crawled: what a crawl keeps meanwhile would be taken back.
    """
    if dry_run:
        return _reparse(archive, source, workers, dry_run, tell, stopped)
    lock = source_lock(archive.engine, source.name)

    def tell_and_hold(done: Reread) -> None:
        lock.hold()
        tell(done)

    try:
        return _reparse(archive, source, workers, dry_run, tell_and_hold, stopped)
    finally:
        lock.release()


def _reparse(
    archive: Archive,
    source: Source,
    workers: int,
    dry_run: bool,
    tell: Callable[[Reread], None],
    stopped: Callable[[], bool],
) -> Reread:
    done = Reread(source.name)
    try:
        rekey_releases(archive, source, done, dry_run=dry_run)
    except DamageError as error:
        done.note("damaged", str(error))
    reread_listings(archive, source, done, dry_run=dry_run, stopped=stopped)
    with _reading(workers) as read:
        under_way: deque[tuple[Batch, Future[list[Reading]]]] = deque()
        batches = _batches(archive, source, done, dry_run=dry_run)
        while (batch := next(batches, None)) is not None or under_way:
            if stopped():
                done.whole = False
                break
            if batch:
                pages = [page for held in batch.values() for page in worth_reading(held)]
                under_way.append((batch, read(source, pages)))
            if batch is None or len(under_way) >= WINDOW * max(workers, 1):
                if not _is_read(under_way[0][1], stopped):
                    done.whole = False
                    break
                _settle(archive, done, *under_way.popleft(), dry_run=dry_run)
                tell(done)
    return done


def _is_read(future: Future[list[Reading]], stopped: Callable[[], bool]) -> bool:
    """Wait until a batch is read; false where the run is stopped before."""
    while not stopped():
        if wait([future], LOOK).done:
            return True
    return False


def _batches(archive: Archive, source: Source, done: Reread, *, dry_run: bool) -> Iterator[Batch]:
    mark, after = fingerprint(source), 0
    while numbers := archive.read(frontier.releases_of, source.name, after, AT_ONCE):
        after = numbers[-1]
        wanted = set(archive.read(stale.releases, numbers, mark))
        found = archive.read(soundness.unsound, numbers)
        for number, versions in found.altered.items():
            done.note("altered", f"release {number}, version {', '.join(map(str, versions))}")
        for number, error in found.damaged.items():
            done.note("damaged", f"release {number}: {error}")
        broken = {number for number, error in found.damaged.items() if error.is_derived and not dry_run}
        wanted = (wanted - found.damaged.keys()) | found.altered.keys() | broken
        for some in chunks(sorted(wanted), RELEASES):
            held = {number: _captures(archive, number, done, unmake=number in broken) for number in some}
            yield {number: captures for number, captures in held.items() if captures}
        yield {}  # a source that has nothing to be read again is looked through in parts too


def _captures(archive: Archive, number: int, done: Reread, *, unmake: bool) -> Captured:
    """The captures of a release; none where one of them is damaged.

    With `unmake`, what was made of them is taken away, if all of them can be read again.
    """
    try:
        if unmake:
            return archive.write(settle.unmake, archive.payloads, number)
        return archive.read(stored_captures.of_release, archive.payloads, number)
    except DamageError as error:
        done.note("damaged", f"release {number}: {error}")
        return ()


def _settle(archive: Archive, done: Reread, batch: Batch, future: Future[list[Reading]], *, dry_run: bool) -> None:
    readings = iter(future.result())
    releases: dict[int, list[tuple[StoredCapture, Reading]]] = {}
    for number, held in batch.items():
        pages = worth_reading(held)
        found = list(islice(readings, len(pages)))
        releases[number] = merged(held, found)
        done.pages += len(pages)
        for page, reading in zip(pages, found, strict=True):
            if reading.verdict == "unreadable":
                done.note("unreadable", f"{page.url}: {reading.message}")
    try:
        _keep(archive, done, releases, dry_run=dry_run)
    except DamageError:  # of one of them: the others are kept
        for number, read in releases.items():
            try:
                _keep(archive, done, {number: read}, dry_run=dry_run)
            except DamageError as error:
                done.note("damaged", f"release {number}: {error}")


def _keep(
    archive: Archive, done: Reread, releases: Mapping[int, list[tuple[StoredCapture, Reading]]], *, dry_run: bool
) -> None:
    """Make the versions of releases what was read, all or none of them."""
    fields = [archive.read(settle.differences, number, read) for number, read in releases.items()]
    if not dry_run:
        archive.write(settle.settle_all, releases)
    done.releases += len(releases)
    done.changed += sum(map(bool, fields))
    for names in fields:
        done.fields.update(names)


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
