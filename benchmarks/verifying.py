"""How fast `verify` reads an archive through, what the log costs a crawl, and how much memory either takes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from sqlalchemy import select

from benchmarks._measure import MEGABYTE, Figure, at_least, at_most, corpus, plain, run, show, without_corpus
from benchmarks.storage import PAGES, SOURCES
from storage.archive import Archive
from storage.models import PayloadRow
from storage.payloads.store import Payloads
from storage.proof import log
from storage.proof.checks.fault import Extent
from storage.proof.verify import verify

ROUNDS = 9
MEMORY = 300  # megabytes
WHAT = (
    "verify, MB of payload a second of one processor",
    "payloads unpacked and hashed alone, MB a second of one processor",
    "verify --fast, rows a second of one processor",
    "verify, peak memory (MB)",
    "the log, processor time for a row of evidence (µs)",
)


def figures() -> list[Figure]:
    pages = corpus(PAGES)
    if pages is None:
        return without_corpus(*WHAT)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        run("-m", "communique", "--archive", url, "crawl", *SOURCES, "--replay", str(pages), "--backfill")
        archive = Archive.open(url)
        (seconds, full), (fast_seconds, fast) = _verified(archive, full=True), _verified(archive, full=False)
        alone = _unpacked(archive)
        cost = _appended(archive, full.rows)
        archive.close()
        _, peak = run("-m", "communique", "--archive", url, "verify")
    sizes = f"{full.payloads} payloads of {full.bytes / MEGABYTE:,.1f} MB, {full.rows} rows of evidence"
    return [
        at_least(WHAT[0], [full.bytes / MEGABYTE / one for one in seconds], 200, sizes, "{:.0f}"),
        plain(WHAT[1], alone, "zstd and SHA-256, of those that rest on no other", "{:.0f}"),
        plain(WHAT[2], [fast.rows / one for one in fast_seconds], sizes, "{:.0f}"),
        at_most(WHAT[3], [peak / MEGABYTE], MEMORY, sizes, "{:.0f}"),
        plain(WHAT[4], [cost], f"{full.rows} rows, at the end of a crawl", "{:.0f}"),
    ]


def _verified(archive: Archive, *, full: bool) -> tuple[list[float], Extent]:
    """Processor seconds of each round, and what was looked at."""
    seconds = []
    for _ in range(ROUNDS):
        extent, started = Extent(), process_time()
        with archive.reading() as db:
            faults = list(verify(db, Payloads(), extent, full=full))
        seconds.append(process_time() - started)
        if faults:
            raise AssertionError(f"it does not hold: {faults[0]}")
    return seconds, extent


def _unpacked(archive: Archive) -> list[float]:
    """Megabytes a second of each round that only unpacks payloads and hashes them: what no check can do without."""
    found, payloads = [], Payloads()
    with archive.reading() as db:
        rows = db.execute(select(PayloadRow).where(PayloadRow.base_id.is_(None))).all()
        for _ in range(ROUNDS):
            started = process_time()
            size = sum(len(payloads.unpack(db, row, b"")) for row in rows)
            found.append(size / MEGABYTE / (process_time() - started))
    return found


def _appended(archive: Archive, rows: int) -> float:
    """Microseconds for each row that becomes a leaf."""
    for table in ("log", "tree_head"):
        archive.write(lambda db, table=table: db.exec_driver_sql(f"DELETE FROM {table}"))  # noqa: S608 - these two
    started = process_time()
    archive.write(log.append, archive.payloads)
    return (process_time() - started) / rows * 1e6


if __name__ == "__main__":
    show(figures())
