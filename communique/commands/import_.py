"""`communique import`."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from communique.commands.crawl import report
from communique.output import messages, options
from crawler.ingest.outcome import Summary, exit_code
from crawler.ingest.runtime import Runtime
from crawler.ingest.warc_import import Progress as Done
from crawler.ingest.warc_import import import_recording
from crawler.sources.registry import sources
from storage.archive import Archive
from storage.warc.index import Index
from storage.warc.recording import Recording

PLAIN = 10.0  # seconds between two lines of progress where there is no terminal
SHOWN = 5  # hosts and media types named of what belongs to no source


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="WARC (also gzip) or WACZ files.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """Bring the visits that WARC and WACZ files recorded into the archive, each with its own date.

    Listings and releases of all sources are found by their addresses; several files are read as one recording. The
    same visit is never kept twice, and an import that was stopped goes on when started again.

    Exit code 0: all well, even where pages of other sites were left out; 1: records were damaged, cut off or
    unreadable.
    """
    with _Meter() as meter, Recording(*files, tell=meter.found) as recording:
        archive = options.open_archive()
        try:
            summaries = asyncio.run(_run(archive, recording, meter))
        finally:
            archive.close()
        meter.close()
        report(summaries, as_json)
        _left_out(recording.index)
        messages.note(meter.total())
        troubles = bool(recording.index.troubles)
    raise typer.Exit(int(troubles or exit_code(summaries)))


async def _run(archive: Archive, recording: Recording, meter: "_Meter") -> list[Summary]:
    runtime = Runtime(archive)
    try:
        return await import_recording(runtime, recording, list(sources().values()), meter.done, _stopped_by_signals())
    finally:
        runtime.close()


def _stopped_by_signals() -> Callable[[], bool]:
    """Whether Ctrl-C or SIGTERM asked to stop; a second one ends the program at once, which loses nothing."""
    asked: list[int] = []

    def stop(number: int) -> None:
        if asked:
            os._exit(130)
        asked.append(number)
        messages.note("stopping after what is under way; once more to stop at once (nothing is lost)")

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return lambda: bool(asked)


def _left_out(index: Index) -> None:
    for kind, count in index.troubles.items():
        messages.warn(f"{count} {kind}, first {index.examples[kind]}")
    for what, found in (
        ("pages that belong to no source", index.foreign()),
        ("files that are no pages", index.no_pages()),
    ):
        if found:
            named = ", ".join(f"{name} ({count})" for name, count in found[:SHOWN])
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            messages.note(f"left out {sum(count for _, count in found)} {what}: {named}{more}")


class _Meter:
    """Progress with a rate: a live line on a terminal, a plain line now and then elsewhere."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        self._bar = Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal)
        self._task = self._bar.add_task("opening", total=None)
        self._started = self._told = monotonic()
        self._sources: dict[str, Done] = {}

    def __enter__(self) -> "_Meter":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take the live line away."""
        self._bar.stop()

    def found(self, count: int) -> None:
        """So many records were found in the files."""
        if count % 1000 == 0:
            self._say(f"{count:,} records found")

    def done(self, done: Done) -> None:
        """A batch of a source is in the archive."""
        self._sources[done.source] = done
        self._say(
            f"{done.source}: {done.done:,} of {done.records:,} records, {done.held:,} held before, {self._rate()}"
        )

    def total(self) -> str:
        """All that was done, in a line."""
        records = sum(done.done for done in self._sources.values())
        return f"{records:,} records in {monotonic() - self._started:.1f} s ({self._rate()})"

    def _rate(self) -> str:
        records = sum(done.done for done in self._sources.values())
        return f"{records / max(monotonic() - self._started, 0.001):,.0f} a second"

    def _say(self, line: str) -> None:
        self._bar.update(self._task, description=line)
        if not messages.is_terminal and monotonic() - self._told >= PLAIN:
            self._told = monotonic()
            messages.print(line, markup=False, highlight=False, soft_wrap=True)
