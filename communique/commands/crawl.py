"""`communique crawl`."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Annotated

import typer
from scrapy.settings import Settings

from communique import crawling
from communique.arguments import (
    Quiet,
    Replay,
    Since,
    SourceArguments,
    Until,
    Via,
    demand_span,
    options,
    unreviewed_source,
    web_address,
)
from communique.output import json_line, messages, show_table, table
from crawler.ingest.outcome import Summary, exit_code
from crawler.ingest.plan import Mode, Plan
from crawler.ingest.runtime import Runtime, now
from crawler.ingest.workers import Workers
from crawler.settings import COMMUNIQUE_MOST_HOURS, COMMUNIQUE_MOST_REQUESTS
from crawler.sources.registry import source, sources
from crawler.sources.source import Source
from storage.archive import Archive
from storage.read import sources as stored_sources
from storage.records import counted
from storage.warc.recording import Recording
from storage.write.crawls import COUNTS

JUST_NOW = timedelta(minutes=15)
BUDGET = 500  # releases that a crawl of one source looks at again


def command(
    names: SourceArguments = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Crawl every source that is not retired.")] = False,
    listing: Annotated[
        str | None,
        typer.Option(
            "--generic",
            parser=web_address,
            metavar="ADDRESS",
            help="Crawl a ministry that has no source yet from this listing; the result is unreviewed.",
        ),
    ] = None,
    backfill: Annotated[bool, typer.Option("--backfill", help="Read all listing pages, not only the newest.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Visit held releases that are due for another look.")
    ] = False,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Visit at most this many releases a source; in --replay, of those in FILE.",
        ),
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help=f"With --recheck: at most this many a source ({BUDGET}), longest overdue first."
        ),
    ] = None,
    requests: Annotated[
        int, typer.Option(min=1, metavar="N", help="Stop after this many requests a source; the next crawl continues.")
    ] = COMMUNIQUE_MOST_REQUESTS,
    hours: Annotated[
        float, typer.Option(min=0, metavar="N", help="Stop after this many hours a source; the next crawl continues.")
    ] = COMMUNIQUE_MOST_HOURS,
    url: Annotated[
        str | None,
        typer.Option(
            parser=web_address, metavar="ADDRESS", help="Visit one release, listed or not; on any port that it names."
        ),
    ] = None,
    assets: Annotated[
        bool,
        typer.Option("--assets", help="Keep the documents that releases link to, and their captioned pictures, too."),
    ] = False,
    via: Via = None,
    replay: Replay = None,
    quiet: Quiet = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """Crawl sources: read their listings, visit what is new, and keep every page.

    Start it as often as you like: only one crawl of a source runs at a time, what is held is not requested again, and
    an interrupted crawl resumes where it stopped. --all leaves out sources whose listings were read in the last 15
    minutes.

    Exit code 0: all is well; 1: something was missing, unreadable or unavailable (the summary says what).
    """
    chosen = _chosen(names or [], every, listing)
    if url and len(chosen) != 1:
        raise typer.BadParameter("give the one SOURCE that the address belongs to", param_hint="--url")
    if url and not chosen[0].visits(url, asked=url):
        hosts = ", ".join(sorted(chosen[0].hosts))
        raise typer.BadParameter(f"{url} is no page of {chosen[0].name}, which is at {hosts}", param_hint="--url")
    if via and replay:
        raise typer.BadParameter("a recording answers every request, and --via is for none", param_hint="--replay")
    if sum(map(bool, (backfill, recheck, url))) > 1:
        raise typer.BadParameter("--backfill, --recheck and --url are different crawls; choose one")
    demand_span(since, until)
    if (since or until) and (recheck or url):
        raise typer.BadParameter("days are chosen of what listings announce, which --recheck and --url do not read")
    if budget and not recheck:
        raise typer.BadParameter("it bounds what --recheck visits; --limit any other crawl", param_hint="--budget")
    mode: Mode = "address" if url else "backfill" if backfill else "recheck" if recheck else "update"
    again = budget or BUDGET
    most = min(limit or again, again) if recheck else limit
    plan = Plan(mode, since, until, most, url, assets)
    with ExitStack() as closing:
        recording = closing.enter_context(Recording(replay)) if replay else None
        messages.terse = quiet
        configured = crawling.settings(
            via=via, asked=listing or url, COMMUNIQUE_MOST_REQUESTS=requests, COMMUNIQUE_MOST_HOURS=hours
        )
        archive = options.open_archive()
        closing.callback(archive.close)
        if every and mode == "update" and not (via or replay):
            chosen = _due(archive, chosen)
        summaries = crawl(archive, chosen, plan, configured, recording)
    report(summaries, as_json=as_json, quiet=quiet)
    raise typer.Exit(exit_code(summaries))


def crawl(
    archive: Archive, chosen: list[Source], plan: Plan, configured: Settings, recording: Recording | None = None
) -> list[Summary]:
    """Run the crawls to their end. Once a process."""

    async def work() -> list[Summary]:
        runtime = Runtime(archive, Workers())
        try:
            return await crawling.crawl(runtime, chosen, plan, configured, recording)
        finally:
            runtime.close()

    return crawling.run(work)


def report(summaries: list[Summary], *, as_json: bool, quiet: bool) -> None:
    """Print the summaries: a line a source, and on standard error what needs a person. `quiet` prints no more."""
    for summary in summaries:
        if as_json:
            json_line(summary.as_json())
        for finding in summary.findings:
            if summary.outcome == "busy":
                messages.note(f"{summary.source}: {finding.message}")
            else:
                messages.warn(f"{summary.source}: {finding.message}")
        for finding in summary.left:
            messages.note(f"{summary.source}: {finding.message}")
    if summaries and not as_json and not quiet:
        show_counts({"source": lambda summary: summary.source, "outcome": lambda summary: summary.outcome}, summaries)


def show_counts(columns: Mapping[str, Callable[[Summary], str]], summaries: list[Summary]) -> None:
    """Print a table of crawls: `columns`, then each crawl's counts and seconds."""
    rows = [
        [
            *(column(summary) for column in columns.values()),
            *(str(summary.counts.get(name, 0)) for name in COUNTS),
            f"{summary.seconds:.1f}",
        ]
        for summary in summaries
    ]
    show_table(table([*columns, *COUNTS, "seconds"], rows, right=[*COUNTS, "seconds"]))


def _due(archive: Archive, chosen: list[Source]) -> list[Source]:
    """The sources whose listings were not read just now: no ministry should be asked every minute."""
    last = archive.read(stored_sources.last_updates, now())
    soonest = now() - JUST_NOW
    due = [found for found in chosen if found.name not in last or last[found.name] < soonest]
    if len(due) < len(chosen):
        messages.note(
            f"{counted(len(chosen) - len(due), 'source')} left out: read in the last 15 minutes, and again where named"
        )
    return due


def _chosen(names: list[str], every: bool, listing: str | None) -> list[Source]:
    if sum(map(bool, (names, every, listing))) != 1:
        raise typer.BadParameter("give the sources to crawl, or --all or --generic", param_hint="SOURCE...")
    if listing:
        return [unreviewed_source(listing)]
    if every:
        return [found for found in sources().values() if found.retired is None]
    return [source(name) for name in dict.fromkeys(names)]
