"""`communique list`."""

from collections.abc import Generator
from contextlib import closing
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from communique import altered
from communique.arguments import Country, Language, Since, SourceOption, Until, demand_span, options
from communique.output import json_line, messages, minute, say
from storage.read import answers
from storage.read.lists.missing import MissingLine, missing
from storage.read.lists.releases import Listed, ListedRelease, listed, undated
from storage.read.sources import demand_source
from storage.records import counted

Lines = Generator[MissingLine | ListedRelease, None, None]

Undated = Annotated[bool, typer.Option("--undated", help="Only releases that neither their page nor a listing dates.")]


def command(
    *,
    source: SourceOption = None,
    country: Country = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    without_date: Undated = False,
    not_held: Annotated[
        bool, typer.Option("--missing", help="Those that were announced and are not held, and why.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each release.")] = False,
) -> None:
    """List the releases that the archive holds, newest first, or with --missing those that it should and does not.

    A release has the day that its page states, or else that of its listing. Where a span of days leaves out releases
    that have none, standard error says how many.
    """
    wanted = wanted_releases(source, country, language, since, until, without_date)
    shown, more, unlike = 0, False, list[tuple[str, int, int]]()
    with options.listing() as (db, damaged):
        demand_sources(db, wanted)
        found: Lines = missing(db, *wanted.announced()) if not_held else listed(db, wanted)
        with closing(found) as lines:  # and its cursor, although nobody may read it to its end
            for line in lines:
                if more := shown == limit:
                    break
                shown += 1
                if isinstance(line, MissingLine):
                    show_missing(line, as_json)
                    continue
                _show(line, as_json)
                unlike += [(line.source, line.release, line.versions)] if line.altered else []
        if not as_json or not shown:
            _report(shown, not_held=not_held, more=more)
        left_out = 0 if not_held else left_out_of(db, wanted)
    note_undated(left_out)
    altered.report(unlike, damaged)


def wanted_releases(
    source: str | None,
    country: str | None,
    language: str | None,
    since: date | None,
    until: date | None,
    without_date: bool,
) -> Listed:
    """The releases that options mean. Raises typer's BadParameter for options that contradict one another."""
    demand_span(since, until)
    if without_date and (since or until):
        raise typer.BadParameter("what has no date is in no span of days", param_hint="--undated")
    return Listed(source, country, language, since, until, without_date)


def demand_sources(db: Connection, wanted: Listed) -> None:
    """Raise NothingNamedError where the archive knows no source of that name, country or language."""
    if wanted.source or wanted.country or wanted.language:
        demand_source(db, name=wanted.source, country=wanted.country, language=wanted.language)


def left_out_of(db: Connection, wanted: Listed) -> int:
    """How many releases a span of days leaves out since they have no day."""
    return undated(db, wanted) if wanted.since or wanted.until else 0


def note_undated(count: int) -> None:
    """Say so."""
    if count:
        messages.note(f"{counted(count, 'release')} without a date left out; --undated lists them")


def _show(line: ListedRelease, as_json: bool) -> None:
    if as_json:
        json_line(answers.listed(line))
        return
    say(((line.published or "undated")[:10], "cyan"), "  ", (line.title, "bold"))
    state = "" if line.state == "held" else f", {line.state}"
    say(f"{line.source}, release {line.release}{state}  ", (line.url, "dim"), hang="  ")


def show_missing(line: MissingLine, as_json: bool) -> None:
    """Print what was announced and is not held, and what was tried."""
    if as_json:
        json_line(answers.missing(line))
        return
    say(((line.published or "undated")[:10], "cyan"), "  ", (line.title or "untitled", "bold"))
    say(f"{line.source}, release {line.release}  ", (line.url, "dim"), hang="  ")
    tried = "not asked yet"
    if line.tried_at:
        told = ", ".join(filter(None, (str(line.status or "no answer"), line.message or line.verdict)))
        tried = f"asked {minute(line.tried_at)} UTC: {told}"
    say(f"announced {minute(line.found_at)} UTC, {tried}", hang="  ")


def _report(shown: int, *, not_held: bool, more: bool) -> None:
    """Say how many were listed, and whether there are `more`."""
    told = counted(shown, "missing release" if not_held else "release")
    if more:
        messages.note(f"the first {told}; --limit shows more")
    else:
        messages.note(told if shown else "nothing is missing" if not_held else "no release")
