"""The filters that `list` and `export` share: which releases are meant."""

from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from communique.arguments import demand_span
from communique.output import messages
from storage.read.lists.releases import Listed, undated
from storage.read.sources import demand_source
from storage.records import counted

Undated = Annotated[bool, typer.Option("--undated", help="Only releases that neither their page nor a listing dates.")]


def listed(
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


def left_out(db: Connection, wanted: Listed) -> int:
    """How many releases a span of days leaves out since they have no day."""
    return undated(db, wanted) if wanted.since or wanted.until else 0


def note_undated(count: int) -> None:
    """Say so."""
    if count:
        messages.note(f"{counted(count, 'release')} without a date left out; --undated lists them")
