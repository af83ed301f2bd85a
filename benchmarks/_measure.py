"""What the benchmarks share: figures against their budgets, the memory of processes, and the real pages."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import sleep

from rich.console import Console
from rich.table import Table

from storage.records import Capture, CaptureKind
from storage.warc.recording import Recording

CORPUS = (Path(__file__).parents[1] / ".." / "shared" / "corpus").resolve()
REPOSITORY = Path(__file__).parents[1]
PROCESSES = Path("/proc")
LOOK = 0.2  # seconds between two looks at the memory of a program
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `met` is None without a budget; `sizes` say what was measured, and how much of it."""

    what: str
    figure: str
    sizes: str
    noise: str = ""
    budget: str = ""
    met: bool | None = None


def at_least(what: str, values: Sequence[float], limit: float, sizes: str, form: str = "{:.2f}") -> Figure:
    """The median of repeated measurements against a budget from below, their least and greatest beside it."""
    middle = median(values)
    return Figure(what, form.format(middle), sizes, _noise(values, form), f"≥ {form.format(limit)}", middle >= limit)


def at_most(what: str, values: Sequence[float], limit: float, sizes: str, form: str = "{:.2f}") -> Figure:
    """The median of repeated measurements against a budget from above, their least and greatest beside it."""
    middle = median(values)
    return Figure(what, form.format(middle), sizes, _noise(values, form), f"≤ {form.format(limit)}", middle <= limit)


def quickly(what: str, times: Sequence[float], limit: float, sizes: str) -> Figure:
    """The median of many times, with 95 of 100 under a budget."""
    most = quantiles(times, n=20)[-1]
    return Figure(what, f"{median(times):.2f}", sizes, f"p95 {most:.2f} of {len(times)}", f"≤ {limit:g}", most <= limit)


def plain(what: str, values: Sequence[float], sizes: str, form: str = "{:.2f}") -> Figure:
    """The median of repeated measurements, without a budget."""
    return Figure(what, form.format(median(values)), sizes, _noise(values, form))


def left_out(what: str, why: str) -> Figure:
    """A figure that could not be taken here, and why."""
    return Figure(what, "left out", why)


def without_corpus(*names: str) -> list[Figure]:
    """A line for each of `names`, which need the real pages."""
    return [left_out(name, f"the real pages are not beside the repository ({CORPUS.name}/)") for name in names]


def corpus(name: str) -> Path | None:
    """A file of the corpus of real pages, or None where it is not beside the repository."""
    path = CORPUS / name
    return path if path.is_file() else None


def captures(recorded: Path, kind: CaptureKind = "release") -> Iterator[Capture]:
    """All captures that a WARC holds, in its order."""
    with Recording(recorded) as recording:
        for record in list(recording.index.unsorted()):
            yield recording.read(record, kind)


def show(figures: Sequence[Figure]) -> None:
    """Print figures as a table, on however narrow a terminal."""
    lines = Table("what", "figure", "min-max or p95", "budget", "", "measured on", box=None, pad_edge=False)
    for f in figures:
        verdict = {None: "", True: "met", False: "MISSED"}[f.met]
        lines.add_row(f.what, f.figure, f.noise, f.budget, verdict, f.sizes)
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(lines)


def run(*arguments: str, watched: bool = True) -> tuple[str, float]:
    """Run this Python with `arguments` and give what it printed and its peak memory in bytes, its children's included.

    Memory is the sum of the processes' proportional set sizes (pages that several share are counted once), looked at
    now and then; 0 on systems without /proc/PID/smaps_rollup, or where it is not `watched`: looking holds up a program
    whose speed is measured. Raises CalledProcessError where the program fails; exit code 1 of `communique` means that
    something is missing at the source, which replays of a part always say.
    """
    command = [sys.executable, *arguments]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        while process.poll() is None:
            if watched:
                peak = max(peak, held(process.pid))
            sleep(LOOK)
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return printed, float(peak)


def held(pid: int) -> int:
    """Bytes that a process and all its descendants hold in memory."""
    try:
        sizes = (PROCESSES / str(pid) / "smaps_rollup").read_text()
        children = (PROCESSES / str(pid) / "task" / str(pid) / "children").read_text().split()
    except OSError:  # it has just ended, or this is no Linux
        return 0
    own = next((int(line.split()[1]) * 1024 for line in sizes.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(held(int(child)) for child in children)


def _noise(values: Sequence[float], form: str) -> str:
    return f"{form.format(min(values))}-{form.format(max(values))} of {len(values)}" if len(values) > 1 else ""
