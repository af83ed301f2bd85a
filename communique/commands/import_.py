"""`communique import`."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Annotated

import typer

from communique.arguments import Quiet, options
from communique.commands.crawl import report
from communique.crawling import stoppable
from communique.interrupts import interrupts
from communique.output import messages
from communique.progress import Progress
from crawler.ingest.outcome import Summary, exit_code
from crawler.ingest.runtime import Runtime
from crawler.ingest.warc_import import ImportProgress, import_recording
from crawler.ingest.workers import Workers
from crawler.sources.registry import sources
from storage.errors import WarcError
from storage.records import Finding, counted
from storage.warc.index import Index
from storage.warc.recording import Recording

STANDARD_INPUT = Path("-")
SHOWN = 5  # hosts and media types named of what belongs to no source


def command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="WARC, ARC or WACZ files, also gzip or zstd; - for standard input."),
    ],
    *,
    quiet: Quiet = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """Import the visits that WARC, ARC and WACZ files recorded, each with its own date.

    Listings and releases of all sources are found by their addresses; several files are read as one recording. No visit
    is kept twice, and an import that was stopped continues when started again.

    Exit code 0: all is well, even where pages of other sites were left out; 1: there was nothing else, records were
    damaged, cut off or unreadable, or listings announce releases that are not held.
    """
    messages.terse = quiet
    with ExitStack() as closing:
        if STANDARD_INPUT in files:
            given = closing.enter_context(_standard_input())
            files = [given if file == STANDARD_INPUT else file for file in files]
        with Progress() as progress, progress.line("import") as tell:
            meter = _Meter(tell)
            recording = closing.enter_context(Recording(*files, tell=meter.found))
            summaries = asyncio.run(_run(recording, meter))
        report(summaries, as_json=as_json, quiet=quiet)
        _report_recording(recording.index)
        messages.note(meter.total())
        in_vain = not summaries and bool(recording.index.foreign())
        if in_vain:
            messages.warn(
                "nothing of it belongs to a source that is known here: `communique sources` lists those; with "
                "--ministries DIR also those of a folder, for which `communique new` writes the first file"
            )
        damaged = bool(recording.index.troubles)
    raise typer.Exit(int(damaged or in_vain or exit_code(summaries)))


@contextmanager
def _standard_input() -> Iterator[Path]:
    """Standard input as a file of that name, since a recording is read in the order of time and not as it comes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "standard-input")
        with path.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        try:
            yield path
        except WarcError as error:
            raise WarcError(str(error).replace(str(path), "standard input")) from None


async def _run(recording: Recording, meter: "_Meter") -> list[Summary]:
    with ExitStack() as closing:
        archive = options.open_archive()
        closing.callback(archive.close)
        runtime = Runtime(archive, Workers())
        closing.callback(runtime.close)
        with stoppable(lambda: None):
            return await import_recording(
                runtime, recording, list(sources().values()), meter.done, lambda: interrupts.number > 0
            )


def _report_recording(index: Index) -> None:
    """Print what is wrong with the files, and what of them was left out."""
    for kind, count in index.troubles.items():
        messages.warn(Finding(kind, count, index.examples[kind]).message)
    for noun, what, found in (
        ("page", "of no source", index.foreign()),
        ("file", "without a page", index.no_pages()),
    ):
        if found:
            named = ", ".join(f"{name} ({count})" for name, count in found[:SHOWN])
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            messages.note(f"left out: {counted(sum(count for _, count in found), noun)} {what}: {named}{more}")


class _Meter:
    """Tells how far an import is, and how fast."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._started = monotonic()
        self._sources: dict[str, ImportProgress] = {}

    def found(self, count: int) -> None:
        """So many records were found in the files."""
        if count % 1000 == 0:
            self._tell(f"{count:,} records found")

    def done(self, done: ImportProgress) -> None:
        """A batch of a source is in the archive."""
        self._sources[done.source] = done
        logged = f", {done.logged:,} rows in the log" if done.logged else ""
        known = f"{done.held:,} held before"
        self._tell(f"{done.source}: {done.done:,} of {done.records:,} records, {known}, {self._rate()}{logged}")

    def total(self) -> str:
        """All that was done, in a line."""
        return f"{counted(self._records(), 'record')} in {monotonic() - self._started:.1f} s ({self._rate()})"

    def _records(self) -> int:
        return sum(done.done for done in self._sources.values())

    def _rate(self) -> str:
        return f"{self._records() / max(monotonic() - self._started, 0.001):,.0f} a second"
