"""`communique reparse`."""

import os
from collections.abc import Callable
from time import monotonic
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from communique.output import json_line, messages, options, show_table, table
from crawler.families import generic
from crawler.ingest.reparse import Reread, reparse
from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from storage.archive import Archive
from storage.read import sources as read_sources


def command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Default: every source that the archive holds.")
    ] = None,
    *,
    listing: Annotated[
        str | None,
        typer.Option("--generic", metavar="ADDRESS", help="The site that `crawl --generic` crawled from there."),
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read; 0 reads in this one.")] = os.cpu_count()
    or 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """Read stored pages again with today's layouts, without the network.

    Only what other code had read, or could not read, is read again. All captures of a release are read together, so a
    better layout never looks like an edit. Stop it when you like: the next run goes on. Exit code 1: pages are still
    unreadable.
    """
    chosen = [source(name) for name in dict.fromkeys(names or ())] + ([generic.source(listing)] if listing else [])
    archive = options.open_archive(create=False)
    started = monotonic()
    try:
        with _progress() as bar:
            found = [
                reparse(archive, one, workers=workers, dry_run=dry_run, tell=_teller(bar, one.name))
                for one in (chosen or _held(archive))
            ]
    finally:
        archive.close()
    rows = []
    for done in found:
        fields = ", ".join(f"{name} {count}" for name, count in sorted(done.fields.items()))
        if as_json:
            json_line(_as_line(done, dry_run))
        rows.append([done.source, *map(str, (done.releases, done.pages, done.changed, done.unreadable)), fields])
        if done.unreadable:
            messages.warn(f"{done.source}: {done.unreadable} pages are unreadable, first {done.example}")
    if not as_json:
        changed = "would change" if dry_run else "changed"
        numbers = ["releases", "pages", changed, "unreadable"]
        show_table(table(["source", *numbers, "in"], rows, right=numbers))
        pages = sum(done.pages for done in found)
        seconds = monotonic() - started
        messages.note(f"{pages} pages in {seconds:.1f} s ({pages / max(seconds, 0.001):.0f} a second)")
    raise typer.Exit(int(any(done.unreadable for done in found)))


def _held(archive: Archive) -> list[Source]:
    """The sources that the archive has pages of: worker processes for all the others would take minutes."""
    with archive.reading() as db:
        held = read_sources.source_states(db)
    return [one for name, one in sources().items() if name in held]


def _as_line(done: Reread, dry_run: bool) -> dict[str, object]:
    return {
        "source": done.source,
        "dry_run": dry_run,
        "releases": done.releases,
        "pages": done.pages,
        "changed": done.changed,
        "fields": dict(sorted(done.fields.items())),
        "unreadable": done.unreadable,
    }


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    return Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal)


def _teller(bar: Progress, name: str) -> Callable[[Reread], None]:
    task = bar.add_task(name, total=None)
    return lambda done: bar.update(task, description=f"{name}: {done.releases} releases, {done.changed} changed")
