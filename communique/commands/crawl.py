"""`communique crawl`."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from scrapy.settings import Settings

from communique import crawling
from communique.output import json_line, messages, options, show_table, table
from crawler.families import generic
from crawler.ingest.outcome import Summary, exit_code
from crawler.ingest.plan import Mode, Plan
from crawler.ingest.runtime import Runtime, now
from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from storage.archive import Archive
from storage.read import sources as read_sources
from storage.warc.recording import Recording
from storage.write.crawls import COUNTS

JUST_NOW = timedelta(minutes=15)


def command(
    names: Annotated[list[str] | None, typer.Argument(metavar="SOURCE...", help="Names that `sources` lists.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Crawl every source that is not retired.")] = False,
    listing: Annotated[
        str | None,
        typer.Option(
            "--generic",
            metavar="ADDRESS",
            help="Crawl a ministry that has no source yet from this listing; what is read so is unreviewed.",
        ),
    ] = None,
    backfill: Annotated[bool, typer.Option("--backfill", help="Read all listing pages, not only the newest.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Visit held releases that are due for another look.")
    ] = False,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only releases since this day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only releases up to this day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Visit at most so many releases a source.")] = None,
    budget: Annotated[
        int, typer.Option(min=1, help="With --recheck: at most so many releases a source, longest overdue first.")
    ] = 500,
    url: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Visit one release, listed or not.")] = None,
    via: Annotated[
        str | None,
        typer.Option(metavar="PREFIX", help="Ask for every address behind PREFIX, e.g. a web archive's."),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answer every request from a WARC or WACZ, without the network.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """Crawl sources: read their listings, visit what is new, and keep every page.

    Start it as often as you like: one crawl a source runs at a time, what is held is not asked again, and a crawl that
    was interrupted goes on where it stopped. --all leaves out sources whose listings were read in the last 15 minutes.

    Exit code 0: all well; 1: something was missing, unreadable or not to be had (the summary says what).
    """
    chosen = _chosen(names or [], every, listing)
    if url and len(chosen) != 1:
        raise typer.BadParameter("give the one SOURCE that the address belongs to", param_hint="--url")
    if sum(map(bool, (backfill, recheck, url))) > 1:
        raise typer.BadParameter("--backfill, --recheck and --url are different crawls; choose one")
    mode: Mode = "address" if url else "backfill" if backfill else "recheck" if recheck else "update"
    most = min(limit or budget, budget) if recheck else limit
    plan = Plan(mode, since.date() if since else None, until.date() if until else None, most, url)
    with ExitStack() as closing:
        recording = closing.enter_context(Recording(replay)) if replay else None
        configured = crawling.settings(via=via, asked=listing or url)
        archive = options.open_archive()
        closing.callback(archive.close)
        if every and mode == "update" and not (via or replay):
            chosen = _due(archive, chosen)
        summaries = crawl(archive, chosen, plan, configured, recording)
    report(summaries, as_json)
    raise typer.Exit(exit_code(summaries))


def crawl(
    archive: Archive, chosen: list[Source], plan: Plan, configured: Settings, recording: Recording | None = None
) -> list[Summary]:
    """Run the crawls to their end. Once a process."""

    async def work() -> list[Summary]:
        runtime = Runtime(archive)
        try:
            return await crawling.crawl(runtime, chosen, plan, configured, recording)
        finally:
            runtime.close()

    return crawling.run(work)


def report(summaries: list[Summary], as_json: bool) -> None:
    """The summary: a line a source, and what was wrong."""
    for summary in summaries:
        if as_json:
            json_line(summary.as_json())
        for finding in summary.findings:
            messages.warn(f"{summary.source}: {finding.message}")
    if not as_json:
        rows = [
            [s.source, s.outcome, *(str(s.counts.get(name, 0)) for name in COUNTS), f"{s.seconds:.1f}"]
            for s in summaries
        ]
        show_table(table(["source", "outcome", *COUNTS, "seconds"], rows, right=[*COUNTS, "seconds"]))


def _due(archive: Archive, chosen: list[Source]) -> list[Source]:
    """The sources whose listings were not read just now: a ministry is not to be asked every minute."""
    with archive.reading() as db:
        last = read_sources.last_updates(db)
    soonest = now() - JUST_NOW
    due = [found for found in chosen if found.name not in last or last[found.name] < soonest]
    if len(due) < len(chosen):
        messages.note(
            f"{len(chosen) - len(due)} sources were read in the last 15 minutes; name them to read them again"
        )
    return due


def _chosen(names: list[str], every: bool, listing: str | None) -> list[Source]:
    if sum(map(bool, (names, every, listing))) != 1:
        raise typer.BadParameter("name the sources to crawl, or say --all or --generic", param_hint="SOURCE...")
    if listing:
        found = generic.source(listing)
        messages.warn(f"{found.name}: {generic.UNREVIEWED}: nobody has checked how this site is read")
        return [found]
    if every:
        return [found for found in sources().values() if found.retired is None]
    return [source(name) for name in dict.fromkeys(names)]
