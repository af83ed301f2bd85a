"""How fast recordings come into an archive, and how much memory it takes at ten times the size."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._measure import MEGABYTE, Figure, at_least, at_most, corpus, plain, run, show, without_corpus
from storage.warc.recording import Recording

PAGES = "cn_fmprc.warc.gz"
ROUNDS = 3
TIMES = 10  # the large recording against the small one: the same visits in as many years
MEMORY = 300  # megabytes, of all processes together
WHAT = (
    "import, records a second",
    "import again, records a second (start and scan included)",
    "import, peak memory (MB)",
    f"import of {TIMES} times the size, records a second",
    f"import of {TIMES} times the size, peak memory (MB)",
)
DATE = re.compile(rb"(?m)^WARC-Date: \d{4}")


def figures() -> list[Figure]:
    recorded = corpus(PAGES)
    if recorded is None:
        return without_corpus(*WHAT)
    with TemporaryDirectory() as name:
        folder = Path(name)
        large = enlarged(recorded, folder / "large.warc.gz")
        count, count_large = counted(recorded), counted(large)
        fresh, again, memory = [], [], []
        for number in range(ROUNDS):
            seconds, peak = timed(folder / f"{number}.db", recorded)
            fresh.append(count / seconds)
            memory.append(peak / MEGABYTE)
            again.append(count / timed(folder / f"{number}.db", recorded)[0])
        seconds_large, peak_large = timed(folder / "large.db", large)
    sizes, sizes_large = f"{count} records, {ROUNDS} rounds", f"{count_large} records"
    return [
        plain(WHAT[0], fresh, sizes, "{:.0f}"),
        at_least(WHAT[1], again, 300, sizes, "{:.0f}"),
        at_most(WHAT[2], memory, MEMORY, f"{sizes}; all processes", "{:.0f}"),
        plain(
            WHAT[3], [count_large / seconds_large], f"{sizes_large}, nine tenths of them pages already held", "{:.0f}"
        ),
        at_most(WHAT[4], [peak_large / MEGABYTE], MEMORY, f"{sizes_large}; all processes", "{:.0f}"),
    ]


def timed(archive: Path, recorded: Path) -> tuple[float, float]:
    """Seconds and peak memory of an import through the command line, as a person would start it."""
    started = perf_counter()
    _, peak = run("-m", "communique", "--archive", f"sqlite:///{archive}", "import", str(recorded), "--json")
    return perf_counter() - started, peak


def enlarged(recorded: Path, large: Path) -> Path:
    """The same visits in each of several years: as many records more, their pages the same."""
    with large.open("wb") as written:
        for year in range(2020 - TIMES + 1, 2021):
            for record in members(recorded):
                written.write(gzip.compress(DATE.sub(b"WARC-Date: %d" % year, record, count=1), 6))
    return large


def members(recorded: Path) -> Iterator[bytes]:
    """The records of a file that is compressed record by record."""
    with Recording(recorded) as recording, recorded.open("rb") as file:
        starts = [record.offset for record in recording.index.unsorted()]
        for start, end in zip(starts, [*starts[1:], recorded.stat().st_size], strict=True):
            file.seek(start)
            yield gzip.decompress(file.read(end - start))


def counted(recorded: Path) -> int:
    with Recording(recorded) as recording:
        return recording.count


if __name__ == "__main__":
    show(figures())
