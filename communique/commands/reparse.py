"""`communique reparse`."""

import os
from collections.abc import Callable
from time import monotonic
from typing import Annotated, Any

import typer

from communique.arguments import SourceArguments, options, web_address
from communique.interrupts import interrupts
from communique.output import json_line, messages, show_table, table
from communique.progress import Progress
from crawler.families import generic
from crawler.ingest.outcome import at_work
from crawler.ingest.reparse.report import Reread
from crawler.ingest.reparse.run import reparse
from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from storage.archive import Archive
from storage.locks import SourceBusy
from storage.read import answers
from storage.read import sources as stored_sources
from storage.records import Finding, counted
from storage.write.crawls import open_since


def command(
    names: SourceArguments = None,
    *,
    listing: Annotated[
        str | None,
        typer.Option(
            "--generic", parser=web_address, metavar="ADDRESS", help="The site that `crawl --generic ADDRESS` crawled."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, max=256, metavar="N", help="How many processes read pages; with 0, this one does.")
    ] = os.cpu_count() or 1,
    all_pages: Annotated[
        bool,
        typer.Option(
            "--all-pages", help="Read also what today's code has read, and compare all that was made of it, tags too."
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """Read stored pages again with today's layouts, without the network, and so documents and pictures.

    Without a name, every source that the archive holds is read again. Pages that today's code has read already are left
    out, unless --all-pages is given. All captures of a release are read together, so a better layout never looks like
    an edit. Listings of which nothing could be made are read again too. Stop it whenever you like: the next run
    continues. Exit code 1: some pages are still unreadable, or releases were altered or damaged in the archive; what
    the pages say of them is made right.
    """
    chosen = [source(name) for name in dict.fromkeys(names or ())] + ([generic.source(listing)] if listing else [])
    archive = options.open_to_ask() if dry_run else options.open_archive(create=False)
    started = monotonic()
    left_out = False
    found = []
    try:
        with interrupts.leading_to(_stopping), Progress() as progress:
            for one in chosen or _held(archive):
                with progress.line(one.name) as tell:
                    try:
                        found.append(_reparse(archive, one, workers, dry_run, all_pages, tell))
                    except SourceBusy:
                        busy = at_work(archive.read(open_since, one.name))
                        messages.warn(f"{one.name}: {busy}; start this again when it has ended")
                        left_out = True
                if interrupts.number:
                    break
    finally:
        archive.close()
    for done in found:
        if as_json:
            json_line(_as_json(done, dry_run))
        if done.listings and not dry_run:
            messages.note(
                f"{done.source}: listing pages that can be read now: {done.listings}; `communique crawl {done.source}` "
                "visits what they announce"
            )
        for finding in done.findings.values():
            messages.warn(f"{done.source}: {finding.message}")
        if not done.whole:
            messages.warn(f"{done.source}: {Finding('stopped', example='reparse').message}")
    if not as_json:
        _show(found, dry_run, monotonic() - started)
    raise typer.Exit(int(left_out or any(done.findings or not done.whole for done in found)))


def _stopping() -> None:
    messages.note("stopping; the next run continues (once more to stop at once)")


def _held(archive: Archive) -> list[Source]:
    """The sources that the archive has pages of: to start worker processes for all the others would take minutes."""
    with archive.reading() as db:
        held = stored_sources.source_states(db)
    if unknown := sorted(held.keys() - sources().keys()):
        messages.note(f"without a ministry file, so not read again: {', '.join(unknown)}")
    return [one for name, one in sources().items() if name in held]


def _reparse(
    archive: Archive, one: Source, workers: int, dry_run: bool, all_pages: bool, tell: Callable[[str], None]
) -> Reread:
    def say(done: Reread) -> None:
        tell(f"{counted(done.releases, 'release')}, {done.changed} changed")

    return reparse(
        archive,
        one,
        workers=workers,
        dry_run=dry_run,
        all_pages=all_pages,
        tell=say,
        stopped=lambda: interrupts.number > 0,
    )


def _show(found: list[Reread], dry_run: bool, seconds: float) -> None:
    numbers = ["releases", "pages", "files", "would change" if dry_run else "changed", "unreadable"]
    rows = [
        [
            done.source,
            *map(str, (done.releases, done.pages, done.files, done.changed, done.unreadable)),
            ", ".join(f"{name} {count}" for name, count in sorted(done.fields.items())),
        ]
        for done in found
    ]
    pages = sum(done.pages for done in found)
    if found and not pages and not any(done.files for done in found) and all(done.whole for done in found):
        messages.note("no page to read again: today's code has read them; --all-pages compares them all the same")
        return
    show_table(table(["source", *numbers, "in"], rows, right=numbers))
    messages.note(f"{counted(pages, 'page')} in {seconds:.1f} s ({pages / max(seconds, 0.001):.0f} a second)")


def _as_json(done: Reread, dry_run: bool) -> dict[str, Any]:
    return {
        "source": done.source,
        "dry_run": dry_run,
        "releases": done.releases,
        "pages": done.pages,
        "changed": done.changed,
        "rekeyed": done.rekeyed,
        "listings": done.listings,
        "files": done.files,
        "fields": dict(sorted(done.fields.items())),
        "unreadable": done.unreadable,
        "findings": [answers.finding(finding) for finding in done.findings.values()],
    }
