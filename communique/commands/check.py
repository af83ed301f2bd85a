"""`communique check`."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from communique import crawling
from communique.arguments import Replay, Via
from communique.checkup import Checkup, release_findings
from communique.commands.crawl import crawl
from communique.output import json_line, messages, show_table, table
from crawler.ingest.plan import Plan
from crawler.sources.registry import source
from storage.archive import Archive
from storage.read.checkup import Sampled, entries, sampled
from storage.records import counted
from storage.warc.recording import Recording

RELEASES = 3


def command(
    names: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Names of sources, as `sources` lists them.")],
    *,
    releases: Annotated[int, typer.Option(min=1, metavar="N", help="How many releases to look at.")] = RELEASES,
    via: Via = None,
    replay: Replay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """See whether sources can still be read: one listing and a few releases each, and nothing is kept.

    Shows what was read and what looks wrong: no title, no date, no text or one line of it, wrong letters, a listing
    without its dates, a page that the source's layout does not fit.

    Exit code 0: all is well; 1: something looks wrong.
    """
    chosen = [source(name) for name in dict.fromkeys(names)]
    plan = Plan("update", limit=releases)
    with ExitStack() as closing:
        recording = closing.enter_context(Recording(replay)) if replay else None
        folder = closing.enter_context(TemporaryDirectory(prefix="communique-check-"))
        archive = Archive.open(f"sqlite:///{Path(folder) / 'check.db'}")
        closing.callback(archive.close)
        summaries = crawl(archive, chosen, plan, crawling.settings(via=via), recording)
        with archive.reading() as db:
            found = [
                Checkup(one, summary, entries(db, one.name), sampled(db, one.name, releases))
                for one, summary in zip(chosen, summaries, strict=True)
            ]
    for checkup in found:
        if as_json:
            json_line(checkup.as_json())
        else:
            _show(checkup)
    raise typer.Exit(int(not all(checkup.well for checkup in found)))


def _show(checkup: Checkup) -> None:
    """Print what was read, a line a release, on standard output, and what looks wrong on standard error."""
    name = checkup.source.name
    if checkup.entries:
        seems = "well" if checkup.well else "something looks wrong"
        messages.say(f"{name}: {seems}, listed: {counted(len(checkup.entries), 'release')}")
    if rows := [_row(visited) for visited in checkup.releases]:
        show_table(table(["address", "verdict", "title", "published", "blocks"], rows, right=["blocks"]))
    for finding in checkup.findings[: None if rows else 1]:  # where nothing was read, the first says why
        messages.warn(f"{name}: {finding.message}")
    for visited in checkup.releases:
        for finding in release_findings(visited):
            messages.warn(f"{name}: {visited.url}: {finding.message}")


def _row(visited: Sampled) -> list[str]:
    release = visited.release
    published = str((release and release.published) or visited.listed or "")
    return [
        visited.url,
        visited.verdict,
        release.title if release else "",
        published,
        str(len(release.blocks) if release else 0),
    ]
