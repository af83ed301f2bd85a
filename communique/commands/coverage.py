"""`communique coverage`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from communique import altered
from communique.arguments import Since, SourceArguments, Until, demand_span, options
from communique.commands.list import show_missing
from communique.output import json_line, messages, say, show_table, table
from communique.plots.calendar import calendar
from crawler.ingest.runtime import now
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.coverage.coverage import COUNTS, CoverageLine, coverage, lacking
from storage.read.coverage.periods import By
from storage.read.coverage.totals import totals
from storage.records import counted


def command(
    names: SourceArguments = None,
    *,
    by: Annotated[By, typer.Option(help="How long a period is.")] = "month",
    not_held: Annotated[
        bool, typer.Option("--missing", help="Name what was announced and is not held, and what was tried.")
    ] = False,
    since: Since = None,
    until: Until = None,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg", help="Draw a calendar of the sources instead, for readers of any eyesight."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON object for each period, with --missing for each release.")
    ] = False,
) -> None:
    """Say of each month how much of what was announced is held, and what is not.

    A release belongs to the day that its listing states, or else its page; those without a day are a line of their own,
    "undated". Periods in a row in which nothing was announced are one line, "2024-07/2024-08". --since and --until
    choose the periods that these days belong to.

    The verdicts, from what the listings showed and what visits came to:

    *complete*: all that was announced is held, and the listings show each day of the period.

    *incomplete*: something that was announced is not held.

    *blocked*, *unreadable*: the same, and at least half of it was answered with a challenge or refused, or was there
    but could not be read. Also where the listings themselves are so since before the period was over.

    *late*: the listings were last read before the period was over, more than 3 days ago.

    *unknown*: the listings that were read do not show each day of the period; other releases may have been announced.

    Where a listing states how many items it has, or how many pages, that is compared with how many releases it ever
    announced: *complete* where those are no fewer, *incomplete* where they are though the listing was read to its last
    page, else *unknown*. --json tells it in lines without a period.
    """
    demand_span(since, until)
    if plot and plot.suffix.lower() != ".svg":
        told = f"{plot} is no .svg file; of one, `rsvg-convert` or a browser makes a .png"
        raise typer.BadParameter(told, param_hint="--plot")
    with options.listing() as (db, damaged):
        chosen = stored_sources.chosen(db, names)
        at = now()
        if plot:
            lines_of = {name: [*coverage(db, number, name, by, at, since, until)] for number, name in chosen}
            _write(plot, calendar(lines_of, by))
        else:
            for number, name in chosen:
                lines = coverage(db, number, name, by, at, since, until)
                if not_held:
                    for line in lines:
                        _name_missing(db, line, as_json)
                elif as_json:
                    for line in lines:
                        json_line(line.as_json())
                    for total in totals(db, number, name):
                        json_line(total.as_json())
                else:
                    _show(name, lines)
                    for total in totals(db, number, name):
                        say(f"{total.listing}: {total.message}: {total.verdict}", hang="  ")
    altered.report((), damaged)


def _write(path: Path, picture: bytes) -> None:
    """Write a file whole, or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(picture)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}", param_hint="--plot") from None
    messages.note(f"{path} written")


def _show(source: str, lines: Iterator[CoverageLine]) -> None:
    held = list(lines)
    rows = [[line.period.name, *(str(getattr(line.counts, name)) for name in COUNTS), line.verdict] for line in held]
    say((source, "bold"))
    show_table(table(["period", *COUNTS, "verdict"], rows, right=COUNTS))
    if absent := sum(line.counts.lacking for line in held):
        messages.note(f"{source}: {counted(absent, 'release')} announced and not held; --missing names them")


def _name_missing(db: Connection, line: CoverageLine, as_json: bool) -> None:
    if not line.counts.lacking:
        return
    if not as_json:
        told = counted(line.counts.lacking, "release")
        say((f"{line.source} {line.period.name}", "bold"), f"  {line.verdict}, {told} not held")
    for missing in lacking(db, line, now()):
        if as_json:
            json_line({"period": line.period.name, **answers.missing(missing)})
        else:
            show_missing(missing, as_json=False)
