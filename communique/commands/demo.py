"""`communique demo`."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from communique import crawling
from communique.commands.crawl import show_counts
from communique.commands.history import RULE, absent
from communique.commands.serve import show_in_browser
from communique.demo.ministry import DemoMinistry
from communique.edit_view import show_edit
from communique.interrupts import Interrupted, interrupts
from communique.output import json_line, messages, results, say
from crawler.ingest.outcome import Summary
from crawler.ingest.plan import Mode, Plan
from crawler.ingest.runtime import Runtime
from crawler.ingest.workers import Workers
from crawler.ministries import jp_mofa_en
from crawler.sources.source import Source
from storage.archive import Archive
from storage.errors import UsageError
from storage.read import history
from storage.read.absences import absences_of
from storage.read.snapshots import between

RELEASES = 40
EDITED, REMOVED = 37, 35  # numbers of releases on the site: two of the newest
# How long ago the visits of each crawl are dated: a release is due again after an hour, and gone when a day has passed.
EARLIER = timedelta(hours=50), timedelta(hours=25), timedelta(0)


def command(
    folder: Annotated[
        Path, typer.Argument(help="Where to leave the archive: communique-demo.db, or the next free name.")
    ] = Path(),
    serve: Annotated[
        bool, typer.Option("--serve", help="Then show what was found in a browser, until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each crawl instead.")] = False,
) -> None:
    """See it work in a minute, without the internet.

    Serves a small stand-in ministry on this machine, crawls it, silently edits one release and removes another, crawls
    again twice, and shows what the archive found. The first two crawls are dated one and two days ago.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    paths = (folder / f"communique-demo{number}.db" for number in ("", *range(2, 1000)))
    path = next(path for path in paths if not path.exists())
    archive = Archive.open(f"sqlite:///{path}")
    try:
        with DemoMinistry(releases=RELEASES, today=(datetime.now(UTC) - EARLIER[0]).date()) as site:
            summaries, edited, removed = _crawls(archive, site)
        if as_json:
            for summary in summaries:
                json_line(summary.as_json())
        else:
            _show(archive, path, summaries, edited, removed)
    finally:
        archive.close()
    if serve:
        show_in_browser(f"sqlite:///{path}", port=0)


def demo_source(url: str) -> Source:
    """The source of the demo ministry at `url`: Japan's layout, other addresses."""
    japan = jp_mofa_en.SOURCE
    return replace(
        japan,
        name="xx_standin",
        ministry="Stand-in ministry (not a real one)",
        country="XX",
        listings=[replace(japan.listings[0], start=f"{url}/press/release/index.html")],  # type: ignore[type-var]
        former={},
        checked_against="the stand-in that ships with Communique",
    )


def _crawls(archive: Archive, site: DemoMinistry) -> tuple[list[Summary], str, str]:
    source = demo_source(site.url)
    configured = crawling.settings(
        DOWNLOAD_DELAY=0,
        AUTOTHROTTLE_ENABLED=False,
        CONCURRENT_REQUESTS_PER_DOMAIN=4,
        COMMUNIQUE_ASKED_HOSTS=["127.0.0.1"],
    )

    async def crawl(mode: Mode, ago: timedelta) -> list[Summary]:
        runtime = Runtime(archive, Workers(), clock=lambda: datetime.now(UTC) - ago)
        try:
            return await crawling.crawl(runtime, [source], Plan(mode), configured)
        finally:
            runtime.close()
            if interrupts.number:
                raise Interrupted

    async def work() -> list[Summary]:
        messages.say(f"1. a stand-in ministry is served at {site.url}; crawling all of it, as if two days ago")
        summaries = await crawl("backfill", EARLIER[0])
        before, after = site.edit(EDITED)
        site.remove(REMOVED)
        messages.say("2. the ministry silently edits one release and removes another")
        messages.note(f"   before: {before}")
        messages.note(f"   after:  {after}")
        messages.say("3. crawling again, as if a day later: what is due, with conditional requests")
        summaries += await crawl("recheck", EARLIER[1])
        messages.say(f"4. and once more, today; {RULE}")
        return summaries + await crawl("recheck", EARLIER[2])

    summaries = crawling.run(work)
    return summaries, site.url + site.release(EDITED).path, site.url + site.release(REMOVED).path


def _show(archive: Archive, path: Path, summaries: list[Summary], edited: str, removed: str) -> None:
    for finding in summaries[0].findings:  # the others should find the removed release missing
        messages.warn(finding.message)
    results.print()
    show_counts({"crawl": lambda summary: summary.mode}, summaries)
    with archive.reading() as db:
        changed = history.find_release(db, edited)
        before, after = (history.snapshot_row(db, changed.id, number) for number in (1, 2))
        assert before is not None
        assert after is not None
        edits = between(db, before, after, changed.source_language).edits
        gone = history.find_release(db, removed)
        absences = absences_of(db, gone.id)
    results.print()
    say(("Edited: ", "bold"), f"release {changed.id}")
    for edit in edits:
        show_edit(edit, indents=("  ", "  "))
    say(("Removed: ", "bold"), f"release {gone.id}; its last text is kept")
    for absence in absences:
        say(absent(absence), hang="  ")
    _invite(path, changed.id, gone.id)


def _invite(path: Path, edited: int, removed: int) -> None:
    """Suggest what to do with the archive."""
    results.print()
    say(f"The archive is {path}. Try:")
    say(f"export COMMUNIQUE_ARCHIVE={shlex.quote(f'sqlite:///{path}')}", hang="  ")
    of_edited, of_removed = (f"history {edited}", f"diff {edited}"), (f"history {removed}", f"show {removed}")
    for words in ("serve", "search minister", "changes", *of_edited, *of_removed, "status"):
        say(f"communique {words}", hang="  ")
    say("The first shows it in a browser, at http://127.0.0.1:8080/.")
