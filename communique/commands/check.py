"""`communique check`."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from communique import crawling
from communique.checkup import Checkup, release_faults
from communique.commands.crawl import crawl
from communique.output import json_line, messages, show_table, table
from crawler.ingest.plan import Plan
from crawler.sources.registry import source
from storage.archive import Archive
from storage.read import checkup as checkup_data
from storage.warc.recording import Recording

RELEASES = 3
# A file may lack the newest releases that its listings announce; to look for those it holds costs no request.
LOOKED_FOR = 100


def command(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Names that `sources` lists.")],
    *,
    releases: Annotated[int, typer.Option(min=1, help="How many releases to look at.")] = RELEASES,
    via: Annotated[
        str | None, typer.Option(metavar="PREFIX", help="Ask for every address behind PREFIX, e.g. a web archive's.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answer every request from a WARC or WACZ, without the network.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """See whether sources can still be read: one listing and a few releases each, and nothing is kept.

    Says field by field what was read and what looks wrong: no title, no date, no text or one line of it, wrong letters,
    a listing without its dates, a page that is not as its layout says.

    Exit code 0: all is well; 1: something looks wrong.
    """
    chosen = [source(name) for name in dict.fromkeys(names)]
    plan = Plan("update", limit=releases * (LOOKED_FOR if replay else 1))
    with ExitStack() as closing:
        recording = closing.enter_context(Recording(replay)) if replay else None
        folder = closing.enter_context(TemporaryDirectory(prefix="communique-check-"))
        archive = Archive.open(f"sqlite:///{Path(folder) / 'check.db'}")
        closing.callback(archive.close)
        summaries = crawl(archive, chosen, plan, crawling.settings(via=via), recording)
        with archive.reading() as db:
            found = [
                Checkup(one, summary, checkup_data.entries(db, one.name), checkup_data.sampled(db, one.name, releases))
                for one, summary in zip(chosen, summaries, strict=True)
            ]
    for checkup in found:
        if as_json:
            json_line(checkup.as_json())
        else:
            _show(checkup)
    raise typer.Exit(int(not all(checkup.well for checkup in found)))


def _show(checkup: Checkup) -> None:
    """What was read, a line a release, on standard output; what looks wrong on standard error."""
    rows = [
        [
            sampled.url,
            sampled.verdict,
            sampled.release.title if sampled.release else "",
            str((sampled.release and sampled.release.published) or sampled.listed or ""),
            str(len(sampled.release.blocks) if sampled.release else 0),
        ]
        for sampled in checkup.releases
    ]
    name = checkup.source.name
    messages.print(
        f"{name}: {'well' if checkup.well else 'something looks wrong'}, {len(checkup.entries)} entries listed"
    )
    if rows:
        show_table(table(["address", "verdict", "title", "published", "blocks"], rows, right=["blocks"]))
    for line in checkup.wrong:
        messages.warn(f"{name}: {line}")
    for sampled in checkup.releases:
        for fault in release_faults(sampled):
            messages.warn(f"{name}: {sampled.url}: {fault}")
